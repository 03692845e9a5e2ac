// Each word by which people refuse texts, want them again or ask for help, through the running server; and how long
// replies between two programs count.
import { describe, expect, it } from 'vitest';
import { sdkClient } from '../support/clients.ts';
import { databases } from '../support/databases.ts';
import type { TestServer } from '../support/start-server.ts';
import { useServer } from '../support/use-server.ts';
import { startReceiver, status } from '../webhooks/receiver.ts';
import { addNumber, api, refusal, textsOn, write } from './setup.ts';

const STOPS = ['STOP', 'StopAll', 'unsubscribe', 'CANCEL', 'End', 'QUIT', 'REVOKE', 'optout', 'Opt-Out'];
const STARTS = ['START', 'unstop', 'YES'];
const HELPS = ['HELP', 'info'];
let next = 0;

describe.each(databases())('words on $name', ({ create }) => {
  let server: TestServer;
  useServer(create, (started) => {
    server = started;
  });
  const fresh = () => {
    next += 1;
    return `+1212555${String(7_000 + next)}`;
  };
  const own = async () => (await addNumber(server, fresh())).phone_number as string;
  const send = (from: string, to: string) =>
    refusal(sdkClient(server.url, server.account).messages.create({ from, to, body: 'Hello' }));
  const answers = async (phone: string, contact: string) =>
    (await textsOn(server, phone, contact)).filter((text) => /Reply (STOP|START)/.test(text));

  it('each alias of STOP blocks with 21610 and is confirmed once; each of START ends that', async () => {
    const contact = await own();
    for (const [position, stop] of STOPS.entries()) {
      const phone = fresh();
      const start = STARTS[position % STARTS.length]!;
      await write(server, stop, phone, contact);
      await write(server, stop.toLowerCase(), phone, contact);
      expect(await send(contact, phone), stop).toBe('400/21610');
      expect(await answers(phone, contact), stop).toHaveLength(1);
      await write(server, start, phone, contact);
      await write(server, start, phone, contact);
      expect(await send(contact, phone), start).toBe('accepted');
      expect(await answers(phone, contact), start).toHaveLength(2);
    }
    await server.settled();
  });

  it('each alias of HELP is answered and blocks nothing', async () => {
    const [contact, phone] = [await own(), fresh()];
    for (const word of HELPS) await write(server, word, phone, contact);
    expect(await answers(phone, contact)).toHaveLength(HELPS.length);
    expect(await send(contact, phone)).toBe('accepted');
    await server.settled();
  });

  it('replies in a circle may go on thirty seconds after the first of thirty, and not a tick before', async () => {
    const receiver = await startReceiver();
    const { sid, phone_number: contact } = await addNumber(server, fresh());
    await api(server, 'POST', `IncomingPhoneNumbers/${sid}.json`, { SmsUrl: receiver.url });
    const phone = fresh();
    const ten = status(200, `<Response>${'<Message>x</Message>'.repeat(10)}</Response>`, {
      'content-type': 'text/xml',
    });
    receiver.answerNext(ten, ten, ten, ten, ten);
    const failed = async () =>
      (await api(server, 'GET', 'Messages.json', { To: phone, From: contact })).body.messages.filter(
        ({ error_code: code }: { error_code: number | null }) => code === 14107,
      ).length;
    for (const body of ['a', 'b', 'c']) await write(server, body, phone, contact);
    await server.advance(29_999);
    await write(server, 'd', phone, contact);
    expect(await failed()).toBe(10);
    await server.advance(1);
    await write(server, 'e', phone, contact);
    expect(await failed()).toBe(10);
    await receiver.close();
  });
});
