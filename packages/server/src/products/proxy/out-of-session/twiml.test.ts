// Reading replies in TwiML: what servers write, and what nobody should.
import { describe, expect, it } from 'vitest';
import { readReplies, UnusableTwiml } from './twiml.ts';

const bodies = (text: string) => readReplies(text).map(({ body }) => body);

describe('TwiML replies', () => {
  it('are texts, bodies and files, with entities, comments and CDATA', () => {
    expect(
      readReplies(
        `<?xml version='1.0'?>\n<!-- hi --><Response>
          <Message to="+14155550001">a &lt;b&gt; &#65;&#x42;</Message>
          <Message><Body><![CDATA[<raw> & more]]></Body><Media>https://example.com/a.png?x=1&amp;y=2</Media></Message>
          <Sms>old</Sms>
        </Response>`,
      ),
    ).toEqual([
      { to: '+14155550001', body: 'a <b> AB', mediaUrls: [] },
      { to: null, body: '<raw> & more', mediaUrls: ['https://example.com/a.png?x=1&y=2'] },
      { to: null, body: 'old', mediaUrls: [] },
    ]);
    expect(bodies('<Response/>')).toEqual([]);
    expect(bodies('\ufeff<Response></Response>')).toEqual([]);
  });

  it.each([
    '',
    'hello',
    '<Response>',
    '<Response></response>',
    '<Response/><Response/>',
    '<Message>hi</Message>',
    '<Response><Message/></Response>',
    '<Response><Message>a & b</Message></Response>'.replace('& b', '&nope;'),
    '<Response><Message>&#0;</Message></Response>',
    '<Response><Message>&#xD800;</Message></Response>',
    '<Response><Dial>1</Dial></Response>',
    '<Response><Redirect>/x</Redirect></Response>',
    `<Response><Message>${'x'.repeat(1_601)}</Message></Response>`,
    '<Response><Message><Media>file:///etc/passwd</Media></Message></Response>',
    '<Response><Message to=unquoted>x</Message></Response>',
    `${'<Response>'.repeat(20)}${'</Response>'.repeat(20)}`,
    '<!DOCTYPE a [<!ENTITY b "c">]><Response/>',
  ])('refuse %j', (text) => {
    expect(() => readReplies(text)).toThrow(UnusableTwiml);
  });

  it('are read in time that grows with their length, whatever they hold', () => {
    const hostile = [
      `<Response${' a="b"'.repeat(8_000)}`,
      `<Response ${'a'.repeat(60_000)}`,
      `<Response>${'<!--'.repeat(15_000)}`,
      `<Response>${'<![CDATA['.repeat(6_000)}`,
      `<Response>${' '.repeat(60_000)}<`,
      `<Response><Message to="${'&'.repeat(60_000)}">x</Message></Response>`,
    ];
    const began = performance.now();
    for (const text of hostile) {
      try {
        readReplies(text);
      } catch (error) {
        expect(error).toBeInstanceOf(UnusableTwiml);
      }
    }
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
