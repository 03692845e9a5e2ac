// The work every target is given: form-encoded messages to 200 channels in rotation.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credentials } from './server.ts';

const CHANNELS = 200;
const CHANNELS_AT_ONCE = 20;

const FORM = 'application/x-www-form-urlencoded';
const message = new URLSearchParams({
  From: '+14155550142',
  Body: 'Good morning Jane, your order 4711 is ready. Shall we deliver it or will you come by?',
}).toString();

/** A service with channels, and the credentials to post to them. */
export interface Scenario {
  readonly authorization: string;
  readonly serviceSid: string;
  readonly channelSids: readonly string[];
}

/** Something that takes messages. */
export interface Place {
  readonly url: string;
  /** Path of the message operation's API: what comes before `/v2/Services/…`. */
  readonly prefix: string;
}

function headersOf(authorization: string): Record<string, string> {
  return { authorization, 'content-type': FORM };
}

async function create(
  address: string,
  authorization: string,
  input: Record<string, string>,
): Promise<string> {
  const answer = await fetch(address, {
    method: 'POST',
    headers: headersOf(authorization),
    body: new URLSearchParams(input),
  });
  if (answer.status !== 201) throw new Error(`${address} answered ${answer.status}: ${await answer.text()}`);
  return ((await answer.json()) as { sid: string }).sid;
}

/** Makes a service and its channels through the public API. */
export async function createScenario(url: string, credentials: Credentials): Promise<Scenario> {
  const { accountSid, authToken } = credentials;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  const services = `${url}/chat/v2/Services`;
  const serviceSid = await create(services, authorization, { FriendlyName: 'Benchmark' });
  const channelSids: string[] = [];
  while (channelSids.length < CHANNELS) {
    const group = Array.from({ length: CHANNELS_AT_ONCE }, (_, position) =>
      create(`${services}/${serviceSid}/Channels`, authorization, {
        FriendlyName: `Channel ${channelSids.length + position}`,
      }),
    );
    channelSids.push(...(await Promise.all(group)));
  }
  return { authorization, serviceSid, channelSids };
}

function pathsOf(scenario: Scenario, prefix: string): string[] {
  const { serviceSid, channelSids } = scenario;
  return channelSids.map((sid) => `${prefix}/v2/Services/${serviceSid}/Channels/${sid}/Messages`);
}

/** Writes what load.lua reads: the Authorization header, the body, then a path a line. Returns the file's path. */
export async function writeRequests(
  scenario: Scenario,
  place: Place,
  folder: string,
  name: string,
): Promise<string> {
  const file = join(folder, `${name}.requests`);
  const lines = [scenario.authorization, message, ...pathsOf(scenario, place.prefix)];
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

/** Posts one message and returns the length of its answer; throws unless it is a 201 with the keys of a message. */
export async function probe(scenario: Scenario, place: Place): Promise<number> {
  const answer = await fetch(place.url + pathsOf(scenario, place.prefix)[0], {
    method: 'POST',
    headers: headersOf(scenario.authorization),
    body: message,
  });
  const text = await answer.text();
  if (answer.status !== 201) throw new Error(`${place.url} answered ${answer.status}: ${text}`);
  const { sid, index, body } = JSON.parse(text) as Record<string, unknown>;
  if (typeof sid !== 'string' || typeof index !== 'number' || typeof body !== 'string') {
    throw new Error(`${place.url} did not answer with a message: ${text}`);
  }
  return text.length;
}
