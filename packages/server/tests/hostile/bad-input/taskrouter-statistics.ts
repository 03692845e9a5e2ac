// Mistakes in requests for the statistics of TaskRouter.
import { type BadRequest, refused, refusedBody } from './row.ts';

const WORKSPACE = '/taskrouter/v1/Workspaces/{WS}';
const FOREIGN = '/taskrouter/v1/Workspaces/{other:WS}';
const BULK = `POST ${WORKSPACE}/TaskQueues/RealTimeStatistics`;
const UNKNOWN = '404/20404';
const JSON_TYPE = 'application/json';

/** Where cumulative statistics are asked for. */
const CUMULATIVE = [
  ['a workspace', `${WORKSPACE}/CumulativeStatistics`],
  ['a workspace, combined,', `${WORKSPACE}/Statistics`],
  ['a workflow', `${WORKSPACE}/Workflows/{WW}/CumulativeStatistics`],
  ['a workflow, combined,', `${WORKSPACE}/Workflows/{WW}/Statistics`],
  ['a queue', `${WORKSPACE}/TaskQueues/{WQ}/CumulativeStatistics`],
  ['a queue, combined,', `${WORKSPACE}/TaskQueues/{WQ}/Statistics`],
  ['queues', `${WORKSPACE}/TaskQueues/Statistics`],
  ['a worker', `${WORKSPACE}/Workers/{WK}/Statistics`],
  ['workers, combined,', `${WORKSPACE}/Workers/Statistics`],
  ['workers', `${WORKSPACE}/Workers/CumulativeStatistics`],
] as const;

const PRESENT = [
  ['a workspace', `${WORKSPACE}/RealTimeStatistics`],
  ['a workflow', `${WORKSPACE}/Workflows/{WW}/RealTimeStatistics`],
  ['a queue', `${WORKSPACE}/TaskQueues/{WQ}/RealTimeStatistics`],
  ['workers', `${WORKSPACE}/Workers/RealTimeStatistics`],
] as const;

type Expected = Parameters<typeof refused>[3];

/** Windows and channels that each of them refuses: a query, what is wrong, and the refusal. */
const QUERIES: readonly (readonly [what: string, query: string, expected: Expected])[] = [
  ['no minutes', 'Minutes=0', '400/20001 Minutes'],
  ['minutes before zero', 'Minutes=-15', '400/20001 Minutes'],
  ['half a minute', 'Minutes=0.5', '400/20001 Minutes'],
  ['minutes in words', 'Minutes=ten', '400/20001 Minutes'],
  ['minutes twice', 'Minutes=5&Minutes=6', '400/20001 Minutes'],
  ['more minutes than 30 days have', 'Minutes=43201', '400/14241'],
  ['more minutes than there have been', 'Minutes=9007199254740991', '400/14241'],
  ['a start long ago', 'StartDate=1970-01-01T00:00:00Z', '400/14241'],
  ['a start in the future', 'StartDate=9999-01-01T00:00:00Z', '400/20001 StartDate'],
  ['a start that is no date', 'StartDate=soon', '400/20001 StartDate'],
  ['an end that is no date', 'EndDate=2026-13-45', '400/20001 EndDate'],
  ['minutes and a date', 'Minutes=5&EndDate=2026-06-01T00:00:00Z', '400/20001 Minutes'],
  ['a task channel nobody has', 'TaskChannel=fax', '400/20001 TaskChannel'],
  ['a foreign task channel', 'TaskChannel={other:TC}', '400/20001 TaskChannel'],
];

const windows = CUMULATIVE.flatMap(([whose, path]) =>
  QUERIES.map(([what, query, expected]) =>
    refused(`statistics of ${whose} with ${what}`, `GET ${path}?${query}`, null, expected),
  ),
);

const THRESHOLDS = ['x', '5,,10', ',', '5;10', '-1', '1.5', '1e3', '9999999999', '5,'.repeat(600)];

const splits = [...CUMULATIVE.slice(0, 7)].flatMap(([whose, path]) =>
  THRESHOLDS.map((thresholds) =>
    refused(
      `statistics of ${whose} divided by ${thresholds.slice(0, 20)}`,
      `GET ${path}?SplitByWaitTime=${thresholds}`,
      null,
      '400/20001 SplitByWaitTime',
    ),
  ),
);

const many = Array.from({ length: 60 }, (_, index) => index).join(',');

const bulk = [
  refusedBody('figures of queues without a list of them', BULK, '{}', '400/20001 QueueSids', JSON_TYPE),
  refusedBody(
    'figures of no queues',
    BULK,
    JSON.stringify({ QueueSids: [] }),
    '400/20001 QueueSids',
    JSON_TYPE,
  ),
  refusedBody(
    'figures of 51 queues',
    BULK,
    JSON.stringify({ QueueSids: Array.from({ length: 51 }, () => `WQ${'0'.repeat(32)}`) }),
    '400/20001 QueueSids',
    JSON_TYPE,
  ),
  refusedBody(
    'figures of queues among which is a worker',
    BULK,
    JSON.stringify({ QueueSids: [`WK${'0'.repeat(32)}`] }),
    '400/20001 QueueSids',
    JSON_TYPE,
  ),
  refusedBody(
    'figures of queues named by a number',
    BULK,
    JSON.stringify({ QueueSids: [7] }),
    '400/20001 QueueSids',
    JSON_TYPE,
  ),
  refusedBody(
    'figures of queues that are no list',
    BULK,
    JSON.stringify({ QueueSids: { 0: 'x' } }),
    '400/20001 QueueSids',
    JSON_TYPE,
  ),
  refusedBody('figures of queues in half a JSON', BULK, '{"QueueSids":', '400/20001', JSON_TYPE),
  refusedBody('figures of queues in a form', BULK, 'QueueSids=x', '415/20415'),
];

/** Statistics of the workspace, workflow, queue and worker of somebody else. */
const foreign = [...CUMULATIVE, ...PRESENT].flatMap(([whose, path]) => {
  const own = path.replace(WORKSPACE, '');
  const strange = own.replace(/\{(W[WQK])\}/, '{other:$1}');
  return [
    refused(`statistics of ${whose} at ${own} in a foreign workspace`, `GET ${FOREIGN}${own}`, null, UNKNOWN),
    ...(strange === own
      ? []
      : [refused(`statistics of a foreign ${strange}`, `GET ${WORKSPACE}${strange}`, null, UNKNOWN)]),
  ];
});

export const taskrouterStatistics: readonly BadRequest[] = [
  ...windows,
  ...splits,
  refused(
    'statistics divided by 60 thresholds',
    `GET ${WORKSPACE}/CumulativeStatistics?SplitByWaitTime=${many}`,
    null,
    '400/20001 SplitByWaitTime',
  ),
  ...PRESENT.map(([whose, path]) =>
    refused(
      `figures of the present of ${whose} for a task channel nobody has`,
      `GET ${path}?TaskChannel=fax`,
      null,
      '400/20001 TaskChannel',
    ),
  ),
  refused(
    'a page of queues that is no number',
    `GET ${WORKSPACE}/TaskQueues/Statistics?PageSize=x`,
    null,
    '400/20001 PageSize',
  ),
  ...bulk,
  ...foreign,
];
