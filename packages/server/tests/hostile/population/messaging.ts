// Messaging: numbers of the contact centre and texts sent from one of them.
import type { Population } from '../population.ts';

export async function makeMessaging(population: Population): Promise<void> {
  const account = `/api/2010-04-01/Accounts/${population.account.sid}`;
  for (const [index, name] of ['PN', 'PN2', 'PN3'].entries()) {
    await population.make(name, `${account}/IncomingPhoneNumbers.json`, {
      PhoneNumber: population.phone(index),
      FriendlyName: population.text(`line ${index}`),
    });
  }
  await population.make('SM', `${account}/Messages.json`, {
    From: population.phone(0),
    To: population.phone(10),
    Body: population.text('a text'),
    // Nobody listens there: the callback stays in the log of webhooks.
    StatusCallback: 'http://127.0.0.1:9/status',
  });
  await population.make('SK', `${account}/Keys.json`, { FriendlyName: population.text('a key') });
}
