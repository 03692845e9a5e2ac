// Conversations themselves, in both trees: in the conversation of each, a customer with a phone, a message that reached
// it, and the receipt. One more conversation has nobody in it.
import type { Population } from '../population.ts';

export async function makeConversations(population: Population): Promise<void> {
  const service = `/conversations/v1/Services/${population.sid('IS3')}`;
  await makeMessage(population, `/conversations/v1/Conversations/${population.sid('CH3')}`, 3);
  await makeMessage(population, `${service}/Conversations/${population.sid('CH5')}`, 5);
  await population.make('CH6', `${service}/Conversations`, { FriendlyName: population.text('nobody') });
}

/** `number` tells the trees apart: in the names of what is made, and by the customer's phone. */
async function makeMessage(population: Population, conversation: string, number: 3 | 5): Promise<void> {
  await population.make(`MB${number}${number}`, `${conversation}/Participants`, {
    Identity: population.text('ben'),
    Attributes: JSON.stringify({ note: population.text('agent') }),
  });
  await population.make(`MB${number}`, `${conversation}/Participants`, {
    'MessagingBinding.Address': population.phone(10 + number),
    'MessagingBinding.ProxyAddress': population.phone(0),
    Attributes: JSON.stringify({ note: population.text('customer') }),
  });
  const { sid } = await population.make(`IM${number}`, `${conversation}/Messages`, {
    Author: population.text('anna'),
    Body: population.text('hello'),
    Attributes: JSON.stringify({ note: population.text('message') }),
  });
  await population.settled();
  await population.discover(`DY${number}`, `${conversation}/Messages/${sid}/Receipts`);
}
