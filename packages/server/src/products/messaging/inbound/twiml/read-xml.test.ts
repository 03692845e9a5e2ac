// Reading XML: what is well-formed is read, and what is not is refused with the place.
import { describe, expect, it } from 'vitest';
import { readXml, XmlError } from './read-xml.ts';

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
    ['', 'begins with an element'],
    ['hello', 'begins with an element'],
    ['<a>', 'has no end'],
    ['<a></b>', 'the end of another'],
    ['<a/><b/>', 'after the end'],
    ['<a x=1/>', 'not quoted'],
    ['<a x="1"y="2"/>', 'not separated'],
    ['<a x="1" x="2"/>', 'there twice'],
    ['<a>1 & 2</a>', '&amp;'],
    ['<a>&nbsp;</a>', 'nothing is known of &nbsp;'],
    ['<a>&#0;</a>', 'no character'],
    ['<a>&#xD800;</a>', 'no character'],
    ['<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'document types'],
    ['<a><!-- </a>', 'a comment has no end'],
    ['<a><![CDATA[ </a>', 'has no end'],
    ['<a'.repeat(3), 'not separated'],
    [`${'<a>'.repeat(40)}${'</a>'.repeat(40)}`, 'nested too deeply'],
  ])('%j is none', (text, reason) => {
    expect(() => readXml(text)).toThrow(XmlError);
    expect(() => readXml(text)).toThrow(reason);
  });

  it('of the longest kind is read in no time', () => {
    const text = `<Response>${'<Message>hello &amp; welcome</Message>'.repeat(1_600)}</Response>`;
    expect(readXml(text).children).toHaveLength(1_600);
    expect(() => readXml(`<a ${'x'.repeat(60_000)}`)).toThrow(XmlError);
  });
});
