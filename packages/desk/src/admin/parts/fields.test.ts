// Forms: what is sent, and which field a refusal belongs to.
import { describe, expect, test } from 'vitest';
import { RequestError } from '#desk/rest/request.ts';
import { type FieldSpec, fieldOf, isChanged, missingIn, parametersOf, reasonOf } from './fields.ts';

const fields: readonly FieldSpec[] = [
  { name: 'Kind', label: 'Kind', kind: 'choice' },
  { name: 'Url', label: 'URL', isRequired: true, when: ({ Kind }) => Kind === 'external' },
  { name: 'IsOn', label: 'On', kind: 'switch' },
  { name: 'Body', label: 'Body', kind: 'long' },
];

function refusal(message: string, details?: unknown): RequestError {
  return new RequestError(400, { message, code: 20001, details });
}

describe('forms', () => {
  test('fields that mean nothing are neither sent nor asked for', () => {
    expect(parametersOf(fields, { Kind: 'task', Url: 'x', Body: ' a ' })).toEqual({
      Kind: 'task',
      IsOn: false,
      Body: ' a ',
    });
    expect(missingIn(fields, { Kind: 'task' })).toEqual([]);
    expect(missingIn(fields, { Kind: 'external', Url: '  ' })).toEqual(['Url']);
  });

  test('a refusal finds its field by its details, and without them by its sentence', () => {
    expect(fieldOf(refusal('No.', { parameter: 'Url' }), fields)).toBe('Url');
    expect(fieldOf(refusal('Missing required parameter Body in the post body'), fields)).toBe('Body');
    expect(fieldOf(refusal('types.twilio/text is wrong', { parameter: 'body' }), fields)).toBe('Body');
    expect(fieldOf(refusal('Something else', { parameter: 'Other' }), fields)).toBeNull();
    expect(fieldOf(new Error('offline'), fields)).toBeNull();
  });

  test('a reason is a sentence of its own', () => {
    expect(reasonOf(refusal('Invalid value for parameter Url: it is not a URL'))).toBe('It is not a URL');
  });

  test('a form is changed only when a value is another one', () => {
    expect(isChanged({ Body: 'a' }, { Body: 'a', Url: '' })).toBe(false);
    expect(isChanged({ Body: 'a' }, { Body: 'b' })).toBe(true);
  });
});
