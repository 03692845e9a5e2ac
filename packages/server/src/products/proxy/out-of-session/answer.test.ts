// Reading replies in TwiML: what servers write, and what nobody should.
import { describe, expect, it } from 'vitest';
import { readInstruction, UnusableAnswer } from './answer.ts';

function readReplies(body: string) {
  const instruction = readInstruction({ status: 200, contentType: 'text/xml', body });
  return 'replies' in instruction ? instruction.replies : [];
}

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
    ).toMatchObject([
      { to: '+14155550001', body: 'a <b> AB', mediaUrls: [] },
      { to: null, body: '<raw> & more', mediaUrls: ['https://example.com/a.png?x=1&y=2'] },
      { to: null, body: 'old', mediaUrls: [] },
    ]);
    expect(bodies('<Response/>')).toEqual([]);
    expect(bodies('\ufeff<Response></Response>')).toEqual([]);
  });

  it('are none in an answer with nothing in it, and one in plain text', () => {
    expect(bodies(' ')).toEqual([]);
    expect(readInstruction({ status: 200, contentType: 'text/plain', body: ' bye\n' })).toMatchObject({
      replies: [{ to: null, body: 'bye', mediaUrls: [] }],
    });
  });

  it.each([
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
    `<Response>${'<Message>x</Message>'.repeat(11)}</Response>`,
    `<Response><Message>${'x'.repeat(1_601)}</Message></Response>`,
    '<Response><Message><Media>file:///etc/passwd</Media></Message></Response>',
    '<Response><Message to=unquoted>x</Message></Response>',
    `${'<Response>'.repeat(20)}${'</Response>'.repeat(20)}`,
    '<!DOCTYPE a [<!ENTITY b "c">]><Response/>',
  ])('refuse %j', (text) => {
    expect(() => readReplies(text)).toThrow(UnusableAnswer);
  });
});
