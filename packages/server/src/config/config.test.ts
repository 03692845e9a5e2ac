// Settings from the environment.
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 8_080,
      isSeeded: true,
      hasHandset: true,
      webhookNetworks: 'any',
      databaseUrl: expect.stringMatching(/^sqlite:.*\/data\/parley\.db$/),
    });
  });

  it('keeps webhooks out of private networks when it listens beyond this machine', () => {
    expect(readConfig({ HOST: '0.0.0.0' }).webhookNetworks).toBe('public');
    expect(readConfig({ HOST: '0.0.0.0', PARLEY_WEBHOOK_NETWORKS: 'any' }).webhookNetworks).toBe('any');
  });

  it('takes an empty variable for one that was not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '' }).port).toBe(8_080);
  });

  it('names every variable that cannot be used', () => {
    const wrong = { PORT: 'eighty', DATABASE_URL: 'mysql://x', PARLEY_ACCOUNT_SID: 'AC1', LOG_LEVEL: 'loud' };
    expect(() => readConfig(wrong)).toThrow(ConfigError);
    for (const name of Object.keys(wrong)) expect(() => readConfig(wrong)).toThrow(name);
  });
});
