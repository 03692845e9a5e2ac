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

  it('takes a store for attachments whole or not at all', () => {
    const store = {
      PARLEY_MEDIA_S3_ENDPOINT: 'https://s3.example.com/',
      PARLEY_MEDIA_S3_BUCKET: 'attachments',
      PARLEY_MEDIA_S3_ACCESS_KEY_ID: 'id',
      PARLEY_MEDIA_S3_SECRET_ACCESS_KEY: 'secret',
    };
    expect(readConfig({}).media).toEqual({ maxBytes: 157_286_400, types: null, scanUrl: null, s3: null });
    expect(readConfig(store).media.s3).toMatchObject({
      endpoint: 'https://s3.example.com',
      region: 'us-east-1',
    });
    const { PARLEY_MEDIA_S3_BUCKET: _bucket, ...incomplete } = store;
    expect(() => readConfig(incomplete)).toThrow('PARLEY_MEDIA_S3_BUCKET');
    expect(() => readConfig({ PARLEY_MEDIA_TYPES: 'pictures' })).toThrow('PARLEY_MEDIA_TYPES');
  });

  it('names every variable that cannot be used', () => {
    const wrong = { PORT: 'eighty', DATABASE_URL: 'mysql://x', PARLEY_ACCOUNT_SID: 'AC1', LOG_LEVEL: 'loud' };
    expect(() => readConfig(wrong)).toThrow(ConfigError);
    for (const name of Object.keys(wrong)) expect(() => readConfig(wrong)).toThrow(name);
  });
});
