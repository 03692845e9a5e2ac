// The address numbers are pointed at so that Proxy hears of their texts: /v1/Accounts/{AC}/Proxy/{KS}/Webhooks/Message
// of the host or prefix `webhooks` (Flex guide, "Configure inbound messages").
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type Receivers, receiveMessage } from '#delivery/delivery.ts';
import { originOf } from '#http/addresses.ts';
import { decodeForm, type RawInput } from '#http/form-body.ts';
import { apiError, notFound } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import { findService } from '../services/commands.ts';
import { readInboundForm } from './inbound-form.ts';
import { isSignedWith } from './signature.ts';

const PATH = '/webhooks/v1/Accounts/:accountSid/Proxy/:serviceSid/Webhooks/Message';
/** The name under which these texts are kept. */
const CONNECTOR = 'webhooks';
const NO_REPLY = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

type Place = { readonly accountSid: string; readonly serviceSid: string };

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

async function tokenOf({ database }: Context, accountSid: string): Promise<string | undefined> {
  if (accountSid.includes('\0')) return undefined;
  const account = await database.read
    .selectFrom('accounts')
    .select('auth_token')
    .where('sid', '=', accountSid)
    .where('status', '=', 'active')
    .executeTakeFirst();
  return account?.auth_token;
}

/** The form of a request that the account's token signed; 403/20006 for any other. */
async function signedForm(
  context: Context,
  request: FastifyRequest,
  { accountSid }: Place,
): Promise<RawInput> {
  const url = originOf(request.protocol, request.host) + request.originalUrl;
  const form = request.method === 'POST' ? ((request.body ?? {}) as RawInput) : {};
  const token = await tokenOf(context, accountSid);
  const signature = headerOf(request, 'x-twilio-signature') ?? '';
  if (token === undefined || !isSignedWith(token, signature, url, form)) throw apiError(20006);
  if (request.method === 'POST') return form;
  const mark = request.originalUrl.indexOf('?');
  return mark === -1 ? {} : decodeForm(request.originalUrl.slice(mark + 1));
}

/**
 * Takes texts from whoever knows the account's auth token, and decides about them as about any other: words that
 * stop texts, the open session of the two addresses, an enabled Flex Flow, the service's `OutOfSessionCallbackUrl`.
 * A text told twice is handled once. The answer replies nothing: replies leave as messages.
 */
export function messageAddress(context: Context, receivers: Receivers) {
  const receive = async (request: FastifyRequest, reply: FastifyReply) => {
    const place = request.params as Place;
    const form = await signedForm(context, request, place);
    const service = await findService(context.database.read, place.accountSid, place.serviceSid);
    if (service === undefined) throw notFound(`/Accounts/${place.accountSid}/Proxy/${place.serviceSid}`);
    const inbound = readInboundForm(form, headerOf(request, 'i-twilio-idempotency-token'));
    if (inbound.accountSid !== null && inbound.accountSid !== place.accountSid) throw apiError(20006);
    await context.database.transaction((tx) =>
      receiveMessage(
        tx,
        {
          accountSid: place.accountSid,
          connector: CONNECTOR,
          // Names of texts are the sender's own: those of two accounts can be the same.
          carrierMessageId: `${place.accountSid}/${inbound.messageSid}`,
          from: inbound.from,
          to: inbound.to,
          body: inbound.body,
          mediaUrls: inbound.mediaUrls,
        },
        receivers,
      ),
    );
    return reply.type('text/xml; charset=utf-8').send(NO_REPLY);
  };
  return (server: FastifyInstance) => {
    server.route({ method: ['GET', 'POST'], url: PATH, handler: receive });
  };
}
