// Mistakes in requests about the work in TaskRouter: workers, tasks and reservations.
import { refused } from './row.ts';

const WORKSPACE = '/taskrouter/v1/Workspaces/{WS}';
const FOREIGN = '/taskrouter/v1/Workspaces/{other:WS}';
const WORKERS = `POST ${WORKSPACE}/Workers`;
const TASKS = `POST ${WORKSPACE}/Tasks`;
const TASK = `POST ${WORKSPACE}/Tasks/{WT}`;
const RESERVATION = `POST ${WORKSPACE}/Workers/{WK}/Reservations/{WR}`;
const UNKNOWN = '404/20404';
const name = { FriendlyName: 'x' };
const version = { headers: { 'if-match': '"4711"' } };

const workers = [
  refused('a worker without a name', WORKERS, {}, '400/20001 FriendlyName'),
  refused('a worker with broken attributes', WORKERS, { ...name, Attributes: '{' }, '400/20001 Attributes'),
  refused(
    'a worker with a list for attributes',
    WORKERS,
    { ...name, Attributes: '[1]' },
    '400/20001 Attributes',
  ),
  refused(
    'a worker with long attributes',
    WORKERS,
    { ...name, Attributes: JSON.stringify({ a: 'x'.repeat(4_096) }) },
    '400/20001 Attributes',
  ),
  refused(
    'a worker with an activity nobody has',
    WORKERS,
    { ...name, ActivitySid: '{no:WA}' },
    '400/20001 ActivitySid',
  ),
  refused(
    'a worker with a foreign activity',
    WORKERS,
    { ...name, ActivitySid: '{other:WA}' },
    '400/20001 ActivitySid',
  ),
  refused(
    'an update of an old version of a worker',
    `POST ${WORKSPACE}/Workers/{WK}`,
    name,
    '412/20412',
    version,
  ),
  refused(
    'a removal of an old version of a worker',
    `DELETE ${WORKSPACE}/Workers/{WK}`,
    null,
    '412/20412',
    version,
  ),
  refused(
    'workers by half an expression',
    `GET ${WORKSPACE}/Workers?TargetWorkersExpression=a%20%3E`,
    null,
    '400/20001 TargetWorkersExpression',
  ),
  refused('a foreign worker', `GET ${WORKSPACE}/Workers/{other:WK}`, null, UNKNOWN),
  refused(
    'a negative capacity',
    `POST ${WORKSPACE}/Workers/{WK}/Channels/{WC}`,
    { Capacity: '-1' },
    '400/20001 Capacity',
  ),
  refused(
    'a capacity in words',
    `POST ${WORKSPACE}/Workers/{WK}/Channels/{WC}`,
    { Capacity: 'many' },
    '400/20001 Capacity',
  ),
  refused('a foreign worker channel', `GET ${WORKSPACE}/Workers/{WK}/Channels/{other:WC}`, null, UNKNOWN),
];

const tasks = [
  refused(
    'a task with broken attributes',
    TASKS,
    { WorkflowSid: '{WW}', Attributes: 'x' },
    '400/20001 Attributes',
  ),
  refused(
    'a task with long attributes',
    TASKS,
    { WorkflowSid: '{WW}', Attributes: JSON.stringify({ a: 'x'.repeat(4_096) }) },
    '400/20001 Attributes',
  ),
  refused(
    'a task with an endless timeout',
    TASKS,
    { WorkflowSid: '{WW}', Timeout: '1209601' },
    '400/20001 Timeout',
  ),
  refused(
    'a task with a timeout of nought',
    TASKS,
    { WorkflowSid: '{WW}', Timeout: '0' },
    '400/20001 Timeout',
  ),
  refused(
    'a task with a negative priority',
    TASKS,
    { WorkflowSid: '{WW}', Priority: '-1' },
    '400/20001 Priority',
  ),
  refused(
    'a task with a priority in words',
    TASKS,
    { WorkflowSid: '{WW}', Priority: 'high' },
    '400/20001 Priority',
  ),
  refused('a task with a workflow that is none', TASKS, { WorkflowSid: '{WQ}' }, '400/20001 WorkflowSid'),
  refused('a task with a workflow nobody has', TASKS, { WorkflowSid: '{no:WW}' }, '400/20001 WorkflowSid'),
  refused(
    'a task with an unknown channel',
    TASKS,
    { WorkflowSid: '{WW}', TaskChannel: 'smoke' },
    '400/20001 TaskChannel',
  ),
  refused(
    'a task that starts in the future',
    TASKS,
    { WorkflowSid: '{WW}', VirtualStartTime: '2099-01-01T00:00:00Z' },
    '400/20001 VirtualStartTime',
  ),
  refused(
    'a task that started in 1815',
    TASKS,
    { WorkflowSid: '{WW}', VirtualStartTime: '1815-06-18T00:00:00Z' },
    '400/20001 VirtualStartTime',
  ),
  refused(
    'a task aimed at nothing',
    TASKS,
    { WorkflowSid: '{WW}', RoutingTarget: 'Alice' },
    '400/20001 RoutingTarget',
  ),
  refused('a task in a foreign workspace', `POST ${FOREIGN}/Tasks`, { WorkflowSid: '{WW}' }, UNKNOWN),
  refused(
    'tasks of an unknown status',
    `GET ${WORKSPACE}/Tasks?AssignmentStatus=pending,lost`,
    null,
    '400/20001 AssignmentStatus',
  ),
  refused(
    'tasks by an expression with a hyphen',
    `GET ${WORKSPACE}/Tasks?EvaluateTaskAttributes=a-b%3D%3D1`,
    null,
    '400/20001 EvaluateTaskAttributes',
  ),
  refused('an unknown status for a task', TASK, { AssignmentStatus: 'lost' }, '400/20001 AssignmentStatus'),
  refused(
    'a task that nobody has accepted, to be completed',
    TASK,
    { AssignmentStatus: 'completed' },
    '400/20001',
  ),
  refused(
    'a task that nobody has accepted, to be wrapped up',
    TASK,
    { AssignmentStatus: 'wrapping' },
    '400/20001',
  ),
  refused(
    'a task that is to be assigned by hand',
    TASK,
    { AssignmentStatus: 'assigned' },
    '400/20001 AssignmentStatus',
  ),
  refused(
    'attributes together with a completion',
    TASK,
    { AssignmentStatus: 'completed', Attributes: '{}' },
    '400/20001 Attributes',
  ),
  refused('an update of an old version of a task', TASK, { Priority: '1' }, '412/20412', version),
  refused(
    'a removal of an old version of a task',
    `DELETE ${WORKSPACE}/Tasks/{WT}`,
    null,
    '412/20412',
    version,
  ),
  refused('a foreign task', `GET ${WORKSPACE}/Tasks/{other:WT}`, null, UNKNOWN),
];

const reservations = [
  refused(
    'an unknown status for a reservation',
    RESERVATION,
    { ReservationStatus: 'lost' },
    '400/20001 ReservationStatus',
  ),
  refused(
    'a reservation that is to time out',
    RESERVATION,
    { ReservationStatus: 'timeout' },
    '400/20001 ReservationStatus',
  ),
  refused(
    'a reservation that is to be completed before it is accepted',
    RESERVATION,
    { ReservationStatus: 'completed' },
    '400/20001',
  ),
  refused('an instruction of calls', RESERVATION, { Instruction: 'dequeue' }, '400/40151'),
  refused('an instruction nobody knows', RESERVATION, { Instruction: 'sing' }, '400/40151'),
  refused(
    'a rejection into an activity that is none',
    RESERVATION,
    { ReservationStatus: 'rejected', WorkerActivitySid: '{WK}' },
    '400/20001 WorkerActivitySid',
  ),
  refused(
    'a rejection into an activity nobody has',
    RESERVATION,
    { ReservationStatus: 'rejected', WorkerActivitySid: '{no:WA}' },
    '400/20001 WorkerActivitySid',
  ),
  refused(
    'an answer to an old version of a reservation',
    RESERVATION,
    { ReservationStatus: 'accepted' },
    '412/20412',
    version,
  ),
  refused('a foreign reservation', `GET ${WORKSPACE}/Tasks/{WT}/Reservations/{other:WR}`, null, UNKNOWN),
  refused(
    'a reservation of a foreign worker',
    `GET ${WORKSPACE}/Workers/{other:WK}/Reservations/{WR}`,
    null,
    UNKNOWN,
  ),
];

const EVENTS = `GET ${WORKSPACE}/Events`;

const events = [
  refused('events from a day that is none', `${EVENTS}?StartDate=yesterday`, null, '400/20001 StartDate'),
  refused('events of no minutes', `${EVENTS}?Minutes=0`, null, '400/20001 Minutes'),
  refused('events of a worker that is a task', `${EVENTS}?WorkerSid={WT}`, null, '400/20001 WorkerSid'),
  refused('events by a token of another list', `${EVENTS}?PageToken=PAx`, null, '400/20001 PageToken'),
  refused('events of a foreign workspace', `GET ${FOREIGN}/Events`, null, UNKNOWN),
  refused('a foreign event', `GET ${WORKSPACE}/Events/{other:EV}`, null, UNKNOWN),
  refused('an event nobody has', `GET ${WORKSPACE}/Events/{no:EV}`, null, UNKNOWN),
];

const SIMULATE = `POST ${WORKSPACE}/Workflows/Simulate`;

const explanations = [
  refused('why a foreign task waits', `GET ${WORKSPACE}/Tasks/{other:WT}/Explain`, null, UNKNOWN),
  refused('why no task waits', `GET ${WORKSPACE}/Tasks/{no:WT}/Explain`, null, UNKNOWN),
  refused(
    'a page of workers that is none',
    `GET ${WORKSPACE}/Tasks/{WT}/Explain?PageSize=all`,
    null,
    '400/20001 PageSize',
  ),
  refused('a simulation of nothing', SIMULATE, {}, '400/20001 Configuration'),
  refused(
    'a simulation of a mistake',
    SIMULATE,
    { Configuration: '{"task_routing":{"filters":[{}]}}' },
    '400/20001 Configuration',
  ),
  refused(
    'a simulation with broken attributes',
    `POST ${WORKSPACE}/Workflows/{WW}/Simulate`,
    { TaskAttributes: '{' },
    '400/20001 TaskAttributes',
  ),
  refused(
    'a simulation with an unknown channel',
    `POST ${WORKSPACE}/Workflows/{WW}/Simulate`,
    { TaskChannel: 'smoke' },
    '400/20001 TaskChannel',
  ),
  refused(
    'a simulation of a foreign workflow',
    `POST ${WORKSPACE}/Workflows/{other:WW}/Simulate`,
    {},
    UNKNOWN,
  ),
  refused('a simulation in a foreign workspace', `POST ${FOREIGN}/Workflows/Simulate`, {}, UNKNOWN),
];

export const taskrouterWork = [...workers, ...tasks, ...reservations, ...events, ...explanations];
