// What answers of pre-event webhooks lead to.
import { describe, expect, it } from 'vitest';
import type { Outcome } from '#webhooks/webhooks.ts';
import type { Happening } from './event-names.ts';
import { verdictOf } from './pre-answer.ts';

function answered(status: number, body: unknown = ''): Outcome {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { kind: 'answered', status, contentType: 'application/json', body: text, retryAfter: null };
}

const modificationOf = (happening: Happening, body: unknown) => {
  const verdict = verdictOf(happening, answered(200, body));
  return verdict.kind === 'allowed' ? verdict.modification : verdict;
};

describe('the answer of a pre-event webhook', () => {
  it.each([400, 401, 403, 404, 429, 499])('%i refuses with 50056', (status) => {
    expect(verdictOf('message.add', answered(status))).toMatchObject({
      kind: 'refused',
      error: { code: 50056 },
    });
  });

  it.each([500, 502, 503, 504])('%i refuses with 50057', (status) => {
    expect(verdictOf('message.add', answered(status))).toMatchObject({
      kind: 'refused',
      error: { code: 50057 },
    });
  });

  it.each<[string, Outcome]>([
    ['nothing', answered(200)],
    ['an empty object', answered(200, {})],
    ['no content', answered(204)],
    ['a redirect', answered(302)],
    ['text', answered(200, 'ok')],
    ['a list', answered(200, ['a'])],
    ['no answer in time', { kind: 'unreachable', error: 'No answer within 5 seconds' }],
    ['no connection', { kind: 'unreachable', error: 'The connection was refused' }],
    ['a URL that cannot be called', { kind: 'refused', error: 'The URL is not valid' }],
  ])('%s leaves everything as it was', (_name, outcome) => {
    expect(verdictOf('message.add', outcome)).toMatchObject({ kind: 'allowed', modification: {} });
  });

  it('tells silence to the log under its alert', () => {
    const verdict = verdictOf('message.add', { kind: 'unreachable', error: 'No answer within 5 seconds' });
    expect(verdict.remark).toBe('50076: No answer within 5 seconds');
  });

  it('changes of a message its body, author and attributes', () => {
    const all = {
      body: 'b',
      author: 'a',
      attributes: '{"x":1}',
      friendly_name: 'n',
      unique_name: 'u',
      sid: 's',
    };
    expect(modificationOf('message.add', all)).toEqual({ body: 'b', author: 'a', attributes: '{"x":1}' });
    expect(modificationOf('message.update', all)).toEqual({ body: 'b', author: 'a', attributes: '{"x":1}' });
    expect(modificationOf('message.remove', all)).toEqual({});
  });

  it('changes of a thread its names and attributes', () => {
    const all = { body: 'b', author: 'a', attributes: '{"x":1}', friendly_name: 'n', unique_name: 'u' };
    expect(modificationOf('thread.update', all)).toEqual({
      friendly_name: 'n',
      unique_name: 'u',
      attributes: '{"x":1}',
    });
    expect(modificationOf('participant.remove', all)).toEqual({});
    expect(modificationOf('user.update', all)).toEqual({ friendly_name: 'n', attributes: '{"x":1}' });
  });

  it('takes the older name of the author, and attributes as an object', () => {
    expect(modificationOf('message.add', { from: 'bot', attributes: { a: [1] } })).toEqual({
      author: 'bot',
      attributes: '{"a":[1]}',
    });
  });

  it('leaves what is unusable and says so', () => {
    const verdict = verdictOf(
      'message.add',
      answered(200, { body: 7, attributes: '{', author: 'x'.repeat(300) }),
    );
    expect(verdict).toEqual({
      kind: 'allowed',
      modification: {},
      remark: 'Unusable and left as it was: body, attributes, author',
    });
    expect(modificationOf('message.add', { body: 'x'.repeat(40_000), author: 'ok' })).toEqual({
      author: 'ok',
    });
  });
});
