// `POST /flex-api/v1/Channels/{Sid}/SendToFlex`, our own: what the widget Send to Flex is for Studio flows that are
// run by a program of the operator. Parameters: WorkflowSid, TaskChannel, Attributes (JSON), Priority, Timeout.
import { z } from 'zod';
import { write } from '#http/operations.ts';
import { int, sid, text } from '#http/parameters.ts';
import { action } from '#http/resource.ts';
import { requireChannel } from '../channels/remove-channel.ts';
import { presentChannel, taskAttributesParameter } from '../channels/resource.ts';
import { sendToFlex } from './send-to-flex.ts';

const handOver = z.object({
  WorkflowSid: sid('WW'),
  TaskChannel: text(100).nullish(),
  Attributes: taskAttributesParameter,
  Priority: int(0, 2_147_483_647).nullish(),
  Timeout: int(1, 1_209_600).nullish(),
});

export const sendToFlexRoute = action(
  { product: 'flex-api', method: 'POST', path: '/v1/Channels/{Sid}/SendToFlex' },
  write(
    handOver,
    async (tx, { accountSid, params, input }) =>
      sendToFlex(tx, await requireChannel(tx.db, accountSid, params['Sid']!), {
        workflowSid: input.WorkflowSid,
        taskChannel: input.TaskChannel ?? null,
        attributes: input.Attributes ?? null,
        priority: input.Priority ?? null,
        timeout: input.Timeout ?? null,
      }),
    { status: 201 },
  ),
  presentChannel,
);
