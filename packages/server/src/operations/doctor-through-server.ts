// Asking the running server what is broken: it holds the embedded database, and nobody else may write there.
import { z } from 'zod';
import type { Credentials } from './seed/credentials.ts';

/** A finding in the words of the server. */
export interface ToldFinding {
  readonly rule: string;
  readonly account_sid: string;
  readonly subject_sid: string;
  readonly related_sids: Readonly<Record<string, string>>;
  readonly since: string | null;
  readonly fault: string;
  readonly remedy: string;
  readonly outcome: string;
  readonly error: string | null;
}

const finding = z.object({
  rule: z.string(),
  account_sid: z.string(),
  subject_sid: z.string(),
  related_sids: z.record(z.string(), z.string()),
  since: z.string().nullable(),
  fault: z.string(),
  remedy: z.string(),
  outcome: z.string().default('found'),
  error: z.string().nullable().default(null),
});

const answer = z.object({
  meta: z.object({ next_page_token: z.string().nullable() }),
  findings: z.array(finding).optional(),
  repairs: z.array(finding).optional(),
});

/** Goes over the account of the credentials, and repairs what it finds when that is wished for. */
export async function examineThroughServer(
  { baseUrl, accountSid, authToken }: Credentials,
  isRepairing: boolean,
): Promise<ToldFinding[]> {
  const address = `${baseUrl}/operations/v1/${isRepairing ? 'Reconciliations' : 'Findings'}`;
  const found: ToldFinding[] = [];
  let token: string | null = null;
  do {
    const parameters = new URLSearchParams(token === null ? {} : { PageToken: token });
    const response = await fetch(isRepairing ? address : `${address}?${parameters}`, {
      headers: { authorization: `Basic ${btoa(`${accountSid}:${authToken}`)}` },
      ...(isRepairing ? { method: 'POST', body: parameters } : {}),
    });
    if (!response.ok) throw new Error(`the server answers ${response.status} at ${address}`);
    const told = answer.parse(await response.json());
    found.push(...(told.findings ?? told.repairs ?? []));
    token = told.meta.next_page_token;
  } while (token !== null);
  return found;
}
