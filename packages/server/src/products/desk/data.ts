// What the desk knows of the past and keeps for those who answer: canned responses, customers, notes, and the history of
// messages. The front file of this part of the desk.
import type { Route } from '#http/resource.ts';
import { routesOf } from '#http/resource.ts';
import type { Context } from '#server/context.ts';
import type { Product } from '#server/product.ts';
import { cannedResponses } from './canned-responses/resource.ts';
import { customer, customerConversations, customers } from './customers/resource.ts';
import { BACKFILL, backfillHistory } from './history/backfill.ts';
import { deskHistory } from './history/processor.ts';
import { addExport } from './messages-search/export.ts';
import { messageHistory } from './messages-search/resource.ts';
import { conversationNotes } from './notes/conversation-notes.ts';
import { customerNotes } from './notes/customer-notes.ts';

function deskDataRoutes({ database }: Context): Route[] {
  return [
    ...routesOf(cannedResponses),
    ...routesOf(customers),
    customer,
    ...routesOf(customerConversations),
    ...routesOf(customerNotes),
    ...routesOf(conversationNotes),
    ...routesOf(messageHistory(database.dialect)),
  ];
}

/** Desk data as a product of the server. */
export function deskDataProduct(context: Context): Product {
  return {
    routes: deskDataRoutes(context),
    processors: [deskHistory],
    timers: { [BACKFILL]: backfillHistory },
    uniqueRefusals: { uq_canned_responses_shortcut: 99110 },
    pages: (server) => addExport(server, context),
  };
}
