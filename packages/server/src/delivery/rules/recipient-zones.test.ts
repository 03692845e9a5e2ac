// Where a recipient's clock may stand.
import { describe, expect, it } from 'vitest';
import { zonesOf } from './recipient-zones.ts';

describe('the zones of a recipient', () => {
  it.each([
    ['+12125550100', ['America/New_York']],
    ['+18505550100', ['America/New_York', 'America/Chicago']],
    ['+16025550100', ['America/Phoenix']],
    ['whatsapp:+18085550100', ['Pacific/Honolulu']],
    ['+4915112345678', ['Europe/Berlin', 'Europe/Busingen']],
    ['+33612345678', ['Europe/Paris']],
  ])('of %s are %j', (address, zones) => expect(zonesOf(address, 'UTC')).toEqual(zones));

  it('are all of the country for an area code that is no place', () => {
    const zones = zonesOf('+15550100077', 'UTC');
    expect(zones).toContain('America/New_York');
    expect(zones).toContain('Pacific/Honolulu');
  });

  it('are those of the rule for an address that says nothing of a place', () => {
    expect(zonesOf('messenger:1045', 'Asia/Tokyo')).toEqual(['Asia/Tokyo']);
    expect(zonesOf('email:a@example.com', 'UTC')).toEqual(['UTC']);
  });
});
