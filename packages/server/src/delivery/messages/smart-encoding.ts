// Smart encoding: characters that look like one of the GSM alphabet are sent as that one, so that texts stay short.

/** Look-alikes by what they become ("Smart Encoding: character list"). */
const GROUPS: readonly (readonly [string, string])[] = [
  ['"', '\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u3003\uff02'],
  ["'", '\u2018\u2019\u201a\u201b\u2032\u02bb\u02c8\u0060\u00b4\u2035\uff07'],
  ['-', '\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d'],
  ['...', '\u2026'],
  [' ', '\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000'],
  ['', '\u200b\u2060\ufeff\u00ad'],
  ['*', '\u2022\u00b7\u2219\uff0a'],
  ['/', '\u2044\u2215\uff0f'],
  ['<', '\u2039\uff1c'],
  ['>', '\u203a\uff1e'],
  ['!', '\uff01'],
  ['?', '\uff1f'],
  [',', '\uff0c'],
  ['.', '\uff0e'],
  [':', '\uff1a'],
  [';', '\uff1b'],
  ['(', '\uff08'],
  [')', '\uff09'],
  ['%', '\uff05'],
  ['&', '\uff06'],
  ['+', '\uff0b'],
  ['=', '\uff1d'],
  ['@', '\uff20'],
  ['_', '\uff3f'],
  ['~', '\u02dc\u223c\uff5e'],
];

const REPLACEMENTS = new Map(
  GROUPS.flatMap(([plain, alikes]) => [...alikes].map((alike): [string, string] => [alike, plain])),
);

/** The text with typographic quotes, dashes, spaces and the like written plainly; everything else stays. */
export function smartlyEncoded(text: string): string {
  let encoded = '';
  for (const character of text) encoded += REPLACEMENTS.get(character) ?? character;
  return encoded;
}
