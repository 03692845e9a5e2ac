// Reading XML: what is well-formed is read, and what is not is refused with the place.
import { describe, expect, it } from 'vitest';
import { readXml, UnreadableXml } from './read-xml.ts';

describe('a document', () => {
  it('is read with its declaration, comments, references and CDATA', () => {
    const root = readXml(
      '\uFEFF<?xml version="1.0" encoding="UTF-8"?>\n<!-- hello -->\n<Response>\n <Message to="a&amp;b" from=\'c\'>1 &lt; 2 &#x1F600;<![CDATA[ <raw> & ]]><!-- no --></Message ><Redirect/></Response>\n<!-- end -->',
    );
    expect(root.name).toBe('Response');
    expect(root.children.map(({ name }) => name)).toEqual(['Message', 'Redirect']);
    expect(root.children[0]).toMatchObject({
      attributes: { to: 'a&b', from: 'c' },
      text: '1 < 2 😀 <raw> & ',
    });
  });

  it.each([
    ['', 'Root element is missing'],
    ['hello', 'Root element is missing'],
    ['<a>', 'Missing end tag for element a (line 1, column 4)'],
    ['<a></b>', 'Missing end tag'],
    ['<a/><b/>', 'Extra content at the end'],
    ['\n<?xml version="1.0"?><a/>', "XML declaration isn't allowed here (line 2, column 1)"],
    ['<a x=1/>', 'value expected'],
    ['<a x="1"y="2"/>', 'Unclosed start tag'],
    ['<a x="1" x="2"/>', 'Duplicate attribute'],
    ['<a>1 & 2</a>', 'reference'],
    ['<a>&nbsp;</a>', '&nbsp;'],
    ['<a>&#0;</a>', 'invalid character'],
    ['<a>&#xD800;</a>', 'invalid character'],
    ['<a>\u0001</a>', 'Invalid character'],
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', '&x;'],
    ['<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>', 'document type'],
    ['<a><!-- </a>', 'Unclosed comment'],
    ['<a><![CDATA[ </a>', 'Unclosed CDATA'],
    ['<a'.repeat(3), 'Unclosed start tag'],
    [`${'<a>'.repeat(40)}${'</a>'.repeat(40)}`, 'nested too deeply'],
    ['<a>'.repeat(21_000), 'nested too deeply'],
  ])('%j is none', (text, reason) => {
    expect(() => readXml(text)).toThrow(UnreadableXml);
    expect(() => readXml(text)).toThrow(reason);
  });

  it('of the longest kind is read whole', () => {
    const text = `<Response>${'<Message>hello &amp; welcome</Message>'.repeat(1_600)}</Response>`;
    expect(readXml(text).children).toHaveLength(1_600);
  });

  it('is read in time that grows with its length, whatever it holds', () => {
    const hostile = [
      `<Response${' a="b"'.repeat(8_000)}`,
      `<Response ${'a'.repeat(60_000)}`,
      `<Response>${'<!--'.repeat(15_000)}`,
      `<Response>${'<![CDATA['.repeat(6_000)}`,
      `<Response>${' '.repeat(60_000)}<`,
      `<Response><Message to="${'&'.repeat(60_000)}">x</Message></Response>`,
      `<!DOCTYPE a [${'] '.repeat(30_000)}`,
    ];
    const began = performance.now();
    for (const text of hostile) expect(() => readXml(text)).toThrow(UnreadableXml);
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
