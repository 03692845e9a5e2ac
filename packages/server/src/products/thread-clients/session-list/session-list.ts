// The session list of Programmable Chat's older clients: a list in which they put commands and find the answers, and
// whose context tells them where everything is.
import type { ListPurpose } from '#realtime/realtime.ts';
import { type ClientContext, viewerOf } from '../actions/actions.ts';
import { answerCommand } from './answer.ts';
import { sessionContext } from './context.ts';

/** What a list is for that is a session. */
const PURPOSE = 'com.twilio.rtd.ipmsg';
/** A client whose list has gone opens another one. */
const LIFE_SECONDS = 24 * 3_600;

/** Sessions of clients as a purpose of lists. */
export function sessionLists(clients: ClientContext): ListPurpose {
  const { database } = clients;
  return {
    name: PURPOSE,
    ttl: LIFE_SECONDS,
    open: async (_viewer, asked, { session }) => ({
      ...asked,
      ...sessionContext(await viewerOf(database, session, 'chat')),
    }),
    answer: (_viewer, item, { session }) =>
      answerCommand(clients, (name) => viewerOf(database, session, 'chat', name), item),
  };
}
