// A look at the window of a customer, an addition of Parley: whether free words may leave now, and until when.
//
//   GET /v1/Windows?To=whatsapp:+15550100077&From=whatsapp:+15550100001
import { z } from 'zod';
import { windowOf } from '#delivery/delivery.ts';
import { readAsAsked } from '#http/operations.ts';
import { action } from '#http/resource.ts';
import { isoDate } from '#kernel/dates.ts';
import { parseAddress } from '#kernel/phone.ts';

const address = z
  .string()
  .max(256, 'it is longer than 256 characters')
  .refine((value) => parseAddress(value) !== null, 'it is not an address');

const windowQuery = z.object({ To: address, From: address });

export const windowRoute = action(
  { product: 'content', method: 'GET', path: '/v1/Windows' },
  readAsAsked(windowQuery, async (db, { accountSid, input, now }) => ({
    accountSid,
    to: input.To,
    from: input.From,
    ...(await windowOf(db, now, { accountSid, ownAddress: input.From, customerAddress: input.To })),
  })),
  (window) => ({
    account_sid: window.accountSid,
    to: window.to,
    from: window.from,
    is_counted: window.isCounted,
    is_open: window.isOpen,
    last_inbound_at: isoDate(window.lastInboundAt),
    closes_at: isoDate(window.closesAt),
    human_agent_until: isoDate(window.humanAgentUntil),
  }),
);
