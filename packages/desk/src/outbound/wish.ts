// A message to a customer as the one call takes it.
import type { Parameters } from '#desk/rest/request.ts';
import type { Channel } from './channels.ts';

export type Mode = 'open-now' | 'send-and-wait';
export type IfOpen = 'reuse' | 'append' | 'take-over';

/** Who gets the conversation, or the answer. */
export type Route =
  | { readonly kind: 'me'; readonly workerSid: string }
  | { readonly kind: 'queue'; readonly sid: string }
  | { readonly kind: 'workflow'; readonly sid: string }
  /** What the account's set-up makes of it. */
  | { readonly kind: 'usual' };

/** Everything that is said in one call. */
export interface OutboundWish {
  readonly to: string;
  readonly channel: Channel;
  readonly from: string | null;
  readonly senderPolicy: 'sticky' | null;
  readonly messagingServiceSid: string | null;
  readonly customerName: string | null;
  readonly body: string | null;
  readonly contentSid: string | null;
  readonly contentVariables: Readonly<Record<string, string>> | null;
  readonly mode: Mode;
  readonly ifOpen: IfOpen | null;
  readonly route: Route;
  /** Who writes. */
  readonly identity: string;
}

function routing({ route, mode, identity }: OutboundWish): Parameters {
  switch (route.kind) {
    case 'me':
      return {
        'Routing.WorkerSid': route.workerSid,
        'Routing.ReplyTo': mode === 'send-and-wait' ? 'same-agent' : null,
      };
    case 'queue':
      return { 'Routing.QueueSid': route.sid, 'Routing.AgentIdentity': identity };
    case 'workflow':
      return { 'Routing.WorkflowSid': route.sid, 'Routing.AgentIdentity': identity };
    case 'usual':
      return { 'Routing.AgentIdentity': identity };
  }
}

/** The parameters of `POST /outbound/v1/Conversations`. */
export function parametersOf(wish: OutboundWish): Parameters {
  const { contentVariables } = wish;
  return {
    To: wish.to,
    Channel: wish.channel,
    From: wish.from,
    SenderPolicy: wish.senderPolicy,
    MessagingServiceSid: wish.messagingServiceSid,
    CustomerName: wish.customerName,
    Body: wish.contentSid === null ? wish.body : null,
    ContentSid: wish.contentSid,
    ContentVariables: contentVariables === null ? null : JSON.stringify(contentVariables),
    Mode: wish.mode,
    IfOpen: wish.ifOpen ?? 'reject',
    ...routing(wish),
  };
}

/** The record of a call, as far as the desk reads it. */
export interface OutboundRecord {
  readonly sid: string;
  readonly outcome: 'opened' | 'appended' | 'reused' | 'taken-over';
  readonly status: 'open' | 'waiting' | 'answered' | 'expired' | 'superseded' | 'failed';
  readonly mode: Mode;
  readonly channel: Channel;
  readonly to: string;
  readonly from: string;
  readonly customer_name: string | null;
  readonly author: string;
  readonly conversation_sid: string;
  readonly task_sid: string | null;
  readonly worker_sid: string | null;
  readonly routing: { readonly worker_sid: string | null; readonly queue_sid: string | null };
  readonly date_created: string;
  readonly date_expires: string | null;
}
