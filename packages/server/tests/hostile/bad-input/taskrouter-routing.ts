// Mistakes in requests about the set-up of TaskRouter: workspaces, queues and workflows.
import { refused } from './row.ts';

const WORKSPACE = '/taskrouter/v1/Workspaces/{WS}';
const FOREIGN = '/taskrouter/v1/Workspaces/{other:WS}';
const QUEUES = `POST ${WORKSPACE}/TaskQueues`;
const UNKNOWN = '404/20404';
const name = { FriendlyName: 'x' };

const workspaces = [
  refused('a workspace without a name', 'POST /taskrouter/v1/Workspaces', {}, '400/20001 FriendlyName'),
  refused(
    'a workspace with a long name',
    'POST /taskrouter/v1/Workspaces',
    { FriendlyName: 'x'.repeat(65) },
    '400/20001 FriendlyName',
  ),
  refused(
    'a workspace of an unknown template',
    'POST /taskrouter/v1/Workspaces',
    { ...name, Template: 'CHAOS' },
    '400/20001 Template',
  ),
  refused(
    'a workspace with a callback that is no URL',
    'POST /taskrouter/v1/Workspaces',
    { ...name, EventCallbackUrl: 'x' },
    '400/20001 EventCallbackUrl',
  ),
  refused(
    'a workspace with a flag that is neither',
    'POST /taskrouter/v1/Workspaces',
    { ...name, MultiTaskEnabled: '2' },
    '400/20001 MultiTaskEnabled',
  ),
  refused(
    'a workspace in an unknown order',
    'POST /taskrouter/v1/Workspaces',
    { ...name, PrioritizeQueueOrder: 'RANDOM' },
    '400/20001 PrioritizeQueueOrder',
  ),
  refused(
    'a default activity that is none',
    `POST ${WORKSPACE}`,
    { DefaultActivitySid: '{WK}' },
    '400/20001 DefaultActivitySid',
  ),
  refused(
    'a default activity nobody has',
    `POST ${WORKSPACE}`,
    { DefaultActivitySid: '{no:WA}' },
    '400/20001 DefaultActivitySid',
  ),
  refused(
    'a foreign timeout activity',
    `POST ${WORKSPACE}`,
    { TimeoutActivitySid: '{other:WA}' },
    '400/20001 TimeoutActivitySid',
  ),
  refused('a foreign workspace', `GET ${FOREIGN}`, null, UNKNOWN),
  refused('a removal of a foreign workspace', `DELETE ${FOREIGN}`, null, UNKNOWN),
];

const activitiesAndChannels = [
  refused('an activity without a name', `POST ${WORKSPACE}/Activities`, {}, '400/20001 FriendlyName'),
  refused('an activity in a foreign workspace', `POST ${FOREIGN}/Activities`, name, UNKNOWN),
  refused(
    'a removal of an activity that is in use',
    `DELETE ${WORKSPACE}/Activities/{WA}`,
    null,
    '400/20001 in use',
  ),
  refused('a removal of a foreign activity', `DELETE ${WORKSPACE}/Activities/{other:WA}`, null, UNKNOWN),
  refused(
    'a task channel without a unique name',
    `POST ${WORKSPACE}/TaskChannels`,
    name,
    '400/20001 UniqueName',
  ),
  refused(
    'a task channel whose name is taken',
    `POST ${WORKSPACE}/TaskChannels`,
    { ...name, UniqueName: 'letters' },
    '400/20001 UniqueName',
  ),
  refused(
    'a task channel with a SID for a name',
    `POST ${WORKSPACE}/TaskChannels`,
    { ...name, UniqueName: '{no:TC}' },
    '400/20001 UniqueName',
  ),
  refused(
    'a removal of the default task channel',
    `DELETE ${WORKSPACE}/TaskChannels/default`,
    null,
    '400/20001',
  ),
  refused(
    'a removal of a foreign task channel',
    `DELETE ${WORKSPACE}/TaskChannels/{other:TC}`,
    null,
    UNKNOWN,
  ),
];

const queues = [
  refused('a queue without a name', QUEUES, { TargetWorkers: '1==1' }, '400/20001 FriendlyName'),
  refused(
    'a queue with a hyphen in an expression',
    QUEUES,
    { ...name, TargetWorkers: 'skill-level > 3' },
    '400/20001 TargetWorkers',
  ),
  refused(
    'a queue with half an expression',
    QUEUES,
    { ...name, TargetWorkers: 'level >' },
    '400/20001 TargetWorkers',
  ),
  refused(
    'a queue with an open bracket',
    QUEUES,
    { ...name, TargetWorkers: '(level > 3' },
    '400/20001 TargetWorkers',
  ),
  refused(
    'a queue with an open string',
    QUEUES,
    { ...name, TargetWorkers: 'name == "x' },
    '400/20001 TargetWorkers',
  ),
  refused(
    'a queue with an assignment',
    QUEUES,
    { ...name, TargetWorkers: 'level = ' },
    '400/20001 TargetWorkers',
  ),
  refused(
    'a queue with a long expression',
    QUEUES,
    { ...name, TargetWorkers: `a == "${'x'.repeat(16_384)}"` },
    '400/20001 TargetWorkers',
  ),
  refused(
    'a queue with 8,000 brackets',
    QUEUES,
    { ...name, TargetWorkers: `${'('.repeat(8_000)}1==1${')'.repeat(8_000)}` },
    '400/20001 TargetWorkers',
  ),
  refused(
    'a queue with no reserved workers',
    QUEUES,
    { ...name, MaxReservedWorkers: '0' },
    '400/20001 MaxReservedWorkers',
  ),
  refused(
    'a queue with too many reserved workers',
    QUEUES,
    { ...name, MaxReservedWorkers: '51' },
    '400/20001 MaxReservedWorkers',
  ),
  refused('a queue in an unknown order', QUEUES, { ...name, TaskOrder: 'BEST' }, '400/20001 TaskOrder'),
  refused(
    'a queue with a foreign activity',
    QUEUES,
    { ...name, ReservationActivitySid: '{other:WA}' },
    '400/20001 ReservationActivitySid',
  ),
  refused(
    'queues in an unknown order',
    `GET ${WORKSPACE}/TaskQueues?Ordering=Colour:asc`,
    null,
    '400/20001 Ordering',
  ),
  refused(
    'queues ordered by an injection',
    `GET ${WORKSPACE}/TaskQueues?Ordering=DateCreated:asc;--`,
    null,
    '400/20001 Ordering',
  ),
  refused(
    'queues ordered by constructor',
    `GET ${WORKSPACE}/TaskQueues?Ordering=constructor:asc`,
    null,
    '400/20001 Ordering',
  ),
  refused('a foreign queue', `GET ${WORKSPACE}/TaskQueues/{other:WQ}`, null, UNKNOWN),
];

const configured = (title: string, configuration: unknown) =>
  refused(
    `a workflow with ${title}`,
    `POST ${WORKSPACE}/Workflows`,
    {
      ...name,
      Configuration: typeof configuration === 'string' ? configuration : JSON.stringify(configuration),
    },
    '400/20001 Configuration',
  );
const filtered = (title: string, filter: unknown) =>
  configured(title, { task_routing: { filters: [filter] } });
const targeted = (title: string, target: object) =>
  filtered(title, { expression: '1==1', targets: [{ queue: '{WQ}', ...target }] });

const workflows = [
  refused(
    'a workflow without a configuration',
    `POST ${WORKSPACE}/Workflows`,
    name,
    '400/20001 Configuration',
  ),
  refused(
    'a workflow with two configurations',
    `POST ${WORKSPACE}/Workflows`,
    { ...name, Configuration: ['{}', '{}'] },
    '400/20001 Configuration',
  ),
  configured('a broken configuration', '{"task_routing":'),
  configured('a list for a configuration', '[]'),
  configured('an empty configuration', {}),
  configured('filters that are no list', { task_routing: { filters: {} } }),
  configured('a default filter without a queue', { task_routing: { default_filter: {} } }),
  configured('a queue nobody has', { task_routing: { default_filter: { queue: '{no:WQ}' } } }),
  configured('a foreign queue', { task_routing: { default_filter: { queue: '{other:WQ}' } } }),
  configured('a worker for a queue', { task_routing: { default_filter: { queue: '{WK}' } } }),
  configured('lists nested 100,000 deep', `{"task_routing":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
  configured(
    'more than a megabyte of configuration',
    `{"task_routing":{"x":"${'x'.repeat(1_038_576 - 300)}"`,
  ),
  filtered('a number for a filter', 7),
  filtered('a filter without an expression', { targets: [{ queue: '{WQ}' }] }),
  filtered('a filter without targets', { expression: '1==1' }),
  filtered('a filter with an empty list of targets', { expression: '1==1', targets: [] }),
  filtered('a first target without a queue', { expression: '1==1', targets: [{ timeout: 5 }] }),
  filtered('a hyphen in a filter', { expression: 'skill-level == 1', targets: [{ queue: '{WQ}' }] }),
  targeted('a hyphen in a target', { expression: 'task.a-b == worker.c' }),
  targeted('half an order', { order_by: 'worker.level SIDEWAYS' }),
  targeted('a negative timeout', { timeout: -1 }),
  targeted('a timeout in words', { timeout: 'soon' }),
  targeted('a priority with a fraction', { priority: 1.5 }),
  targeted('half a condition to skip', { skip_if: 'workers.available ==' }),
  targeted('two known workers', { known_worker_sid: 'task.a', known_worker_friendly_name: 'task.b' }),
  refused(
    'a workflow with a callback that is no URL',
    `POST ${WORKSPACE}/Workflows/{WW}`,
    { AssignmentCallbackUrl: 'x' },
    '400/20001 AssignmentCallbackUrl',
  ),
  refused(
    'a workflow with a long reservation timeout',
    `POST ${WORKSPACE}/Workflows/{WW}`,
    { TaskReservationTimeout: '86401' },
    '400/20001 TaskReservationTimeout',
  ),
  refused(
    'an update to a broken configuration',
    `POST ${WORKSPACE}/Workflows/{WW}`,
    { Configuration: '{' },
    '400/20001 Configuration',
  ),
  refused(
    'a removal of a workflow in which a task waits',
    `DELETE ${WORKSPACE}/Workflows/{WW}`,
    null,
    '400/20001',
  ),
  refused('a foreign workflow', `GET ${WORKSPACE}/Workflows/{other:WW}`, null, UNKNOWN),
];

export const taskrouterRouting = [...workspaces, ...activitiesAndChannels, ...queues, ...workflows];
