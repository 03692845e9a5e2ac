// The documented types of content and what each must hold ("Content types overview" and the page of each type).
import { z } from 'zod';

const filled = (max: number) =>
  z.string().min(1, 'it is empty').max(max, `it is longer than ${max} characters`);
const optional = (max: number) =>
  z.string().max(max, `it is longer than ${max} characters`).nullable().optional();

/** Lists of buttons and items hold at least one and at most `max`. */
function several<T extends z.ZodType>(item: T, max: number, min = 1) {
  return z.array(item).min(min, `it has fewer than ${min} items`).max(max, `it has more than ${max} items`);
}

const URL_LIMIT = 2_000;
const BODY_LIMIT = 1_024;
const TITLE_LIMIT = 25;

/** What a button must hold beside its words, by its type. */
const NEEDED: Readonly<Record<string, 'url' | 'phone' | 'code'>> = {
  URL: 'url',
  PHONE_NUMBER: 'phone',
  COPY_CODE: 'code',
};

const TITLED: ReadonlySet<string> = new Set(['URL', 'PHONE_NUMBER', 'QUICK_REPLY']);

/** A button of one of the given types. Fields that are not documented stay as they were sent. */
function button<const T extends readonly [string, ...string[]]>(types: T) {
  return z
    .looseObject({
      type: z.enum(types, `it is not one of ${types.join(', ')}`),
      title: optional(TITLE_LIMIT),
      url: optional(URL_LIMIT),
      phone: optional(20),
      code: optional(15),
      id: optional(256),
    })
    .superRefine((action, context) => {
      const needed = NEEDED[action.type];
      if (needed !== undefined && !action[needed]) {
        context.addIssue({ code: 'custom', path: [needed], message: 'it is missing' });
      }
      if (TITLED.has(action.type) && !action.title) {
        context.addIssue({ code: 'custom', path: ['title'], message: 'it is missing' });
      }
    });
}

const quickReply = z.looseObject({
  type: z.enum(['QUICK_REPLY'], 'it is not QUICK_REPLY').optional(),
  title: filled(TITLE_LIMIT),
  id: optional(256),
});

const CARD_BUTTONS = ['URL', 'PHONE_NUMBER', 'QUICK_REPLY', 'COPY_CODE', 'VOICE_CALL'] as const;
const media = (max: number) => z.array(filled(URL_LIMIT)).max(max, `it has more than ${max} items`);

/** A coordinate may also come out of a variable. */
const coordinate = (limit: number) =>
  z.union([
    z.number().min(-limit).max(limit),
    z.string().regex(/^\{\{\w{1,16}\}\}$/, 'it is neither a number nor a variable'),
  ]);

function hasAnother(card: Record<string, unknown>, main: readonly string[]): boolean {
  return Object.entries(card).some(
    ([key, value]) => !main.includes(key) && (Array.isArray(value) ? value.length > 0 : Boolean(value)),
  );
}

const twilioCard = z
  .looseObject({
    title: optional(1_024),
    body: optional(1_600),
    subtitle: optional(60),
    media: media(10).nullable().optional(),
    actions: several(button(CARD_BUTTONS), 10, 0).nullable().optional(),
  })
  .refine((card) => card.title || card['body'], 'it has neither a title nor a body')
  .refine((card) => hasAnother(card, card.title ? ['title'] : ['body']), 'it has nothing beside its title');

const whatsappCard = z
  .looseObject({
    body: filled(BODY_LIMIT),
    footer: optional(60),
    media: media(1).nullable().optional(),
    header_text: optional(60),
    actions: several(button(CARD_BUTTONS), 10, 0).nullable().optional(),
  })
  .refine((card) => hasAnother(card, ['body']), 'it has nothing beside its body');

const carouselCard = z.looseObject({
  title: optional(160),
  body: filled(160),
  media: filled(URL_LIMIT),
  actions: several(button(['URL', 'PHONE_NUMBER', 'QUICK_REPLY']), 2),
});

const flowsPage = z.looseObject({
  id: filled(256),
  next_page_id: optional(256),
  title: filled(60),
  subtitle: optional(300),
  layout: several(z.looseObject({ type: filled(60), label: optional(256) }), 50),
});

/** Older pages write `timeSlots`, clients send `time_slots`. */
const schedule = z
  .looseObject({
    id: filled(256),
    title: filled(BODY_LIMIT),
    timeSlots: optional(10_000),
    time_slots: optional(10_000),
  })
  .refine((given) => given.timeSlots || given.time_slots, 'it has no timeSlots');

/**
 * What may be under each key of `types`. Where a channel takes several types, it gets the last of them in this order,
 * from the plainest to the richest ("Channel support and priority order").
 */
export const TYPE_SCHEMAS = {
  'twilio/text': z.looseObject({ body: filled(1_600) }),
  'twilio/media': z.looseObject({ body: optional(1_600), media: media(10).min(1, 'it is empty') }),
  'twilio/location': z.looseObject({
    latitude: coordinate(90),
    longitude: coordinate(180),
    label: optional(1_000),
    address: optional(1_000),
    id: optional(256),
  }),
  'twilio/quick-reply': z.looseObject({ body: filled(BODY_LIMIT), actions: several(quickReply, 10) }),
  'twilio/call-to-action': z.looseObject({
    body: filled(1_600),
    actions: several(
      button([
        'URL',
        'PHONE_NUMBER',
        'COPY_CODE',
        'VOICE_CALL',
        'VOICE_CALL_REQUEST',
        'REQUEST_CONTACT_INFO',
      ]),
      10,
    ),
  }),
  'twilio/list-picker': z.looseObject({
    body: filled(BODY_LIMIT),
    button: filled(20),
    items: several(z.looseObject({ id: filled(200), item: filled(24), description: optional(72) }), 10),
  }),
  'twilio/card': twilioCard,
  'twilio/carousel': z.looseObject({ body: filled(BODY_LIMIT), cards: several(carouselCard, 10) }),
  'twilio/catalog': z.looseObject({
    title: optional(60),
    body: filled(BODY_LIMIT),
    subtitle: optional(60),
    id: optional(256),
    items: several(z.looseObject({ id: optional(256), name: optional(256) }), 30, 0)
      .nullable()
      .optional(),
    dynamic_items: optional(10_000),
  }),
  'twilio/schedule': schedule,
  'twilio/flows': z.looseObject({
    body: filled(BODY_LIMIT),
    button_text: filled(20),
    subtitle: optional(60),
    media_url: optional(URL_LIMIT),
    pages: several(flowsPage, 20),
    type: filled(60),
  }),
  'whatsapp/flows': z.looseObject({
    body: filled(BODY_LIMIT),
    button_text: filled(30),
    flow_id: filled(256),
    flow_token: optional(256),
    flow_first_page_id: optional(256),
    is_flow_first_page_endpoint: z.boolean().nullable().optional(),
  }),
  'whatsapp/card': whatsappCard,
  'whatsapp/authentication': z.looseObject({
    add_security_recommendation: z.boolean().nullable().optional(),
    code_expiration_minutes: z.number().int().min(1).max(90).nullable().optional(),
    actions: several(z.looseObject({ type: z.enum(['COPY_CODE']), copy_code_text: filled(25) }), 1),
  }),
} as const;

/** The key of one type of content. */
export type ContentType = keyof typeof TYPE_SCHEMAS;

/** Every type, from the plainest to the richest. */
export const CONTENT_TYPES = Object.keys(TYPE_SCHEMAS) as readonly ContentType[];

/** Whether the key names a documented type. */
export function isContentType(name: string): name is ContentType {
  return Object.hasOwn(TYPE_SCHEMAS, name);
}
