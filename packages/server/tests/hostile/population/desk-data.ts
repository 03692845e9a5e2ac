// Desk data: a canned response, a customer who was in touch, and notes about both kinds of subjects.
import type { Population } from '../population.ts';

const CUSTOMERS = '/desk/v1/Customers';

export async function makeDeskData(population: Population): Promise<void> {
  await population.make('CRD', '/desk/v1/CannedResponses', {
    Name: population.text('an answer'),
    Body: population.text('Hello {{customer.name}}'),
    Shortcut: 'hello',
  });
  const address = population.phone(17);
  const messages = `/api/2010-04-01/Accounts/${population.account.sid}/Messages.json`;
  await population.make('SMD', messages, {
    From: population.phone(0),
    To: address,
    Body: population.text('to a customer'),
  });
  await population.settled();
  population.remember('customer', CUSTOMERS, address);
  // An address stands in the path where other collections have a SID.
  const form = { Body: population.text('a note'), Author: population.text('an author') };
  const note = await population.make('NT', `${CUSTOMERS}/${encodeURIComponent(address)}/Notes`, form);
  population.remember('NT', `${CUSTOMERS}/{Address}/Notes`, note.sid);
  population.forms.set(`${CUSTOMERS}/{}/Notes`, form);
  await population.make('NT2', '/desk/v1/ConversationNotes', {
    ConversationSid: population.sid('CH'),
    Body: population.text('a whisper'),
    Kind: 'whisper',
  });
}
