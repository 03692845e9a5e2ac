// Mistakes in requests for what the desk knows of the past.
import { refused } from './row.ts';

const CANNED = '/desk/v1/CannedResponses';
const CUSTOMER = '/desk/v1/Customers/{tel:17}';
const MARGIN = '/desk/v1/ConversationNotes';
const MESSAGES = '/desk/v1/Messages';
const canned = { Name: 'x', Body: 'x' };
const UNKNOWN = '404/20404';

export const deskDataMistakes = [
  refused('a canned response without a name', `POST ${CANNED}`, { Body: 'x' }, '400/20001 Name'),
  refused('a canned response without a body', `POST ${CANNED}`, { Name: 'x' }, '400/20001 Body'),
  refused(
    'a canned response with blanks for a body',
    `POST ${CANNED}`,
    { Name: 'x', Body: ' ' },
    '400/20001 Body',
  ),
  refused(
    'a canned response that is too long',
    `POST ${CANNED}`,
    { Name: 'x', Body: 'x'.repeat(4_097) },
    '400/20001 Body',
  ),
  refused('a shortcut somebody has', `POST ${CANNED}`, { ...canned, Shortcut: 'HELLO' }, '409/99110'),
  refused('a shortcut of two words', `POST ${CANNED}`, { ...canned, Shortcut: 'a b' }, '400/20001 Shortcut'),
  refused(
    'a language of a canned response that is none',
    `POST ${CANNED}`,
    { ...canned, Language: '?' },
    '400/20001 Language',
  ),
  refused('an unknown canned response', `POST ${CANNED}/{no:CR}`, canned, UNKNOWN),
  refused('the removal of an unknown canned response', `DELETE ${CANNED}/{no:CR}`, null, UNKNOWN),
  refused(
    'a question for customers that is too long',
    `GET /desk/v1/Customers?Query=${'x'.repeat(257)}`,
    null,
    '400/20001 Query',
  ),
  refused('a customer nobody knows', 'GET /desk/v1/Customers/nobody', null, UNKNOWN),
  refused(
    'the conversations of a customer nobody knows',
    'GET /desk/v1/Customers/nobody/Conversations',
    null,
    UNKNOWN,
  ),
  refused('a note about nobody', 'POST /desk/v1/Customers/nobody/Notes', { Body: 'x' }, UNKNOWN),
  refused('a note without a body', `POST ${CUSTOMER}/Notes`, {}, '400/20001 Body'),
  refused('an unknown note about a customer', `DELETE ${CUSTOMER}/Notes/{no:NT}`, null, UNKNOWN),
  refused('a note about another customer', 'DELETE /desk/v1/Customers/nobody/Notes/{NT}', null, UNKNOWN),
  refused(
    'a note in the margin for a note about a customer',
    `DELETE ${CUSTOMER}/Notes/{NT2}`,
    null,
    UNKNOWN,
  ),
  refused('notes of no conversation', `GET ${MARGIN}`, null, '400/20001 ConversationSid'),
  refused('notes of something else', `GET ${MARGIN}?ConversationSid={IS}`, null, '400/20001 ConversationSid'),
  refused('notes of an unknown conversation', `GET ${MARGIN}?ConversationSid={no:CH}`, null, UNKNOWN),
  refused('notes of a foreign conversation', `GET ${MARGIN}?ConversationSid={other:CH}`, null, UNKNOWN),
  refused(
    'a note in the margin of a foreign conversation',
    `POST ${MARGIN}`,
    { ConversationSid: '{other:CH}', Body: 'x' },
    UNKNOWN,
  ),
  refused(
    'a kind of note nobody knows',
    `POST ${MARGIN}`,
    { ConversationSid: '{CH}', Body: 'x', Kind: 'shout' },
    '400/20001 Kind',
  ),
  refused('messages since no date', `GET ${MESSAGES}?StartDate=yesterday`, null, '400/20001 StartDate'),
  refused('messages until no date', `GET ${MESSAGES}?EndDate=2026-02-30x`, null, '400/20001 EndDate'),
  refused('messages of a channel nobody knows', `GET ${MESSAGES}?Channel=pigeon`, null, '400/20001 Channel'),
  refused(
    'a question for messages that is too long',
    `GET ${MESSAGES}?Query=${'x'.repeat(257)}`,
    null,
    '400/20001 Query',
  ),
  refused(
    'an export in a format nobody knows',
    `GET ${MESSAGES}/Export?Format=xls`,
    null,
    '400/20001 Format',
  ),
];
