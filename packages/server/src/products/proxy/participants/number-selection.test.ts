// Rules of number choice, without a database.
import { describe, expect, it } from 'vitest';
import { type Candidate, type Selection, selectNumber } from './number-selection.ts';

function candidate(phoneNumber: string, more: Partial<Candidate> = {}): Candidate {
  return {
    sid: `PN${phoneNumber.slice(-4)}`,
    phone_number: phoneNumber,
    kind: 'phone',
    iso_country: phoneNumber.startsWith('+1') ? 'US' : 'GB',
    is_reserved: 0,
    in_use: 0,
    ...more,
  };
}

const A = '+14155550001';
const B = '+14155550002';
const C = '+12125550003';

function select(more: Partial<Selection> = {}) {
  return selectNumber({
    identifier: '+12125559999',
    mode: 'voice-and-message',
    geoMatchLevel: 'country',
    behavior: 'prefer-sticky',
    candidates: [candidate(A), candidate(B), candidate(C)],
    earlier: [],
    taken: new Set(),
    preferred: null,
    partner: null,
    ...more,
  });
}

const chosen = (proxyIdentifier: string) => expect.objectContaining({ proxyIdentifier });

describe('number selection', () => {
  it('takes the number with the fewest open sessions', () => {
    expect(select({ candidates: [candidate(A, { in_use: 2 }), candidate(B, { in_use: 1 })] })).toEqual({
      proxyIdentifier: B,
      proxyIdentifierSid: 'PN0002',
    });
  });

  it('puts the partner’s number before a quieter one', () => {
    expect(select({ candidates: [candidate(A), candidate(B, { in_use: 9 })], partner: B })).toEqual(
      chosen(B),
    );
  });

  it('puts the number used last before the partner’s', () => {
    expect(select({ earlier: [B, A], partner: C })).toEqual(chosen(B));
  });

  it('avoids numbers used before, and of those takes the one used longest ago', () => {
    const behavior = 'avoid-sticky';
    expect(select({ behavior, earlier: [A, B] })).toEqual(chosen(C));
    expect(select({ behavior, earlier: [A, C, B] })).toEqual(chosen(B));
  });

  it('never takes a number the person has in an open session', () => {
    expect(select({ earlier: [A], taken: new Set([A]) })).toEqual(chosen(B));
    expect(select({ taken: new Set([A, B, C]) })).toEqual({ refusal: 80206 });
  });

  it('never takes a reserved number unless it is the preferred one', () => {
    const candidates = [candidate(A, { is_reserved: 1 }), candidate(B, { in_use: 5 })];
    expect(select({ candidates })).toEqual(chosen(B));
    expect(select({ candidates, preferred: A })).toEqual(chosen(A));
    expect(select({ candidates: candidates.slice(0, 1) })).toEqual({ refusal: 80208 });
  });

  it('passes over a preferred number that is taken, or not in the pool', () => {
    expect(select({ preferred: B, taken: new Set([B]) })).toEqual(chosen(A));
    expect(select({ preferred: '+14155558888' })).toEqual(chosen(A));
  });

  it('stays in the person’s country', () => {
    const candidates = [candidate('+442079460001'), candidate(B, { in_use: 3 })];
    expect(select({ candidates })).toEqual(chosen(B));
    expect(select({ candidates: candidates.slice(0, 1) })).toEqual({ refusal: 80203 });
    expect(select({ candidates: candidates.slice(0, 1), identifier: `CH${'0'.repeat(32)}` })).toEqual(
      chosen('+442079460001'),
    );
  });

  it('stays in the area code when asked to and there is a number', () => {
    expect(select({ geoMatchLevel: 'area-code' })).toEqual(chosen(C));
    expect(select({ geoMatchLevel: 'area-code', taken: new Set([C]) })).toEqual(chosen(A));
  });

  it('looks over the codes of one area at `overlay`, and a hundred miles around at `radius`', () => {
    const [manhattan, newark, boston] = ['+16465550004', '+19735550005', '+16175550006'];
    const candidates = [
      candidate(A),
      candidate(boston),
      candidate(newark),
      candidate(manhattan, { in_use: 9 }),
    ];
    expect(select({ candidates, geoMatchLevel: 'overlay' })).toEqual(chosen(manhattan));
    expect(select({ candidates, geoMatchLevel: 'radius' })).toEqual(chosen(newark));
    const far = candidates.slice(0, 2);
    expect(select({ candidates: far, geoMatchLevel: 'radius' })).toEqual(chosen(A));
    expect(select({ candidates, geoMatchLevel: 'area-code' })).toEqual(chosen(A));
  });

  it('pays no heed to areas for people outside North America', () => {
    const candidates = [candidate('+442079460001', { in_use: 1 }), candidate('+441619460001')];
    expect(select({ candidates, identifier: '+442079469999', geoMatchLevel: 'area-code' })).toEqual(
      chosen('+441619460001'),
    );
  });

  it('sticks to a number among the near ones only', () => {
    expect(select({ geoMatchLevel: 'area-code', earlier: [A] })).toEqual(chosen(C));
  });

  it('takes short codes in sessions for texts only: 80201 for calls, 80202 for other media', () => {
    const code = candidate('24680', { kind: 'short-code', iso_country: 'US' });
    const only = { candidates: [code], mode: 'message-only' } as const;
    expect(select(only)).toEqual(chosen('24680'));
    expect(select({ ...only, mode: 'voice-only' })).toEqual({ refusal: 80201 });
    expect(select({ ...only, mode: 'voice-and-message' })).toEqual({ refusal: 80201 });
    expect(select({ ...only, identifier: 'whatsapp:+12125559999' })).toEqual({ refusal: 80202 });
    expect(select({ candidates: [code, candidate(A)], mode: 'voice-only' })).toEqual(chosen(A));
  });

  it('writes the number in the medium of the person, or of the people around a chat channel', () => {
    expect(select({ identifier: 'whatsapp:+12125559999' })).toEqual(chosen(`whatsapp:${A}`));
    const channel = `CH${'0'.repeat(32)}`;
    expect(select({ identifier: channel, partner: `whatsapp:${B}` })).toEqual(chosen(`whatsapp:${B}`));
    expect(select({ identifier: channel, preferred: `whatsapp:${C}` })).toEqual(chosen(`whatsapp:${C}`));
  });

  it('gives a medium without numbers the partner’s address or none', () => {
    expect(select({ identifier: 'messenger:1' })).toEqual({ refusal: 80202 });
    expect(select({ identifier: 'messenger:1', partner: 'messenger:page' })).toEqual({
      proxyIdentifier: 'messenger:page',
      proxyIdentifierSid: null,
    });
  });
});
