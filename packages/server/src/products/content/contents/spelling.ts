// How templates are spelled in requests. The classes of the official Node client write `friendlyName`, `twilioText` and
// `copyCodeText` where `friendly_name`, `twilio/text` and `copy_code_text` are documented.

/** Fields of content whose names are of several words, by the client's spelling. */
const FIELDS = new Map(
  [
    'add_security_recommendation',
    'button_text',
    'code_expiration_minutes',
    'copy_code_text',
    'dynamic_items',
    'flow_first_page_id',
    'flow_id',
    'flow_token',
    'header_text',
    'is_flow_first_page_endpoint',
    'media_url',
    'next_page_id',
    'section_title',
    'webview_size',
  ].map((name) => [name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), name]),
);

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** `twilioListPicker` is `twilio/list-picker`. */
function typeName(name: string): string {
  return /^(twilio|whatsapp)[A-Z]/.test(name) ? kebab(name).replace('-', '/') : name;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsSpelled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fieldsSpelled);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [FIELDS.get(name) ?? name, fieldsSpelled(field)]),
  );
}

/** The `types` of a request with the documented names. */
export function typesSpelled(types: unknown): unknown {
  if (!isObject(types)) return types;
  return Object.fromEntries(
    Object.entries(types).map(([type, content]) => [typeName(type), fieldsSpelled(content)]),
  );
}
