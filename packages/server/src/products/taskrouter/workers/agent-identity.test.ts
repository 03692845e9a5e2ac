import { describe, expect, it } from 'vitest';
import { agentIdentity } from './agent-identity.ts';

function identityOf(name: string, attributes: object | string = {}): string {
  const text = typeof attributes === 'string' ? attributes : JSON.stringify(attributes);
  return agentIdentity({ friendly_name: name, attributes: text });
}

describe('the identity of an agent', () => {
  it.each([
    ['ann', 'ann'],
    ['name@example.com', 'name_40example_2Ecom'],
    ['Ann Lee', 'Ann_20Lee'],
    ['a_b', 'a_5Fb'],
    ['Zoë', 'Zo_C3_AB'],
  ])('of %s is %s', (name, identity) => {
    expect(identityOf(name)).toBe(identity);
  });

  it('is the one its contact_uri names', () => {
    expect(identityOf('Ann', { contact_uri: 'client:ann_40example' })).toBe('ann_40example');
  });

  it.each([
    ['a phone', 'sip:ann@example.com'],
    ['nobody', 'client:'],
    ['the system', 'client:system'],
    ['a SID', `client:US${'0'.repeat(32)}`],
    ['a NUL character', 'client:a\0b'],
    ['a number', 7],
  ])('is the name where the contact_uri names %s', (_what, contact) => {
    expect(identityOf('Ann', { contact_uri: contact })).toBe('Ann');
  });

  it('is never one that no user can have', () => {
    expect(identityOf('system')).toBe('worker_5Fsystem');
    expect(identityOf('Ann', 'no JSON')).toBe('Ann');
  });
});
