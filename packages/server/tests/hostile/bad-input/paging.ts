// Mistakes in which page of a list is asked for, in both styles of paging.
import { refused } from './row.ts';

const token = (value: unknown) => `PA${Buffer.from(JSON.stringify(value)).toString('base64url')}`;
const LISTS = {
  meta: '/chat/v2/Services/{IS}/Channels/{CH}/Messages',
  flat: '/api/2010-04-01/Accounts/{AC}/Messages.json',
};

export const paging = Object.entries(LISTS).flatMap(([style, list]) => {
  const page = (name: string, query: string, parameter: string) =>
    refused(`${style}: ${name}`, `GET ${list}?${query}`, null, `400/20001 ${parameter}`);
  return [
    page('a page size in words', 'PageSize=ten', 'PageSize'),
    page('a negative page size', 'PageSize=-1', 'PageSize'),
    page('half a page size', 'PageSize=1.5', 'PageSize'),
    page('a page size of many digits', 'PageSize=99999999999999999999', 'PageSize'),
    page('two page sizes', 'PageSize=1&PageSize=2', 'PageSize'),
    page('a negative page', 'Page=-1', 'Page'),
    page('a page in hexadecimal', 'Page=0x10', 'Page'),
    page('a page with an exponent', 'Page=1e3', 'Page'),
    page('a page far behind the last', 'Page=900000000', 'Page'),
    page('a page that is too deep for its size', 'Page=11&PageSize=1000', 'Page'),
    page('a token of one letter', 'PageToken=x', 'PageToken'),
    page('a token that is no base64', 'PageToken=PA!!!!', 'PageToken'),
    page('a token that holds no list', `PageToken=${token({ n: 1 })}`, 'PageToken'),
    page('a token that holds null', `PageToken=${token(null)}`, 'PageToken'),
    page('a token without a position', `PageToken=${token(['n'])}`, 'PageToken'),
    page('a token with an unknown direction', `PageToken=${token(['x', 1])}`, 'PageToken'),
    page('a token with an object for a position', `PageToken=${token(['n', { $gt: '' }])}`, 'PageToken'),
    page('a token with a list for a position', `PageToken=${token(['n', ['a']])}`, 'PageToken'),
    page('a token with a position too many', `PageToken=${token(['n', 'a', 'b', 'c'])}`, 'PageToken'),
    page('a token with a NUL', `PageToken=%00`, 'PageToken'),
    page('two tokens', `PageToken=${token(['n', 1])}&PageToken=${token(['n', 2])}`, 'PageToken'),
  ];
});
