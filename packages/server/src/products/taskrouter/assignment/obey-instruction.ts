// Carries out what an application answered to an offer. Whatever it answered, the reservation itself never fails:
// what cannot be carried out becomes a warning.
import { appendEvent } from '#events/event-log.ts';
import type { ReservationFacts } from '#events/event-types.ts';
import { ApiError, apiError } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { ReservationRow } from '#storage/schema/taskrouter.ts';
import { type AnswerHandler, type Asked, type Failure, jsonRefusal } from '#webhooks/webhooks.ts';
import { findActivity } from '../activities/commands.ts';
import { acceptReservation, rejectReservation } from '../reservations/answer.ts';
import { type Instruction, NO_ACTIVITY, NOT_JSON, readInstruction } from './instruction.ts';

/** The name under which assignment callbacks wait for their answers. */
export const ASSIGNMENT = 'taskrouter.assignment';

/** The code with which a reservation refuses a step that it cannot take. */
const REFUSED_STEP = 20_001;

function warn(tx: Transaction, asked: Asked, { code, message }: Failure): string {
  const { workspaceSid, workflowSid, taskSid, workerSid } = asked.facts as unknown as ReservationFacts;
  appendEvent(tx, {
    type: 'assignment.warning',
    accountSid: asked.accountSid,
    subjectSid: asked.subjectSid ?? '',
    data: {
      workspaceSid,
      workflowSid: workflowSid ?? '',
      taskSid,
      workerSid,
      deliverySid: asked.deliverySid,
      code,
      message,
    },
  });
  return `${code}: ${message}`;
}

/** The reservation asked about; 40135 unless it still waits for an answer. */
async function openReservation(tx: Transaction, asked: Asked): Promise<ReservationRow> {
  const reservation = await tx.db
    .selectFrom('reservations')
    .selectAll()
    .where('sid', '=', asked.subjectSid)
    .where('account_sid', '=', asked.accountSid)
    .executeTakeFirst();
  const status = reservation?.reservation_status ?? 'gone';
  if (reservation !== undefined && status === 'pending') return reservation;
  throw apiError(40135, `The instruction came too late: reservation ${asked.subjectSid} is ${status}`);
}

/** Between the look and the step another answer may have been faster; the step is refused then. */
async function inTime(step: Promise<unknown>): Promise<void> {
  try {
    await step;
  } catch (error) {
    if (error instanceof ApiError && error.code === REFUSED_STEP) throw apiError(40135, error.message);
    throw error;
  }
}

async function reject(tx: Transaction, asked: Asked, activitySid: string | null): Promise<string | null> {
  const reservation = await openReservation(tx, asked);
  if (activitySid === null) {
    await inTime(rejectReservation(tx, reservation, null));
    return warn(tx, asked, {
      code: NO_ACTIVITY,
      message: 'The reject instruction has no activity_sid; the worker stays in its activity',
    });
  }
  const place = { accountSid: asked.accountSid, workspaceSid: reservation.workspace_sid, sid: activitySid };
  if ((await findActivity(tx.db, place)) === undefined) {
    const message = `The workspace has no activity ${activitySid.slice(0, 100)}; the reservation was not rejected`;
    return warn(tx, asked, { code: NO_ACTIVITY, message });
  }
  await inTime(rejectReservation(tx, reservation, activitySid));
  return null;
}

async function obey(tx: Transaction, asked: Asked, instruction: Instruction): Promise<string | null> {
  switch (instruction.kind) {
    case 'later':
      return null;
    case 'accept':
      await inTime(acceptReservation(tx, await openReservation(tx, asked)));
      return null;
    case 'reject':
      return reject(tx, asked, instruction.activitySid);
    case 'unusable':
      return warn(tx, asked, instruction);
  }
}

/**
 * Follows the instruction in an answer (TaskRouter "Handle assignment callbacks"). Another answer to the offer may
 * be under way at the same time, by the worker or by the clock: the first to commit wins, the other changes nothing.
 */
export const obeyInstruction: AnswerHandler = {
  refuse: (answer) => jsonRefusal(answer, NOT_JSON),
  answered: (tx, asked, { body }) => obey(tx, asked, readInstruction(body)),
  async failed(tx, asked, failure) {
    warn(tx, asked, failure);
  },
};
