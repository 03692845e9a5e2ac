// What clients can call: the paths of TaskRouter's REST API they know, and the work behind each.
import { invalidParameter, notFound } from '#kernel/errors.ts';
import type { BridgeCall } from './call.ts';
import {
  answerReservation,
  answerTaskReservation,
  fetchReservation,
  listReservations,
} from './reservation-calls.ts';
import { createTask, fetchTask, updateTask } from './task-calls.ts';
import { endTransfer, startTransfer } from './transfer-calls.ts';
import {
  fetchTaskQueue,
  fetchWorker,
  listActivities,
  listTaskQueues,
  listWorkerChannels,
  listWorkers,
  updateWorker,
} from './worker-calls.ts';

type Run = (call: BridgeCall) => Promise<unknown>;

/** The parts of a path, with names in braces for SIDs. */
interface CallRoute {
  readonly method: 'GET' | 'POST';
  readonly segments: readonly string[];
  readonly run: Run;
}

/** The parties of a call on the phone; this server routes messages. */
const refuseVoice: Run = async (call) => {
  throw invalidParameter('url', `${call.path} is for calls, and this server carries messages only`);
};

const WORKSPACE = 'Workspaces/{WorkspaceSid}';
const WORKER = `${WORKSPACE}/Workers/{WorkerSid}`;

function route(method: 'GET' | 'POST', path: string, run: Run): CallRoute {
  return { method, segments: path.split('/'), run };
}

const ROUTES: readonly CallRoute[] = [
  route('GET', `${WORKSPACE}/Activities`, listActivities),
  route('GET', `${WORKSPACE}/Workers`, listWorkers),
  route('GET', `${WORKSPACE}/Workers/{Sid}`, fetchWorker),
  route('POST', `${WORKSPACE}/Workers/{Sid}`, updateWorker),
  route('GET', `${WORKER}/WorkerChannels`, listWorkerChannels),
  route('GET', `${WORKER}/Reservations`, listReservations),
  route('GET', `${WORKER}/Reservations/{Sid}`, fetchReservation),
  route('POST', `${WORKER}/Reservations/{Sid}`, answerReservation),
  route('POST', `${WORKER}/Transfers`, startTransfer),
  route('POST', `${WORKER}/Transfers/{Sid}`, endTransfer),
  route('POST', `${WORKER}/WorkerParticipant`, refuseVoice),
  route('POST', `${WORKER}/CustomerParticipant`, refuseVoice),
  route('POST', `${WORKER}/KickWorkerParticipant`, refuseVoice),
  route('POST', `${WORKER}/HoldWorkerParticipant`, refuseVoice),
  route('POST', `${WORKSPACE}/Tasks`, createTask),
  route('GET', `${WORKSPACE}/Tasks/{Sid}`, fetchTask),
  route('POST', `${WORKSPACE}/Tasks/{Sid}`, updateTask),
  route('POST', `${WORKSPACE}/Tasks/{TaskSid}/Reservations/{Sid}`, answerTaskReservation),
  route('GET', `${WORKSPACE}/TaskQueues`, listTaskQueues),
  route('GET', `${WORKSPACE}/TaskQueues/{Sid}`, fetchTaskQueue),
];

function paramsOf(pattern: readonly string[], path: readonly string[]): Record<string, string> | null {
  if (pattern.length !== path.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const given = path[index]!;
    if (part.startsWith('{')) params[part.slice(1, -1)] = given;
    else if (part !== given) return null;
  }
  return params;
}

/** The work a path and method name, with the SIDs in the path; 404/20404 when they name nothing. */
export function findRoute(method: string, path: string): { run: Run; params: Record<string, string> } {
  const segments = path.split('/');
  for (const candidate of ROUTES) {
    const params = candidate.method === method ? paramsOf(candidate.segments, segments) : null;
    if (params !== null) return { run: candidate.run, params };
  }
  throw notFound(`/${path}`);
}
