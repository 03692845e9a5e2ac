// `POST /flex-api/v1/Channels/{Sid}/Roles/{Role}/Users`, which the desk of Twilio calls when an agent accepts a task of
// the older kind. Parameter: Identity. An agent's own token lets him in himself and nobody else.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { originOf, prefixOf } from '#http/addresses.ts';
import type { RawInput } from '#http/form-body.ts';
import { readInput, text } from '#http/parameters.ts';
import { isoDate } from '#kernel/dates.ts';
import { apiError } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import { deskCaller } from './caller.ts';
import { type Joined, joinChannel } from './join-channel.ts';

const input = z.object({ Identity: text(256) });

function presentJoined({ participant, userSid, role }: Joined, base: string) {
  return {
    account_sid: participant.account_sid,
    channel_sid: participant.thread_sid,
    identity: participant.identity,
    member_sid: participant.sid,
    user_sid: userSid,
    role,
    role_sid: participant.role_sid,
    date_created: isoDate(participant.date_created),
    url: `${base}/v1/Channels/${participant.thread_sid}/Roles/${role}/Users/${participant.sid}`,
  };
}

/** Adds the endpoint. */
export function addRoleEndpoint(server: FastifyInstance, context: Context): void {
  server.post('/flex-api/v1/Channels/:Sid/Roles/:Role/Users', async (request, reply) => {
    const caller = await deskCaller(context, request);
    const { Sid: channelSid, Role: role } = request.params as { Sid: string; Role: string };
    const { Identity: identity } = readInput(input, (request.body ?? {}) as RawInput);
    if (caller.identity !== null && caller.identity !== identity) throw apiError(20006);
    if (`${channelSid}${role}`.includes('\0')) throw apiError(20404);
    const joined = await context.database.transaction((tx) =>
      joinChannel(tx, { accountSid: caller.accountSid, channelSid, role, identity }),
    );
    reply.code(201);
    return presentJoined(joined, originOf(request.protocol, request.host) + prefixOf(request.raw));
  });
}
