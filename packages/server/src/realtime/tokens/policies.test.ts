import { describe, expect, it } from 'vitest';
import { isPermitted, type Policy } from './policies.ts';

const HOST = 'https://taskrouter.twilio.com';

function policy(url: string, rest: Partial<Policy> = {}): Policy {
  return { url: `${HOST}${url}`, method: 'GET', queryFilter: {}, postFilter: {}, allow: true, ...rest };
}

function permits(policies: readonly Policy[], path: string, method = 'GET', parameters = {}): boolean {
  return isPermitted(policies, { method, path, parameters });
}

describe('policies', () => {
  it('permit nothing where there are none', () => {
    expect(permits([], '/v1/Workspaces/WS1')).toBe(false);
  });

  it.each([
    ['/v1/Workspaces/WS1', '/v1/Workspaces/WS1', true],
    ['/v1/Workspaces/WS1', '/v1/Workspaces/WS1/Workers', false],
    ['/v1/Workspaces/WS1', '/v1/Workspaces/WS2', false],
    ['/v1/Workspaces/WS1', '/v1/Workspaces', false],
    ['/v1/Workspaces/*', '/v1/Workspaces/WS1', true],
    ['/v1/Workspaces/*', '/v1/Workspaces/WS1/Workers', false],
    ['/v1/Workspaces/*/Workers', '/v1/Workspaces/WS1/Workers', true],
    ['/v1/Workspaces/*/Workers', '/v1/Workspaces/WS1/Tasks', false],
    ['/v1/Workspaces/WS1/**', '/v1/Workspaces/WS1/Workers', true],
    ['/v1/Workspaces/WS1/**', '/v1/Workspaces/WS1/Workers/WK1/Reservations/WR1', true],
    ['/v1/Workspaces/WS1/**', '/v1/Workspaces/WS1', false],
    ['/v1/Workspaces/WS1/**', '/v1/Workspaces/WS2/Workers', false],
    ['/**', '/v1/Workspaces', true],
  ])('for %s and %s: %s', (url, path, expected) => {
    expect(permits([policy(url)], path)).toBe(expected);
  });

  it('compare the method, in either case', () => {
    const policies = [policy('/v1/**', { method: 'post' })];
    expect(permits(policies, '/v1/Tasks', 'POST')).toBe(true);
    expect(permits(policies, '/v1/Tasks', 'GET')).toBe(false);
  });

  it('leave the host aside, which differs by region', () => {
    const url = 'https://taskrouter.ie1.twilio.com/v1/Workspaces';
    expect(permits([{ ...policy(''), url }], '/v1/Workspaces')).toBe(true);
  });

  it('forbid what one of them refuses, whatever others allow', () => {
    const policies = [policy('/v1/**'), policy('/v1/Workspaces/WS1', { allow: false }), policy('/v1/**')];
    expect(permits(policies, '/v1/Workspaces/WS1')).toBe(false);
    expect(permits(policies, '/v1/Workspaces/WS2')).toBe(true);
  });

  it('take only the parameters a filter lists, with the values it names', () => {
    const posting = (postFilter: Policy['postFilter'], parameters: object) =>
      permits([policy('/v1/**', { method: 'POST', postFilter })], '/v1/Tasks', 'POST', parameters);
    expect(posting({}, { anything: 1 })).toBe(true);
    expect(posting({ Status: 'done' }, { Status: 'done' })).toBe(true);
    expect(posting({ Status: 'done' }, { Status: 'open' })).toBe(false);
    expect(posting({ Status: 'done' }, {})).toBe(false);
    expect(posting({ Status: { required: true } }, { Status: 'any' })).toBe(true);
    expect(posting({ Status: { required: true } }, {})).toBe(false);
    expect(posting({ Status: { required: true } }, { Status: null })).toBe(false);
    expect(posting({ Status: { required: false } }, {})).toBe(true);
    expect(posting({ Status: { required: false } }, { Status: 'any', Other: 1 })).toBe(false);
  });

  it('hold the filter of queries against lists only, and let them be paged', () => {
    const policies = [policy('/v1/**', { queryFilter: { Active: 'true' } })];
    expect(permits(policies, '/v1/R', 'GET', { Active: 'true', PageSize: '50', AfterSid: 'WR1' })).toBe(true);
    expect(permits(policies, '/v1/R', 'GET', { PageSize: '50' })).toBe(false);
    const both = policy('/v1/**', { method: 'POST', queryFilter: { Active: 'true' } });
    expect(permits([both], '/v1/R', 'POST', { Name: 'x' })).toBe(true);
  });
});
