// Short codes that scenarios work with. No documented operation makes one: the account asks the carrier by letter.
import { type Conformance, ScenarioStopped } from './conformance.ts';

/** Declares a short code as the account's, outside the operations under test. */
export async function declareShortCode(
  { server }: Conformance,
  code: string,
): Promise<{ readonly sid: string }> {
  const { sid, token } = server.account;
  const answer = await fetch(`${server.url}/api/2010-04-01/Accounts/${sid}/SMS/ShortCodes.json`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${btoa(`${sid}:${token}`)}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: `ShortCode=${code}`,
  });
  if (!answer.ok) throw new ScenarioStopped(`the short code is answered ${answer.status}`);
  return (await answer.json()) as { sid: string };
}
