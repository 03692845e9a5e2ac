// Outbound conversations by one call, and a bulk of them.
import type { Population } from '../population.ts';

export async function makeOutbound(population: Population): Promise<void> {
  const common = {
    From: population.phone(0),
    Body: population.text('outbound'),
    CustomerName: population.text('customer'),
    'Routing.WorkspaceSid': population.sid('WSI'),
    'Routing.WorkflowSid': population.sid('WWI'),
    Mode: 'send-and-wait',
  };
  await population.make('OB', '/outbound/v1/Conversations', { ...common, To: population.phone(14) });
  const { sid } = await population.make('OL', '/outbound/v1/Bulks', {
    ...common,
    Recipients: JSON.stringify([{ To: population.phone(15), CustomerName: population.text('one of many') }]),
    FriendlyName: population.text('bulk'),
  });
  await population.settled();
  await population.discover('OM', `/outbound/v1/Bulks/${sid}/Items`);
}
