// What answers to texts ask for.
import { describe, expect, it } from 'vitest';
import { parseFailure, readTwiml } from './read-twiml.ts';

const read = (inner: string) => readTwiml('text/xml', `<Response>${inner}</Response>`);
const bodies = (inner: string) =>
  read(inner).steps.map((step) => (step.kind === 'reply' ? step.reply.body : `-> ${step.url}`));
const codes = (inner: string) => read(inner).warnings.map(({ code }) => code);

describe('an answer', () => {
  it('asks for replies, in their order', () => {
    expect(bodies('<Message>one</Message><Message><Body>two</Body></Message><Sms>three</Sms>')).toEqual([
      'one',
      'two',
      'three',
    ]);
  });

  it('says where a reply goes, and what it carries', () => {
    const [step] = read(
      '<Message to="+15550100088" from="+15550100001" statusCallback="/s" action="/next" method="get"><Body>hi</Body><Media> https://example.com/a.png </Media></Message>',
    ).steps;
    expect(step).toEqual({
      kind: 'reply',
      reply: {
        body: 'hi',
        mediaUrls: ['https://example.com/a.png'],
        to: '+15550100088',
        from: '+15550100001',
        statusCallback: '/s',
        action: { url: '/next', method: 'GET' },
      },
    });
  });

  it('goes on elsewhere, and what comes after that is never reached', () => {
    expect(
      bodies('<Message>one</Message><Redirect method="GET">/b</Redirect><Message>two</Message>'),
    ).toEqual(['one', '-> /b']);
    expect(bodies('<Message action="/b">one</Message><Message>two</Message>')).toEqual(['one']);
  });

  it('with nothing in it asks for nothing', () => {
    for (const body of ['', '  ', '<Response/>', '<?xml version="1.0"?><Response></Response>']) {
      expect(readTwiml('text/xml', body)).toEqual({ steps: [], warnings: [] });
    }
  });

  it('in plain text is a reply', () => {
    expect(readTwiml('text/plain', ' Thank you! \n').steps).toMatchObject([
      { reply: { body: 'Thank you!' } },
    ]);
    expect(readTwiml('text/plain', 'x'.repeat(1_601)).warnings).toMatchObject([{ code: 14103 }]);
  });

  it('warns of what cannot be carried out, and carries out the rest', () => {
    expect(codes('<Message></Message>')).toEqual([14103]);
    expect(codes(`<Message>${'x'.repeat(1_601)}</Message>`)).toEqual([14103]);
    expect(codes('<Message><Media>file:///etc/passwd</Media></Message>')).toEqual([14103]);
    expect(codes(`<Message>${'<Media>https://e.com/a</Media>'.repeat(11)}</Message>`)).toEqual([14103]);
    expect(codes('<Say>hello</Say><Message>hi</Message>')).toEqual([14110]);
    expect(bodies('<Say>hello</Say><Message>hi</Message>')).toEqual(['hi']);
    expect(codes('text')).toEqual([12200]);
    expect(readTwiml('text/xml', '<html><body/></html>').warnings).toMatchObject([{ code: 12200 }]);
  });

  it('that is no XML says where', () => {
    expect(parseFailure('text/xml', '<Response><Message></Response>')).toMatchObject({ code: 12100 });
    expect(parseFailure('text/xml', '<Response/>')).toBeNull();
    expect(parseFailure('text/plain', '<Response>')).toBeNull();
    expect(parseFailure('application/xml', '')).toBeNull();
  });
});
