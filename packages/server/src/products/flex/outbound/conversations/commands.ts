// One call: the look before it, and then conversation, task and first message together or not at all.
import type { ThreadOrigin } from '#events/event-types.ts';
import { ApiError } from '#kernel/errors.ts';
import { newSid } from '#kernel/sid.ts';
import type { Transaction } from '#storage/database.ts';
import type { OutboundConversationRow } from '#storage/schema/outbound.ts';
import { actFor } from '#threads/threads.ts';
import { attempt } from '../attempt.ts';
import { goOnInCurrent } from '../current/go-on.ts';
import { openCurrent } from '../current/open.ts';
import { goOnInLegacy } from '../legacy/go-on.ts';
import { openLegacy } from '../legacy/open.ts';
import type { Made } from '../made.ts';
import { firstRefusal } from '../preflight/check.ts';
import { look, type Plan, type Preflight } from '../preflight/preflight.ts';
import { writeRecord } from './record.ts';
import type { Wish } from './wish.ts';

/** On whose behalf a call is made. */
export interface Caller {
  readonly accountSid: string;
  readonly origin: ThreadOrigin;
  readonly bulkSid: string | null;
}

/** Refusals that mean that somebody else was faster: the pair, the interaction or the end of the conversation. */
const LOST_RACES: ReadonlySet<number> = new Set([50416, 80604, 45353, 45354, 50377]);

/** Something was changed between the look and the writing. */
class Overtaken extends Error {
  readonly refusal: ApiError;

  constructor(refusal: ApiError) {
    super(refusal.message);
    this.refusal = refusal;
  }
}

/** What a dry run has found, thrown so that nothing it did stays. */
class Looked extends Error {
  readonly preflight: Preflight;

  constructor(preflight: Preflight) {
    super('dry run');
    this.preflight = preflight;
  }
}

/** Looks, and takes back whatever looking has written. */
export async function dryRun(tx: Transaction, accountSid: string, wish: Wish): Promise<Preflight> {
  try {
    return await attempt(tx, async (part) => {
      throw new Looked(await look(part, accountSid, wish));
    });
  } catch (error) {
    if (error instanceof Looked) return error.preflight;
    throw error;
  }
}

function make(tx: Transaction, plan: Plan, sid: string): Promise<Made> {
  const { open, carriage } = plan;
  if (open?.generation === 'legacy') return goOnInLegacy(tx, plan, open, sid);
  if (open?.generation === 'conversations') return goOnInCurrent(tx, plan, open, sid);
  return carriage === null ? openCurrent(tx, plan, sid) : openLegacy(tx, plan, sid);
}

async function tryOnce(tx: Transaction, caller: Caller, wish: Wish): Promise<OutboundConversationRow> {
  actFor(tx, caller.origin);
  const { checks, plan } = await look(tx, caller.accountSid, wish);
  const refusal = firstRefusal(checks);
  if (refusal !== null) throw refusal;
  const sid = newSid('OB');
  try {
    const made = await make(tx, plan as Plan, sid);
    return await writeRecord(tx, sid, plan as Plan, made, caller.bulkSid);
  } catch (error) {
    if (error instanceof ApiError && LOST_RACES.has(error.code)) throw new Overtaken(error);
    throw error;
  }
}

/**
 * Writes to a customer: opens a conversation, or goes on in the open one as `IfOpen` says, with task, first message and
 * a record of it. Whoever loses a race to another call or to the customer looks again, once, and gets what `IfOpen`
 * says of what there is now. Refused with the first refusal of the look: nothing of the call is left then.
 */
export async function startConversation(
  tx: Transaction,
  caller: Caller,
  wish: Wish,
): Promise<OutboundConversationRow> {
  try {
    return await attempt(tx, (part) => tryOnce(part, caller, wish));
  } catch (error) {
    if (!(error instanceof Overtaken)) throw error;
  }
  try {
    return await attempt(tx, (part) => tryOnce(part, caller, wish));
  } catch (error) {
    throw error instanceof Overtaken ? error.refusal : error;
  }
}
