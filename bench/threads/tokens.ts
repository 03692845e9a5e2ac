// Access tokens as the official packages mint them, many in a short time.
import { createHmac, randomUUID } from 'node:crypto';
import type { RestClient } from './rest-client.ts';

const LIFETIME_SECONDS = 3_600;

/** Signs tokens for one chat service. */
export type Mint = (identity: string) => string;

const encode = (part: unknown) => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Makes an API key of the account, and what signs tokens with it. */
export async function mintFor(rest: RestClient, accountSid: string, chatServiceSid: string): Promise<Mint> {
  const key = await rest.post(`/api/2010-04-01/Accounts/${accountSid}/Keys.json`, {
    FriendlyName: 'Benchmark',
  });
  const { sid, secret } = key as { sid: string; secret: string };
  const head = encode({ alg: 'HS256', typ: 'JWT', cty: 'twilio-fpa;v=1' });
  return (identity) => {
    const now = Math.floor(Date.now() / 1_000);
    const claims = encode({
      jti: randomUUID(),
      iss: sid,
      sub: accountSid,
      iat: now,
      exp: now + LIFETIME_SECONDS,
      grants: { identity, chat: { service_sid: chatServiceSid } },
    });
    const signature = createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url');
    return `${head}.${claims}.${signature}`;
  };
}
