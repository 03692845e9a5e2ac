// The Media Content Service over HTTP, for browsers of any origin and for programs:
//
//   POST   /mcs/v1/Services/{IS}/Media?Category=&Filename=   the file as body, or a form with the file in it
//   GET    /mcs/v1/Services/{IS}/Media/{ME}                  what is known of it, with links
//   DELETE /mcs/v1/Services/{IS}/Media/{ME}
//   GET    /mcs/v1/Services/{IS}/Media/{ME}/Content          its bytes; also by a signed link, without credentials
//   POST   /mcs/v1/Services/{IS}/MediaSet                    {command: "get", list: [{media_sid}]}
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { originOf, prefixOf } from '#http/addresses.ts';
import { decodeForm, decodeJson, type RawInput } from '#http/form-body.ts';
import { InFlightLimit } from '#http/in-flight-limit.ts';
import { takesLong } from '#http/slow-bodies.ts';
import { apiError } from '#kernel/errors.ts';
import type { Context } from '#server/context.ts';
import type { MediaKeeper } from '../keep-media.ts';
import { callerOf, type MediaCaller, requireMedia, requireOwnService } from './access.ts';
import { allowBrowsers } from './browsers.ts';
import { sendContent } from './content.ts';
import { deleteMedia } from './delete-media.ts';
import { readMediaSet } from './media-set.ts';
import { recordPresenter } from './record-presenter.ts';
import { downloadBySignature } from './signed-download.ts';
import { uploadMedia } from './upload-media.ts';

const SERVICE = '/mcs/v1/Services/:ServiceSid';
const MEMBER = `${SERVICE}/Media/:Sid`;
/** A list of all the attachments a service can show at a time. */
const SET_LIMIT = 262_144;

interface Path {
  readonly ServiceSid: string;
  readonly Sid: string;
}

function queryOf(request: FastifyRequest): RawInput {
  const mark = request.url.indexOf('?');
  return mark === -1 ? {} : decodeForm(request.url.slice(mark + 1));
}

/** Adds the endpoints. */
export function addMediaEndpoints(server: FastifyInstance, context: Context, keeper: MediaKeeper): void {
  const { database, config } = context;
  const { stores } = keeper;
  const inFlight = new InFlightLimit(config.maxInFlight);
  const baseOf = (request: FastifyRequest) =>
    originOf(request.protocol, request.host) + prefixOf(request.raw);
  const enter = async (request: FastifyRequest, reply: FastifyReply): Promise<MediaCaller> => {
    const caller = await callerOf(context, request);
    if (!inFlight.enter(caller.accountSid, reply.raw)) throw apiError(20429);
    return caller;
  };
  const present = recordPresenter(context);
  const pathOf = (request: FastifyRequest) => request.params as Path;

  server.register(async (scope) => {
    allowBrowsers(scope, [`${SERVICE}/Media`, MEMBER, `${MEMBER}/Content`, `${SERVICE}/MediaSet`]);
    scope.removeAllContentTypeParsers();
    // Files are read by their endpoint, piece by piece.
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));

    scope.post(`${SERVICE}/Media`, takesLong, async (request, reply) => {
      const caller = await enter(request, reply);
      const { ServiceSid: serviceSid } = pathOf(request);
      await requireOwnService(database.read, caller, serviceSid);
      const row = await uploadMedia(context, keeper, request.raw, queryOf(request), { caller, serviceSid });
      reply.code(201);
      return present(row, baseOf(request));
    });

    scope.get(MEMBER, async (request, reply) => {
      const caller = await enter(request, reply);
      return present(await requireMedia(database.read, caller, pathOf(request)), baseOf(request));
    });

    scope.delete(MEMBER, async (request, reply) => {
      const caller = await enter(request, reply);
      await deleteMedia(database, caller, await requireMedia(database.read, caller, pathOf(request)));
      return reply.code(204).send();
    });

    scope.get(`${MEMBER}/Content`, async (request, reply) => {
      const query = queryOf(request);
      const row =
        query['Signature'] === undefined
          ? await requireMedia(database.read, await enter(request, reply), pathOf(request))
          : await downloadBySignature(context, pathOf(request), query);
      const { range, 'if-none-match': ifNoneMatch } = request.headers;
      return sendContent(reply, stores, row, { range, ifNoneMatch });
    });

    scope.register(async (json) => {
      json.removeAllContentTypeParsers();
      json.addContentTypeParser('*', { parseAs: 'string', bodyLimit: SET_LIMIT }, (_request, body, done) => {
        try {
          done(null, decodeJson(body as string));
        } catch (error) {
          done(error as Error);
        }
      });
      json.post(`${SERVICE}/MediaSet`, async (request, reply) => {
        const caller = await enter(request, reply);
        const { ServiceSid: serviceSid } = pathOf(request);
        await requireOwnService(database.read, caller, serviceSid);
        const answer = await readMediaSet(
          context,
          serviceSid,
          (request.body ?? {}) as RawInput,
          baseOf(request),
        );
        reply.code(200);
        return answer;
      });
    });
  });
}
