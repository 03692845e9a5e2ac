// An agent at the client with a task of its own: how most tests begin.
import type { Reservation, Worker } from 'twilio-taskrouter';
import { type ClientWish, type Desk, reported } from './desk-fixture.ts';

let number = 0;

/** A name no other worker of the run has. */
export function someName(): string {
  number += 1;
  return `agent ${number}`;
}

/** A client of a new, available worker. */
export async function newAgent(desk: Desk, wish: ClientWish = {}): Promise<Worker> {
  return desk.connect(await desk.workspace.addWorker(someName()), wish);
}

/** Makes a task for the worker alone and resolves with the reservation its client reports. */
export async function offer(desk: Desk, worker: Worker, options: object = {}): Promise<Reservation> {
  const created = reported(worker, 'reservationCreated');
  await desk.workspace.addTask({ routingTarget: worker.sid, ...options });
  return created;
}

/** A reservation the worker has accepted, when its client knows that. */
export async function accepted(desk: Desk, worker: Worker, options: object = {}): Promise<Reservation> {
  const reservation = await offer(desk, worker, options);
  const known = reported(reservation, 'accepted');
  await reservation.accept();
  await known;
  return reservation;
}
