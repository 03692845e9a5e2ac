// Settings from the environment.
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';
import { readTlsFiles } from './tls.ts';

describe('readConfig', () => {
  it('has a default for everything', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 8_080,
      isSeeded: true,
      hasHandset: true,
      webhookNetworks: 'any',
      hasStrictWindows: false,
      messengerTag: null,
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

  it('serves HTTPS where a port is given, with the files of `parley certs` or two of its own', () => {
    expect(readConfig({}).tls).toBeNull();
    expect(readConfig({ PARLEY_TLS_PORT: '8443', PARLEY_DATA: '/srv/parley' }).tls).toEqual({
      port: 8_443,
      certFile: '/srv/parley/certs/server.crt',
      keyFile: '/srv/parley/certs/server.key',
    });
    const own = { PARLEY_TLS_PORT: '443', PARLEY_TLS_CERT: '/etc/a.pem', PARLEY_TLS_KEY: '/etc/b.pem' };
    expect(readConfig(own).tls).toEqual({ port: 443, certFile: '/etc/a.pem', keyFile: '/etc/b.pem' });
    expect(() => readConfig({ ...own, PARLEY_TLS_KEY: '' })).toThrow('PARLEY_TLS_KEY');
    expect(() => readConfig({ PARLEY_TLS_PORT: 'https' })).toThrow('PARLEY_TLS_PORT');
  });

  it('says which file of HTTPS is missing, and who makes it', () => {
    const { tls } = readConfig({ PARLEY_TLS_PORT: '443', PARLEY_DATA: '/nowhere' });
    expect(() => readTlsFiles(tls!)).toThrow(ConfigError);
    expect(() => readTlsFiles(tls!)).toThrow(
      /PARLEY_TLS_CERT: .*\/nowhere\/certs\/server\.crt.*parley certs/,
    );
  });

  it('names every variable that cannot be used', () => {
    const wrong = {
      PORT: 'eighty',
      DATABASE_URL: 'mysql://x',
      PARLEY_ACCOUNT_SID: 'AC1',
      LOG_LEVEL: 'loud',
      PARLEY_MESSENGER_TAG: 'PROMOTION',
    };
    expect(() => readConfig(wrong)).toThrow(ConfigError);
    for (const name of Object.keys(wrong)) expect(() => readConfig(wrong)).toThrow(name);
  });
});
