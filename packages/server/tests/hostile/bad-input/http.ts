// Mistakes below the level of any product: credentials, methods, addresses, content types, encodings, headers.
import { refused, refusedBody } from './row.ts';

const SERVICES = 'POST /chat/v2/Services';
const CHANNEL = 'POST /chat/v2/Services/{IS}/Channels/{CH}';
const JSON_TYPE = 'application/json';
const key = (value: string) => ({ headers: { 'idempotency-key': value } });
const version = (value: string) => ({ headers: { 'if-match': value } });
const authorized = (value: string) => ({ isAnonymous: true, headers: { authorization: value } });
const base64 = (text: string) => Buffer.from(text).toString('base64');

export const http = [
  refused('no credentials', 'GET /chat/v2/Services', null, '401/20003', { isAnonymous: true }),
  refused('empty credentials', 'GET /chat/v2/Services', null, '401/20003', authorized('')),
  refused('bearer credentials', 'GET /chat/v2/Services', null, '401/20003', authorized('Bearer abc')),
  refused(
    'credentials that are no base64',
    'GET /chat/v2/Services',
    null,
    '401/20003',
    authorized('Basic %%%'),
  ),
  refused(
    'credentials without a colon',
    'GET /chat/v2/Services',
    null,
    '401/20003',
    authorized(`Basic ${base64('AC')}`),
  ),
  refused(
    'credentials with a NUL',
    'GET /chat/v2/Services',
    null,
    '401/20003',
    authorized(`Basic ${base64('AC\0:x')}`),
  ),
  refused(
    'an unknown account',
    'GET /chat/v2/Services',
    null,
    '401/20003',
    authorized(`Basic ${base64(`AC${'0'.repeat(32)}:token`)}`),
  ),
  refused(
    'an unknown API key',
    'GET /chat/v2/Services',
    null,
    '401/20003',
    authorized(`Basic ${base64(`SK${'0'.repeat(32)}:secret`)}`),
  ),
  refused('a create without credentials', SERVICES, { FriendlyName: 'x' }, '401/20003', {
    isAnonymous: true,
  }),
  refused('an unknown address without credentials', 'GET /proxy/v1/Nothing', null, '401/20003', {
    isAnonymous: true,
  }),

  refused('an unknown address', 'GET /proxy/v1/Nothing', null, '404/20404'),
  refused('an unknown version', 'GET /proxy/v9/Services', null, '404/20404'),
  refused('an unknown product', 'GET /nothing/v1/Services', null, '404/20404'),
  refused('another case', 'GET /chat/v2/services', null, '404/20404'),
  refused('a trailing slash', 'GET /chat/v2/Services/', null, '404/20404'),
  refused('two slashes', 'GET //chat/v2/Services', null, '404/20404'),
  refused('a NUL in the path', 'GET /chat/v2/Services/%00', null, '404/20404'),
  refused('dots in the path', 'GET /chat/v2/Services/../../etc/passwd', null, '404/20404'),
  refused('encoded dots in the path', 'GET /chat/v2/Services/%2e%2e%2f%2e%2e%2fetc', null, '404/20404'),
  refused('broken percent-encoding in the path', 'GET /chat/v2/Services/%zz', null, '400/20001'),
  refused('half an encoded character in the path', 'GET /chat/v2/Services/%e2%82', null, '400/20001'),
  refused('a lone surrogate in the path', 'GET /chat/v2/Services/%ed%a0%80', null, '400/20001'),
  refused('a very long path parameter', `GET /chat/v2/Services/${'a'.repeat(600)}`, null, '404/20404'),
  refused('a very long path', `GET /chat/v2/${'a/'.repeat(2_000)}`, null, '404/20404'),

  refused('PUT where there is none', 'PUT /chat/v2/Services', { FriendlyName: 'x' }, '405/20004'),
  refused('PATCH', 'PATCH /chat/v2/Services/{IS}', { FriendlyName: 'x' }, '405/20004'),
  refused('DELETE of a collection', 'DELETE /chat/v2/Services', null, '405/20004'),
  refused('OPTIONS', 'OPTIONS /chat/v2/Services', null, '405/20004'),
  refused(
    'an update of what cannot be updated',
    'POST /proxy/v1/Services/{KS}/Sessions/{KC}/Participants/{KP}',
    {},
    '405/20004',
  ),
  refused('DELETE of a log entry', 'DELETE /webhooks/v1/Deliveries/{WD}', null, '405/20004'),
  refused('POST of a log entry', 'POST /webhooks/v1/Deliveries', {}, '405/20004'),

  refusedBody('JSON where a form is documented', SERVICES, '{"FriendlyName":"x"}', '415/20415', JSON_TYPE),
  refusedBody('broken JSON', SERVICES, '{"FriendlyName":', '400/20001 body', JSON_TYPE),
  refusedBody('a JSON array as the body', SERVICES, '[]', '400/20001 body', JSON_TYPE),
  refusedBody('a JSON string as the body', SERVICES, '"FriendlyName"', '400/20001 body', JSON_TYPE),
  refusedBody('JSON null as the body', SERVICES, 'null', '400/20001 body', JSON_TYPE),
  refusedBody('a JSON number as the body', SERVICES, '7', '400/20001 body', JSON_TYPE),
  refusedBody('JSON with a NUL', SERVICES, '{"FriendlyName":"a\\u0000b"}', '400/20001 body', JSON_TYPE),
  refusedBody('JSON with a lone surrogate', SERVICES, '{"FriendlyName":"\\ud800"}', '415/20415', JSON_TYPE),
  refusedBody(
    'JSON nested 100,000 deep',
    SERVICES,
    `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
    '400/20001 body',
    JSON_TYPE,
  ),
  refusedBody('plain text', SERVICES, 'FriendlyName=x', '415/20415', 'text/plain'),
  refusedBody('a multipart form', SERVICES, '--x--', '415/20415', 'multipart/form-data; boundary=x'),
  refusedBody('XML', SERVICES, '<FriendlyName>x</FriendlyName>', '415/20415', 'application/xml'),
  refusedBody('a nonsense content type', SERVICES, 'FriendlyName=x', '415/20415', 'nonsense'),
  refusedBody('an empty content type', SERVICES, 'FriendlyName=x', '415/20415', ''),
  refusedBody('more than four megabytes', SERVICES, `FriendlyName=${'x'.repeat(4_194_304)}`, '413/20413'),
  refusedBody('a NUL in a form', SERVICES, 'FriendlyName=a%00b', '400/20001 FriendlyName'),
  refusedBody('a raw NUL in a form', SERVICES, 'FriendlyName=a\0b', '400/20001 FriendlyName'),
  refusedBody('a NUL in a parameter nobody knows', SERVICES, 'FriendlyName=x&Other=%00', '400/20001 Other'),
  refusedBody('a NUL in one of several values', SERVICES, 'FriendlyName=x&A=1&A=%00', '400/20001 A'),
  refusedBody('a body of separators', SERVICES, '&&&===&&', '400/20001 FriendlyName'),
  refusedBody(
    'a body of bytes that are no text',
    SERVICES,
    Buffer.from([0xff, 0xfe, 0xc0, 0x80]),
    '400/20001 FriendlyName',
  ),
  refusedBody(
    '__proto__ in place of a parameter',
    SERVICES,
    '__proto__[FriendlyName]=x',
    '400/20001 FriendlyName',
  ),
  refusedBody(
    'constructor in place of a parameter',
    SERVICES,
    'constructor.prototype.FriendlyName=x',
    '400/20001 FriendlyName',
  ),
  refusedBody(
    'a parameter after a thousand others',
    SERVICES,
    `${'a=1&'.repeat(1_000)}FriendlyName=x`,
    '400/20001 FriendlyName',
  ),
  refusedBody('a parameter in another case', SERVICES, 'friendlyname=x', '400/20001 FriendlyName'),
  refused(
    'parameters in the query of a POST',
    'POST /chat/v2/Services?FriendlyName=x',
    null,
    '400/20001 FriendlyName',
  ),
  refused(
    'a NUL in the query',
    'GET /api/2010-04-01/Accounts/{AC}/Messages.json?To=%00',
    null,
    '400/20001 To',
  ),

  refused(
    'an idempotency key with a space',
    SERVICES,
    { FriendlyName: 'x' },
    '400/20001 idempotency key',
    key('a b'),
  ),
  refused('an empty idempotency key', SERVICES, { FriendlyName: 'x' }, '400/20001 idempotency key', key('')),
  refused(
    'an idempotency key of 256 characters',
    SERVICES,
    { FriendlyName: 'x' },
    '400/20001 idempotency key',
    key('k'.repeat(256)),
  ),
  refused(
    'an idempotency key that is no ASCII',
    SERVICES,
    { FriendlyName: 'x' },
    '400/20001 idempotency key',
    key('schlüssel'),
  ),
  refused('a keyed request with a mistake', SERVICES, {}, '400/20001 FriendlyName', key('one')),

  refused('If-Match of an old version', CHANNEL, { FriendlyName: 'x' }, '412/20412', version('"4711"')),
  refused('If-Match that is no version', CHANNEL, { FriendlyName: 'x' }, '412/20412', version('"abc"')),
  refused('If-Match with a negative version', CHANNEL, { FriendlyName: 'x' }, '412/20412', version('"-1"')),
  refused(
    'If-Match with a huge version',
    CHANNEL,
    { FriendlyName: 'x' },
    '412/20412',
    version(`"${'9'.repeat(40)}"`),
  ),
  refused(
    'If-Match with a list of versions',
    CHANNEL,
    { FriendlyName: 'x' },
    '412/20412',
    version('"1", "2"'),
  ),
  refused('an empty If-Match', CHANNEL, { FriendlyName: 'x' }, '412/20412', version('')),
  refused('If-Match with an injection', CHANNEL, { FriendlyName: 'x' }, '412/20412', version("0' OR '1'='1")),
];
