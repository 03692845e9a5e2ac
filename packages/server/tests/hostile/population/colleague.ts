// Somebody who may sign in to the desk.
import type { Population } from '../population.ts';

export async function makeColleague(population: Population): Promise<void> {
  await population.make('UA', '/desk/v1/Users', {
    Login: `colleague-${population.number}@example.com`,
    FullName: population.text('a colleague'),
    Role: 'supervisor',
  });
}
