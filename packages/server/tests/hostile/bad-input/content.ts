// Mistakes in requests to the Content API. They are JSON.
import { refused, refusedBody } from './row.ts';

const TEMPLATES = '/content/v1/Content';
const TEMPLATE = `${TEMPLATES}/{HX}`;
const REQUESTS = `POST ${TEMPLATE}/ApprovalRequests/whatsapp`;
const SUBMITTED = `${TEMPLATES}/{HX2}`;
const STATUS = `POST ${SUBMITTED}/ApprovalRequests/whatsapp/Status`;
const UNKNOWN = '404/20404';

const text = { types: { 'twilio/text': { body: 'Hello {{1}}' } } };
const whole = { language: 'en', ...text };
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`v${at}`, 'x']));

const json = (name: string, address: string, body: unknown, expected: Parameters<typeof refused>[3]) =>
  refusedBody(name, address, JSON.stringify(body), expected, 'application/json');

const made = (name: string, body: unknown, expected: Parameters<typeof refused>[3]) =>
  json(name, `POST ${TEMPLATES}`, body, expected);

const typed = (name: string, type: string, content: unknown, place = '') =>
  made(name, { language: 'en', types: { [type]: content } }, `400/20001 types.${type}${place}`);

const templates = [
  made('a template without types', { language: 'en' }, '400/92001 types'),
  made('a template with no type', { language: 'en', types: {} }, '400/92001 types'),
  made(
    'a template whose only type is null',
    { language: 'en', types: { 'twilio/text': null } },
    '400/92001 types',
  ),
  made('types that are a list', { language: 'en', types: [] }, '400/20001 types'),
  made('types that are a text', { language: 'en', types: 'twilio/text' }, '400/20001 types'),
  made('a type nobody knows', { language: 'en', types: { 'twilio/hologram': {} } }, '400/92008 types'),
  made(
    'a type that is a property of objects',
    { language: 'en', types: { constructor: {} } },
    '400/92008 types',
  ),
  made('a template without a language', text, '400/92003 language'),
  made('a template with an empty language', { ...whole, language: '' }, '400/92003 language'),
  made('a language that is none', { ...whole, language: 'English' }, '400/92004 language'),
  made('a language that is a number', { ...whole, language: 1 }, '400/92004 language'),
  made('a name that is an object', { ...whole, friendly_name: {} }, '400/20001 friendly_name'),
  made('a name that is too long', { ...whole, friendly_name: 'x'.repeat(257) }, '400/20001 friendly_name'),
  made('samples that are a list', { ...whole, variables: ['a'] }, '400/20001 variables'),
  made('a sample that is a number', { ...whole, variables: { 1: 2 } }, '400/20001 variables.1'),
  made(
    'a sample that is too long',
    { ...whole, variables: { 1: 'x'.repeat(1_601) } },
    '400/20001 variables.1',
  ),
  made(
    'a sample with a space in its name',
    { ...whole, variables: { 'id name': 'x' } },
    '400/20001 variables',
  ),
  made(
    'a sample with a long name',
    { ...whole, variables: { ['x'.repeat(17)]: 'x' } },
    '400/20001 variables',
  ),
  made('more samples than variables may be', { ...whole, variables: many(101) }, '400/92002 variables'),
  made(
    'more placeholders than variables may be',
    {
      language: 'en',
      types: {
        'twilio/text': {
          body: Object.keys(many(101))
            .map((name) => `{{${name}}}`)
            .join(''),
        },
      },
    },
    '400/92002 types',
  ),
  typed('a placeholder with a space', 'twilio/text', { body: 'Hello {{id name}}' }),
  typed('an empty placeholder', 'twilio/text', { body: 'Hello {{}}' }),
  typed('a placeholder that does not end', 'twilio/text', { body: 'Hello {{name}' }),
  typed('a placeholder with a long name', 'twilio/text', { body: `{{${'x'.repeat(17)}}}` }),
  typed('a broken placeholder inside a button', 'twilio/quick-reply', {
    body: 'x',
    actions: [{ title: '{{ }}' }],
  }),
  typed('a text without a body', 'twilio/text', {}, '.body'),
  typed('a text with an empty body', 'twilio/text', { body: '' }, '.body'),
  typed('a text that is too long', 'twilio/text', { body: 'x'.repeat(1_601) }, '.body'),
  typed('a body that is a list', 'twilio/text', { body: ['x'] }, '.body'),
  typed('a type that is a text', 'twilio/text', 'Hello'),
  typed('media without an address', 'twilio/media', { body: 'x', media: [] }, '.media'),
  typed('a place without a longitude', 'twilio/location', { latitude: 1 }, '.longitude'),
  typed('a place beyond the pole', 'twilio/location', { latitude: 91, longitude: 1 }, '.latitude'),
  typed(
    'a list to choose nothing from',
    'twilio/list-picker',
    { body: 'x', button: 'x', items: [] },
    '.items',
  ),
  typed(
    'an item without a name',
    'twilio/list-picker',
    { body: 'x', button: 'x', items: [{ id: 'a' }] },
    '.items.0.item',
  ),
  typed(
    'eleven items',
    'twilio/list-picker',
    { body: 'x', button: 'x', items: Array(11).fill({ id: 'a', item: 'a' }) },
    '.items',
  ),
  typed('quick replies without one', 'twilio/quick-reply', { body: 'x', actions: [] }, '.actions'),
  typed(
    'a reply of another type',
    'twilio/quick-reply',
    { body: 'x', actions: [{ type: 'URL', title: 'x' }] },
    '.actions.0.type',
  ),
  typed(
    'a button that leads nowhere',
    'twilio/call-to-action',
    { body: 'x', actions: [{ type: 'URL', title: 'x' }] },
    '.actions.0.url',
  ),
  typed(
    'a button of an unknown type',
    'twilio/call-to-action',
    { body: 'x', actions: [{ type: 'PUSH', title: 'x' }] },
    '.actions.0.type',
  ),
  typed('a card without a title', 'twilio/card', { subtitle: 'x' }),
  typed('a card with a title alone', 'twilio/card', { title: 'x', actions: [] }),
  typed('a card of WhatsApp with a body alone', 'whatsapp/card', { body: 'x' }),
  typed('a carousel of cards without pictures', 'twilio/carousel', {
    body: 'x',
    cards: [{ body: 'x', actions: [] }],
  }),
  typed('a code that cannot be copied', 'whatsapp/authentication', { actions: [] }, '.actions'),
  typed('a schedule without slots', 'twilio/schedule', { id: 'x', title: 'x' }),
  typed(
    'a flow without pages',
    'twilio/flows',
    { body: 'x', button_text: 'x', type: 'OTHER', pages: [] },
    '.pages',
  ),
  typed('a flow of WhatsApp without its id', 'whatsapp/flows', { body: 'x', button_text: 'x' }, '.flow_id'),
  refused('a template as a form', `POST ${TEMPLATES}`, { language: 'en' }, '415/20415'),
  json('an update without types', `PUT ${TEMPLATE}`, { language: 'en' }, '400/92001 types'),
  json(
    'an update to a language that is none',
    `PUT ${TEMPLATE}`,
    { ...whole, language: '??' },
    '400/92004 language',
  ),
  json('an update of what was submitted', `PUT ${SUBMITTED}`, whole, '409/20009'),
  json('an update of a foreign template', `PUT ${TEMPLATES}/{other:HX}`, whole, UNKNOWN),
  json('an update of a template that does not exist', `PUT ${TEMPLATES}/{no:HX}`, whole, UNKNOWN),
  refused('a template that does not exist', `GET ${TEMPLATES}/{no:HX}`, null, UNKNOWN),
  refused('a foreign template', `GET ${TEMPLATES}/{other:HX}`, null, UNKNOWN),
  refused('a removal of a foreign template', `DELETE ${TEMPLATES}/{other:HX}`, null, UNKNOWN),
];

const approvals = [
  json('an approval without a name', REQUESTS, { category: 'UTILITY' }, '400/20001 name'),
  json(
    'an approval under a name with capitals',
    REQUESTS,
    { name: 'Hello', category: 'UTILITY' },
    '400/20001 name',
  ),
  json(
    'an approval under a name with spaces',
    REQUESTS,
    { name: 'a b', category: 'UTILITY' },
    '400/20001 name',
  ),
  json(
    'an approval under a long name',
    REQUESTS,
    { name: 'x'.repeat(513), category: 'UTILITY' },
    '400/20001 name',
  ),
  json('an approval without a category', REQUESTS, { name: 'a' }, '400/20001 category'),
  json('an approval in an unknown category', REQUESTS, { name: 'a', category: 'FUN' }, '400/20001 category'),
  json(
    'an approval in a category of codes',
    REQUESTS,
    { name: 'a', category: 'AUTHENTICATION' },
    '400/20001 category',
  ),
  json(
    'an approval for a second',
    REQUESTS,
    { name: 'a', category: 'UTILITY', send_ttl_seconds: 1 },
    '400/20001 send_ttl_seconds',
  ),
  json(
    'an approval of what was submitted',
    `POST ${SUBMITTED}/ApprovalRequests/whatsapp`,
    { name: 'a', category: 'UTILITY' },
    '409/20009',
  ),
  json(
    'an approval of a foreign template',
    `POST ${TEMPLATES}/{other:HX}/ApprovalRequests/whatsapp`,
    { name: 'a', category: 'UTILITY' },
    UNKNOWN,
  ),
  refused('approvals of a foreign template', `GET ${TEMPLATES}/{other:HX2}/ApprovalRequests`, null, UNKNOWN),
  json('a decision that is none', STATUS, { status: 'perhaps' }, '400/20001 status'),
  json('a decision without a status', STATUS, {}, '400/20001 status'),
  json(
    'a long reason',
    STATUS,
    { status: 'rejected', rejection_reason: 'x'.repeat(1_025) },
    '400/20001 rejection_reason',
  ),
  json(
    'a decision on an unknown category',
    STATUS,
    { status: 'approved', category: 'FUN' },
    '400/20001 category',
  ),
  json(
    'a decision on what was not submitted',
    `POST ${TEMPLATE}/ApprovalRequests/whatsapp/Status`,
    { status: 'approved' },
    UNKNOWN,
  ),
  json(
    'a decision on a foreign template',
    `POST ${TEMPLATES}/{other:HX2}/ApprovalRequests/whatsapp/Status`,
    { status: 'approved' },
    UNKNOWN,
  ),
];

const SEARCH = 'GET /content/v2/Content';

const searches = [
  refused(
    'templates by a heavy pattern',
    `${SEARCH}?ContentName=(a%2B)%2B%24`,
    null,
    '400/20001 ContentName',
  ),
  refused('templates by a long pattern', `${SEARCH}?Content=${'x'.repeat(257)}`, null, '400/20001 Content'),
  refused('templates in no order', `${SEARCH}?SortByDate=up`, null, '400/20001 SortByDate'),
  refused('templates since no date', `${SEARCH}?DateCreatedAfter=x`, null, '400/20001 DateCreatedAfter'),
  refused('templates of an unknown type', `${SEARCH}?ContentType=twilio/x`, null, '400/20001 ContentType'),
  refused(
    'templates of an unknown status',
    `${SEARCH}?ChannelEligibility=whatsapp:x`,
    null,
    '400/20001 ChannelEligibility',
  ),
  refused(
    'templates with approvals of an unknown channel',
    'GET /content/v2/ContentAndApprovals?ChannelEligibility=sms:approved',
    null,
    '400/20001 ChannelEligibility',
  ),
  refused(
    'the window of nobody',
    'GET /content/v1/Windows?From=whatsapp:%2B14155550100',
    null,
    '400/20001 To',
  ),
  refused('the window of no address', 'GET /content/v1/Windows?To=x&From=x', null, '400/20001 To'),
];

export const content = [...templates, ...approvals, ...searches];
