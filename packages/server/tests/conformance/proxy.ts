// Proxy: a service with its pool, sessions between two phones, and the texts that pass through them.

import assert from 'node:assert/strict';
import { answerFrom } from '../support/handset.ts';
import { type Call, type Conformance, NOBODY } from './conformance.ts';

type Place = Readonly<Record<string, string>>;

const POOL = ['+14155550101', '+14155550102', '+14155550103'] as const;
const CUSTOMER = '+14155550151';
const COURIER = '+14155550152';

/** Performs every built operation of Proxy. */
export async function proxy(conformance: Conformance): Promise<void> {
  const call = conformance.callerOf('proxy_v1');
  const service = await call('CreateService', {}, { UniqueName: 'Deliveries' });
  const place = { ServiceSid: service.sid };
  await call(
    'UpdateService',
    { Sid: service.sid },
    {
      DefaultTtl: 3_600,
      CallbackUrl: `${NOBODY}/callback`,
      OutOfSessionCallbackUrl: `${NOBODY}/out-of-session`,
      GeoMatchLevel: 'country',
      NumberSelectionBehavior: 'avoid-sticky',
    },
  );
  await call('UpdateService', { Sid: service.sid }, { CallbackUrl: null, OutOfSessionCallbackUrl: null });
  await call('FetchService', { Sid: service.sid });
  await call('ListService', {}, { PageSize: 1 });
  await playPool(conformance, place);
  await playSessions(conformance, place);
  const spare = await call('CreateService', {}, { UniqueName: 'Short-lived' });
  await call('DeleteService', { Sid: spare.sid });
}

async function playPool(conformance: Conformance, place: Place): Promise<void> {
  const call = conformance.callerOf('proxy_v1');
  const api = conformance.callerOf('api_v2010');
  const sids: string[] = [];
  for (const PhoneNumber of POOL)
    sids.push((await api('CreateIncomingPhoneNumber', {}, { PhoneNumber })).sid);
  const [first = '', second = '', third = ''] = sids;
  await call('CreatePhoneNumber', place, { Sid: first });
  await call('CreatePhoneNumber', place, { Sid: second, IsReserved: true });
  await call('CreatePhoneNumber', place, { Sid: third });
  await call('FetchPhoneNumber', { ...place, Sid: second });
  await call('ListPhoneNumber', place);
  await call('UpdatePhoneNumber', { ...place, Sid: second }, { IsReserved: false });
  await call('DeletePhoneNumber', { ...place, Sid: third });
}

async function playSessions(conformance: Conformance, place: Place): Promise<void> {
  const call = conformance.callerOf('proxy_v1');
  const session = await call('CreateSession', place, {
    UniqueName: 'delivery 4711',
    Mode: 'message-only',
    Ttl: 7_200,
    Participants: [{ Identifier: CUSTOMER, FriendlyName: 'Customer' }],
  });
  const one = { ...place, Sid: session.sid };
  const inSession = { ...place, SessionSid: session.sid };
  await call('FetchSession', { ...place, Sid: session.sid });
  const courier = await playParticipants(call, inSession);
  await playInteractions(conformance, inSession, courier);
  await call('FetchSession', one);
  await call('ListSession', place);
  await call('UpdateSession', one, { DateExpiry: '2026-12-24T18:00:00Z' });
  await call('UpdateSession', one, { Status: 'closed' });
  const bare = await call('CreateSession', place);
  await call('FetchSession', { ...place, Sid: bare.sid });
  await call('DeleteSession', { ...place, Sid: bare.sid });
}

/** Adds the courier, whose SID it gives, and somebody who leaves again. */
async function playParticipants(call: Call, inSession: Place): Promise<string> {
  const mistaken = await call('CreateParticipant', inSession, { Identifier: '+14155550159' });
  await call('DeleteParticipant', { ...inSession, Sid: mistaken.sid });
  const courier = await call('CreateParticipant', inSession, {
    Identifier: COURIER,
    FriendlyName: 'Courier',
    ProxyIdentifier: POOL[0],
  });
  await call('FetchParticipant', { ...inSession, Sid: courier.sid });
  await call('ListParticipant', inSession);
  return courier.sid;
}

async function playInteractions(conformance: Conformance, inSession: Place, courier: string): Promise<void> {
  const call = conformance.callerOf('proxy_v1');
  const { server } = conformance;
  const toCourier = { ...inSession, ParticipantSid: courier };
  const written = await call('CreateMessageInteraction', toCourier, { Body: 'A parcel is waiting' });
  await server.settled();
  await answerFrom(server, COURIER, POOL[0], 'On my way');
  await server.settled();
  await call('FetchMessageInteraction', { ...toCourier, Sid: written.sid });
  await call('ListMessageInteraction', toCourier);
  const { interactions } = await call('ListInteraction', inSession);
  assert.equal(interactions.length, 2, 'one message went out and one came in');
  for (const { sid } of interactions) await call('FetchInteraction', { ...inSession, Sid: sid });
  await call('DeleteInteraction', { ...inSession, Sid: interactions.at(-1).sid });
}
