// The signature as the official SDK checks it.
import { validateRequest } from 'twilio/lib/webhooks/webhooks.js';
import { describe, expect, it } from 'vitest';
import { signedRequest } from './signed-request.ts';

const TOKEN = '12345678901234567890123456789012';

function signed(url: string, method: 'POST' | 'GET', parameters: Record<string, string>) {
  const sid = `WD${'0'.repeat(32)}`;
  const request = signedRequest({ sid, url, method, parameters: JSON.stringify(parameters) }, TOKEN);
  return { request, signature: request.headers['X-Twilio-Signature']! };
}

describe('the signature', () => {
  it.each([
    'https://example.com/hook',
    'https://example.com:443/hook?a=1&b=two%20words',
    'http://example.com:80/hook',
    'http://example.com:8080/hook',
    'http://example.com',
    "https://example.com/it's?it=it's",
    'https://example.com/ünï?q=ü',
    'https://[2606:4700::1111]:8443/hook#fragment',
  ])('of a POST to %s is valid for the URL the receiver sees', (url) => {
    const form = { Body: 'Grüße 👋 & =+%', EventType: 'task.created', a: '', B: '2' };
    const { request, signature } = signed(url, 'POST', form);
    const seen = `${request.url.protocol}//${request.url.host}${request.url.pathname}${request.url.search}`;
    expect(validateRequest(TOKEN, signature, seen, form)).toBe(true);
    expect(validateRequest(TOKEN, signature, seen, { ...form, B: '3' })).toBe(false);
    expect(validateRequest('another token', signature, seen, form)).toBe(false);
    expect(Object.fromEntries(new URLSearchParams(request.body!.toString()))).toEqual(form);
  });

  it('of a URL with a default port is made without it', () => {
    expect(signed('https://example.com:443/hook', 'POST', {}).signature).toBe(
      signed('https://example.com/hook', 'POST', {}).signature,
    );
  });

  it('of a GET is over the URL with the parameters in its query', () => {
    const { request, signature } = signed('https://example.com/hook?kept=1', 'GET', { Body: 'a b&c' });
    expect(request.url.href).toBe('https://example.com/hook?kept=1&Body=a+b%26c');
    expect(request.body).toBeNull();
    expect(validateRequest(TOKEN, signature, request.url.href, {})).toBe(true);
  });

  it('of a URL with credentials leaves them out; they become Basic authentication', () => {
    const { request, signature } = signed('https://ann:p%40ss@example.com/hook', 'POST', {});
    expect(request.url.href).toBe('https://example.com/hook');
    expect(request.headers['Authorization']).toBe(`Basic ${btoa('ann:p@ss')}`);
    expect(validateRequest(TOKEN, signature, 'https://example.com/hook', {})).toBe(true);
  });
});
