// The string formats of the published documents which JSON Schema does not know, or takes
// more widely than the clients do.

const e164 = /^\+[1-9]\d{1,14}$/;
const rfc2822 =
  /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} ([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60) \+0000$/;
const wholeSeconds = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;

const isDate = (value: string) => !Number.isNaN(Date.parse(value));

/** Formats to register with the validator; `true` marks names that say nothing about a string. */
export const answerFormats: Readonly<Record<string, RegExp | true | ((value: string) => boolean)>> = {
  // Narrower than the standard format: the official clients parse this one spelling, and no published
  // example of the ISO products has another.
  'date-time': (value) => wholeSeconds.test(value) && isDate(value),
  'http-method': /^(GET|POST|PUT|PATCH|DELETE|HEAD)$/,
  'phone-number': e164,
  'date-time-rfc-2822': (value) => rfc2822.test(value) && isDate(value),
  'iso-country-code': /^[A-Z]{2}$/,
  currency: /^[A-Za-z]{3}$/,
  // Not published: what the exceptions to the documents put in place of `uri`.
  'absolute-path': /^\/\S*$/,
  'uri-or-empty': /^$|^[a-z][a-z\d+.-]*:\S+$/i,
  twiml: true,
  endpoint: true,
  // These three describe objects: their content is checked through schemas, not through a format.
  'uri-map': true,
  'phone-number-capabilities': true,
  'ice-server': true,
};
