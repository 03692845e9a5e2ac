// Mistakes in requests to the log of webhooks.
import { refused } from './row.ts';

const UNKNOWN = '404/20404';

export const webhooks = [
  refused(
    'deliveries of an unknown status',
    'GET /webhooks/v1/Deliveries?Status=lost',
    null,
    '400/20001 Status',
  ),
  refused(
    'deliveries of two statuses',
    'GET /webhooks/v1/Deliveries?Status=failed&Status=pending',
    null,
    '400/20001 Status',
  ),
  refused(
    'deliveries of a long event type',
    `GET /webhooks/v1/Deliveries?EventType=${'x'.repeat(257)}`,
    null,
    '400/20001 EventType',
  ),
  refused(
    'deliveries of a subject with a NUL',
    'GET /webhooks/v1/Deliveries?SubjectSid=%00',
    null,
    '400/20001 SubjectSid',
  ),
  refused('a delivery that does not exist', 'GET /webhooks/v1/Deliveries/{no:WD}', null, UNKNOWN),
  refused('a foreign delivery', 'GET /webhooks/v1/Deliveries/{other:WD}', null, UNKNOWN),
  refused(
    'a repetition of a delivery that does not exist',
    'POST /webhooks/v1/Deliveries/{no:WD}/Redeliver',
    {},
    UNKNOWN,
  ),
  refused(
    'a repetition of a foreign delivery',
    'POST /webhooks/v1/Deliveries/{other:WD}/Redeliver',
    {},
    UNKNOWN,
  ),
];
