// What the functions of the current generation are asked with.
import { OutboundError } from '../outbound-error.ts';

/** What the customer is told: words, or an approved template where the channel asks for one. */
export type FirstMessage =
  | { readonly body: string }
  | { readonly contentSid: string; readonly contentVariables?: Readonly<Record<string, string>> };

/** Whom to write to, as whom, and what. */
export interface ConversationRequest {
  /** The customer's address, with the prefix of its channel (`whatsapp:+1…`); a plain number for SMS. */
  readonly to: string;
  /** The address of the contact centre, of the same channel. */
  readonly from: string;
  /** The agent's identity: whom the message is from. */
  readonly author: string;
  readonly message: FirstMessage;
  readonly customerName?: string;
}

/** Where the task of a conversation goes. */
export interface Routing {
  readonly workspaceSid: string;
  readonly workflowSid: string;
  readonly queueSid?: string;
  readonly workerSid?: string;
  /** Unique name of the task channel; `chat` when not given. */
  readonly taskChannel?: string;
}

const MEDIA = { sms: 'sms', whatsapp: 'whatsapp', messenger: 'messenger' } as const;

/** The medium of an address, in the words of the Interactions API. */
export function mediumOf(address: string): (typeof MEDIA)[keyof typeof MEDIA] {
  const mark = address.indexOf(':');
  const prefix = mark === -1 ? 'sms' : address.slice(0, mark);
  return MEDIA[prefix as keyof typeof MEDIA] ?? 'sms';
}

/** Refuses a request with everything that is missing: 400, with `errors`. */
export function requireProperties(given: object, names: readonly string[]): void {
  const errors = names
    .filter((name) => {
      const value = (given as Record<string, unknown>)[name];
      return value === undefined || value === null || value === '';
    })
    .map((name) => `Missing '${name}'`);
  if (errors.length > 0) throw new OutboundError(400, errors.join('; '), { errors });
}

/** The message in the parameters of the Conversations API. */
export function messageParameters({ author, message }: ConversationRequest) {
  if ('body' in message) return { author, body: message.body };
  const { contentSid, contentVariables } = message;
  return {
    author,
    contentSid,
    ...(contentVariables === undefined ? {} : { contentVariables: JSON.stringify(contentVariables) }),
  };
}
