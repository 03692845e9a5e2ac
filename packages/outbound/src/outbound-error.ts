// Why an outbound conversation could not be started, with the HTTP status its caller should see.

/** What a failed start could not take back: the server was out of reach when it tried. */
export interface LeftBehind {
  readonly chatChannelSid?: string;
  readonly taskSid?: string;
  readonly proxySessionSid?: string;
  readonly conversationSid?: string;
}

/** What is known of a failure beside its sentence. */
export interface FailureFacts {
  /** The code of a refused request. */
  readonly code?: number | undefined;
  /** The structured facts of a refused request. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  /** Everything that is wrong with a request, where there can be more than one thing. */
  readonly errors?: readonly string[] | undefined;
  readonly leftBehind?: LeftBehind | undefined;
}

/** A failed start. Nothing that was made for it remains, except what `leftBehind` names. */
export class OutboundError extends Error {
  readonly status: number;
  readonly code: number | undefined;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  readonly errors: readonly string[] | undefined;
  readonly leftBehind: LeftBehind | undefined;

  constructor(status: number, message: string, facts: FailureFacts = {}) {
    super(message);
    this.name = 'OutboundError';
    this.status = status;
    this.code = facts.code;
    this.details = facts.details;
    this.errors = facts.errors;
    this.leftBehind = facts.leftBehind;
  }
}

/** What the SDK throws for a refused request; connection failures have no status. */
interface SdkError {
  readonly status?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
  readonly details?: unknown;
}

/** The failure in the terms of this package. A server that cannot be reached is a bad gateway to our caller. */
export function outboundError(error: unknown): OutboundError {
  if (error instanceof OutboundError) return error;
  const { status, code, message, details } = (error ?? {}) as SdkError;
  return new OutboundError(
    typeof status === 'number' ? status : 502,
    typeof message === 'string' && message !== '' ? message : String(error),
    {
      code: typeof code === 'number' ? code : undefined,
      details: typeof details === 'object' && details !== null ? { ...details } : undefined,
    },
  );
}

/** The failure, and what of the start is still there. */
export function withLeftBehind(error: unknown, leftBehind: LeftBehind | null): OutboundError {
  const failure = outboundError(error);
  if (leftBehind === null) return failure;
  const { status, message, code, details, errors } = failure;
  return new OutboundError(status, message, { code, details, errors, leftBehind });
}

/** Whether the SDK refused because the thing is not there. */
export function isNotFound(error: unknown): boolean {
  return (error as SdkError | null)?.status === 404;
}

/** Whether no answer came: what was asked for may have been done or not. */
export function isUnanswered(error: unknown): boolean {
  return !(error instanceof OutboundError) && typeof (error as SdkError | null)?.status !== 'number';
}
