// What is kept of the names and types senders give to their files.
import { describe, expect, it } from 'vitest';
import { cleanContentType, isShownInPlace, isTaken } from './content-type.ts';
import { cleanFilename, contentDisposition } from './filename.ts';
import { rangeOf } from './serving/content.ts';

describe('content types', () => {
  it.each([
    ['IMAGE/PNG', 'image/png'],
    ['text/plain; charset="UTF-8"; x=y', 'text/plain; charset=utf-8'],
    ['image/png; charset=utf-8', 'image/png'],
    ['application/x-vnd.com.twilio.rich.text', 'application/x-vnd.com.twilio.rich.text'],
    ['text/html\r\nX: y', 'application/octet-stream'],
    ['text/html, image/png', 'application/octet-stream'],
    ['text', 'application/octet-stream'],
    ['../../etc', 'application/octet-stream'],
    ['', 'application/octet-stream'],
    [null, 'application/octet-stream'],
    [`${'a'.repeat(200)}/b`, 'application/octet-stream'],
  ])('%j becomes %j', (given, expected) => expect(cleanContentType(given)).toBe(expected));

  it('are taken as the operator lists them', () => {
    const patterns = ['image/*', 'application/pdf'];
    expect(isTaken('image/svg+xml', patterns)).toBe(true);
    expect(isTaken('application/pdf', patterns)).toBe(true);
    expect(isTaken('imagex/png', patterns)).toBe(false);
    expect(isTaken('text/plain; charset=utf-8', patterns)).toBe(false);
    expect(isTaken('anything/else', null)).toBe(true);
  });

  it.each([
    'text/html',
    'image/svg+xml',
    'application/pdf',
    'application/octet-stream',
    'text/xml',
    'text/javascript',
  ])('%s is never shown in place', (type) => expect(isShownInPlace(type)).toBe(false));
});

describe('file names', () => {
  it.each([
    ['a\0b.txt', 'ab.txt'],
    ['  spaced.txt  ', 'spaced.txt'],
    ['dir/', null],
    ['...', null],
    ['..hidden', '..hidden'],
    ['👩‍👩‍👧.png', '👩‍👩‍👧.png'],
    [undefined, null],
  ])('%j becomes %j', (given, expected) => expect(cleanFilename(given)).toBe(expected));

  it('are quoted so that no header breaks', () => {
    const value = contentDisposition('attachment', 'a"b\\c;ü\'(1).txt');
    expect(value).toBe(
      "attachment; filename=\"a_b_c;_'(1).txt\"; filename*=UTF-8''a%22b%5Cc%3B%C3%BC%27%281%29.txt",
    );
    expect(contentDisposition('inline', null)).toBe('inline');
  });
});

describe('ranges', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=9-', { start: 9, end: 9 }],
    ['bytes=-100', { start: 0, end: 9 }],
    ['bytes=-0', 'none'],
    ['bytes=10-11', 'none'],
    ['bytes=3-2', null],
    ['bytes=-', null],
    ['lines=1-2', null],
    ['bytes=1-2,4-5', null],
    [undefined, null],
  ])('%j of ten bytes is %j', (header, expected) => expect(rangeOf(header, 10)).toEqual(expected));
});
