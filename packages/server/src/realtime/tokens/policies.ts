// The policies of capability tokens: which requests their bearer may make.

/** One policy of a capability token ("TaskRouter JavaScript SDK v1", policies). */
export interface Policy {
  /** Absolute URL; `*` stands for one segment, `**` at the end for anything below. */
  readonly url: string;
  readonly method: string;
  /** Parameters a GET may have: a value they must equal, or `{required}`. An empty filter takes all. */
  readonly queryFilter: Readonly<Record<string, unknown>>;
  /** The same for the parameters of a POST. */
  readonly postFilter: Readonly<Record<string, unknown>>;
  readonly allow: boolean;
}

/** A request as policies see it. */
export interface PolicyRequest {
  readonly method: string;
  /** Path with the version in front: `/v1/Workspaces/WS…`. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Parameters that select nothing, so that no filter speaks of them. */
const PAGING = new Set(['PageSize', 'Page', 'PageToken', 'AfterSid', 'NextToken']);

/** The path of a policy's URL. Hosts differ by region and by server, so they are not compared. */
function segmentsOf(url: string): string[] {
  return url
    .replace(/^https?:\/\/[^/]*/, '')
    .split('/')
    .filter((segment) => segment !== '');
}

function isCovered(pattern: readonly string[], path: readonly string[]): boolean {
  for (const [index, segment] of pattern.entries()) {
    if (segment === '**' && index === pattern.length - 1) return path.length > index;
    if (index >= path.length || (segment !== '*' && segment !== path[index])) return false;
  }
  return pattern.length === path.length;
}

function isValueTaken(wanted: unknown, given: unknown): boolean {
  if (typeof wanted === 'object' && wanted !== null && 'required' in wanted) {
    return wanted.required !== true || (given !== undefined && given !== null);
  }
  return String(given) === String(wanted);
}

function isTaken(
  filter: Readonly<Record<string, unknown>>,
  parameters: PolicyRequest['parameters'],
): boolean {
  if (Object.keys(filter).length === 0) return true;
  const isListed = Object.keys(parameters).every((name) => PAGING.has(name) || Object.hasOwn(filter, name));
  return isListed && Object.entries(filter).every(([name, wanted]) => isValueTaken(wanted, parameters[name]));
}

function speaksOf(policy: Policy, request: PolicyRequest): boolean {
  if (policy.method.toUpperCase() !== request.method) return false;
  if (!isCovered(segmentsOf(policy.url), segmentsOf(request.path))) return false;
  return isTaken(request.method === 'GET' ? policy.queryFilter : policy.postFilter, request.parameters);
}

/** Whether policies permit a request: at least one allows it and none forbids it. */
export function isPermitted(policies: readonly Policy[], request: PolicyRequest): boolean {
  const speaking = policies.filter((policy) => speaksOf(policy, request));
  return speaking.length > 0 && speaking.every(({ allow }) => allow);
}
