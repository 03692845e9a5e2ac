// Which sender is offered, and which one is meant.
import { describe, expect, it } from 'vitest';
import { channelsOf, defaultSender, ownNumber, senderChoices } from './senders.ts';

const OWN = {
  addresses: [
    { address: '+14155550101', name: 'Anna' },
    { address: '+14155550102', name: 'Ben' },
    { address: 'whatsapp:+14155550102', name: '' },
  ],
  services: [],
};

describe('senders', () => {
  it('offers the channels there are addresses on', () => {
    expect(channelsOf(OWN)).toEqual(['sms', 'whatsapp']);
    expect(channelsOf({ addresses: [], services: [] })).toEqual(['sms']);
  });

  it('means the own number, and lists it once', () => {
    const choices = senderChoices(OWN, 'sms', ownNumber({ phone: '+14155550101' }));
    expect(choices.map(({ id }) => id)).toEqual(['own', 'sticky', '+14155550102']);
    expect(defaultSender(choices, true)).toMatchObject({ kind: 'own', address: '+14155550101' });
  });

  it('means the number a customer knows where the agent has none on the channel', () => {
    const choices = senderChoices(OWN, 'whatsapp', '+14155550101');
    expect(defaultSender(choices, true)).toMatchObject({ kind: 'sticky' });
    expect(defaultSender(choices, false)).toMatchObject({ address: 'whatsapp:+14155550102' });
    expect(defaultSender([], false)).toBeNull();
  });
});
