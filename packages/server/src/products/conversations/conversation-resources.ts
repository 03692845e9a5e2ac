// The conversations themselves: who is in them, what is said, what became of it.
import { type Route, routesOf } from '#http/resource.ts';
import type { Database } from '#storage/database.ts';
import { MessagePoster } from '#threads/threads.ts';
import { conversationWithParticipants } from './conversation-with-participants/resource.ts';
import { conversations } from './conversations/resource.ts';
import { messages } from './messages/resource.ts';
import { participantConversations } from './participant-conversations/resource.ts';
import { participants } from './participants/resource.ts';
import { namedService, shortened } from './places.ts';
import { receipts } from './receipts/resource.ts';

/** The routes of these resources, in both trees. */
export function conversationRoutes(database: Database): Route[] {
  const poster = new MessagePoster(database);
  return [shortened(database), namedService].flatMap((place) => [
    ...routesOf(conversations(place)),
    ...routesOf(participants(place)),
    ...routesOf(messages(place, poster, database.read)),
    ...routesOf(receipts(place)),
    ...routesOf(participantConversations(place)),
    ...routesOf(conversationWithParticipants(place)),
  ]);
}
