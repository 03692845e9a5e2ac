import { describe, expect, it } from 'vitest';
import { beginFirstRead } from './first-reads.ts';

const page = { contents: [{ sid: 'WR1' }], after_sid: null, meta: { next_token: null } };
const actor = { workspaceSid: 'WS1', workerSid: 'WK1' };

/** Connections that note what they are told. */
function connections(count: number) {
  const told: string[] = [];
  const made = Array.from({ length: count }, (_, index) => {
    const begun = new Set<string>();
    return {
      beginRead(read: string) {
        if (begun.has(read)) return false;
        begun.add(read);
        told.push(`${index} begins ${read}`);
        return true;
      },
      endRead: (read: string) => void told.push(`${index} ends ${read}`),
    };
  });
  return { told, of: (sid: string) => (sid === 'WK1' ? made : []) };
}

function read(to: ReturnType<typeof connections>, path: string, input = {}, method = 'GET') {
  return beginFirstRead(to, { method, path, input, actor });
}

describe('first reads', () => {
  it('are the lists of the workspace and the worker, each told to one connection', () => {
    const to = connections(2);
    const own = 'Workspaces/WS1/Workers/WK1';
    read(to, 'Workspaces/WS1/Activities')?.(page);
    read(to, `${own}/WorkerChannels`);
    const first = read(to, `${own}/Reservations`, { Active: 'true' });
    read(to, `${own}/Reservations`, { Active: 'true' });
    first?.(page);
    expect(read(to, `${own}/Reservations`, { Active: 'true' })).toBeNull();
    expect(to.told).toEqual([
      '0 begins Activities',
      '0 ends Activities',
      '0 begins WorkerChannels',
      '0 begins Reservations',
      '1 begins Reservations',
      '0 ends Reservations',
    ]);
  });

  it('are no later pages, other filters, other workers, or changes', () => {
    const to = connections(1);
    const own = 'Workspaces/WS1/Workers/WK1';
    expect(read(to, `${own}/Reservations`, { Active: 'true', AfterSid: 'WR1' })).toBeNull();
    expect(read(to, `${own}/Reservations`)).toBeNull();
    expect(read(to, 'Workspaces/WS1/Workers/WK2/Reservations', { Active: 'true' })).toBeNull();
    expect(read(to, 'Workspaces/WS2/Activities')).toBeNull();
    expect(read(to, 'Workspaces/WS1/Activities', {}, 'POST')).toBeNull();
    expect(read(to, own)).toBeNull();
    expect(to.told).toEqual([]);
  });
});
