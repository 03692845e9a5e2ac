// Whether a customer can be written to at all, asked before anything is made: a text that never arrives is otherwise
// noticed by nobody.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { Twilio } from 'twilio';
import { OutboundError } from '../outbound-error.ts';

/** Twilio's codes for the reasons. */
const INVALID_NUMBER = 21211;
const NOT_A_MOBILE = 21614;
const UNSUBSCRIBED = 21610;

const E164 = /^\+[1-9]\d{6,14}$/;

/** The number of an address of a channel (`whatsapp:+1…`); the address itself for a plain number. */
function numberOf(address: string): string | null {
  const mark = address.indexOf(':');
  if (mark === -1) return address;
  return address.slice(0, mark) === 'whatsapp' ? address.slice(mark + 1) : null;
}

/** What is wrong with an address, or null. Addresses that are not of phones are left to the server. */
export function addressProblem(property: string, address: string): string | null {
  const number = numberOf(address);
  if (number === null || E164.test(number)) return null;
  return `'${property}' is not a phone number in E.164 format: ${address}`;
}

/** Whether texts cannot arrive because the number is known to be of a fixed line. */
function isFixedLine(address: string): boolean {
  return !address.includes(':') && parsePhoneNumberFromString(address)?.getType() === 'FIXED_LINE';
}

interface ConsentList {
  readonly consents?: readonly { readonly sender: string }[];
}

/** The senders the customer wants no texts from; null where the server keeps no record that can be asked. */
async function refusedSenders(client: Twilio, contact: string): Promise<readonly string[] | null> {
  const query = new URLSearchParams({ Contact: contact, Status: 'opt-out', PageSize: '1000' });
  const { statusCode, body } = (await client.request({
    method: 'get',
    uri: `${client.messaging.baseUrl}/v1/Consents?${query}`,
  })) as { statusCode: number; body: unknown };
  if (statusCode !== 200) return null;
  const list = (typeof body === 'string' ? JSON.parse(body) : body) as ConsentList;
  return list.consents?.map(({ sender }) => sender) ?? null;
}

/** Whether the sender is one of those, or belongs to a messaging service that is. */
async function isAmong(client: Twilio, sender: string, refused: readonly string[]): Promise<boolean> {
  if (refused.includes(sender)) return true;
  for (const serviceSid of refused.filter((one) => one.startsWith('MG'))) {
    const numbers = await client.messaging.v1.services(serviceSid).phoneNumbers.list({ pageSize: 1_000 });
    if (numbers.some(({ phoneNumber }) => phoneNumber === sender)) return true;
  }
  return false;
}

/**
 * Refuses to begin with a customer who cannot be reached: 400 with code 21211 for what is no number, 21614 for a
 * fixed line, 21610 for a customer who has unsubscribed, as far as the server tells (Parley does).
 */
export async function refuseUnreachable(client: Twilio, fromNumber: string, toNumber: string): Promise<void> {
  const problem = addressProblem('fromNumber', fromNumber) ?? addressProblem('toNumber', toNumber);
  if (problem !== null) throw new OutboundError(400, problem, { code: INVALID_NUMBER });
  if (isFixedLine(toNumber)) {
    throw new OutboundError(400, `'toNumber' is a fixed line, which gets no texts: ${toNumber}`, {
      code: NOT_A_MOBILE,
    });
  }
  const refused = await refusedSenders(client, toNumber);
  if (refused !== null && (await isAmong(client, fromNumber, refused))) {
    throw new OutboundError(400, `The customer has unsubscribed from messages of ${fromNumber}`, {
      code: UNSUBSCRIBED,
    });
  }
}
