// What a caller may do with a reservation.
import { apiError, invalidParameter, notFound } from '#kernel/errors.ts';
import type { Transaction } from '#storage/database.ts';
import type { ReservationStatus } from '#storage/schema/taskrouter.ts';
import { refuseOtherVersion } from '../version-check.ts';
import { acceptReservation, rejectReservation } from './answer.ts';
import { findReservation, type ReservationOwner, type ReservationView } from './find-reservation.ts';
import { completeReservation, wrapUpReservation } from './finish-work.ts';

/** A change of a reservation. */
export interface ReservationChange {
  readonly status: ReservationStatus | null;
  /** `accept` and `reject` do what the statuses do; the instructions of calls are refused. */
  readonly instruction: string | null;
  /** Where the worker goes after rejecting. */
  readonly workerActivitySid: string | null;
}

const STATUS_OF_INSTRUCTION: Record<string, ReservationStatus> = { accept: 'accepted', reject: 'rejected' };

function wantedStatus(change: ReservationChange): ReservationStatus | null {
  if (change.instruction === null) return change.status;
  const status = STATUS_OF_INSTRUCTION[change.instruction.toLowerCase()];
  if (status === undefined) {
    throw apiError(
      40151,
      `The instruction ${change.instruction} is for calls; only accept and reject are known`,
    );
  }
  return status;
}

/**
 * Answers or moves on a reservation: accepted, rejected, wrapping or completed; its task moves with it. 400/20001
 * for a step it cannot take, 400/40151 for an instruction of calls, 412/20412 for another version than `ifMatch`.
 */
export async function updateReservation(
  tx: Transaction,
  owner: ReservationOwner,
  sid: string,
  change: ReservationChange,
  ifMatch: string | null,
): Promise<ReservationView> {
  const reservation = await findReservation(tx.db, owner, sid);
  if (reservation === undefined) throw notFound(`/Workspaces/${owner.workspaceSid}/Reservations/${sid}`);
  refuseOtherVersion(reservation, ifMatch);
  await takeStep(tx, reservation, wantedStatus(change), change);
  const updated = await findReservation(tx.db, owner, sid);
  if (updated === undefined) throw notFound(`/Workspaces/${owner.workspaceSid}/Reservations/${sid}`);
  return updated;
}

async function takeStep(
  tx: Transaction,
  reservation: ReservationView,
  status: ReservationStatus | null,
  change: ReservationChange,
): Promise<void> {
  switch (status) {
    case null:
      return;
    case 'accepted':
      await acceptReservation(tx, reservation);
      return;
    case 'rejected':
      await rejectReservation(tx, reservation, change.workerActivitySid);
      return;
    case 'wrapping':
      await wrapUpReservation(tx, reservation);
      return;
    case 'completed':
      await completeReservation(tx, reservation);
      return;
    default:
      throw invalidParameter('ReservationStatus', `a reservation cannot be set to ${status}`);
  }
}
