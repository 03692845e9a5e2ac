// The message that is being written: what the agent said of it, kept in this tab until it is sent.
import { useEffect, useState } from 'react';
import type { Channel } from './channels.ts';
import type { LinkedMessage } from './link.ts';
import { formatAsTyped } from './phone.ts';
import { looksLikeNumber } from './recipient.ts';
import type { IfOpen, Mode } from './wish.ts';

export interface Draft {
  /** What stands in the field, as typed. */
  readonly to: string;
  /** Null until somebody named the customer; then his known name is taken. */
  readonly name: string | null;
  /** Null for the first channel there is. */
  readonly channel: Channel | null;
  /** The choice of a sender; null for the one that is meant when nothing is said. */
  readonly sender: string | null;
  readonly wording: 'text' | 'template';
  readonly body: string;
  readonly templateSid: string | null;
  readonly values: Readonly<Record<string, string>>;
  readonly mode: Mode;
  /** `me`, or the SID of a queue or workflow; null for what is usual. */
  readonly route: string | null;
  /** What happens in a conversation that is open; null while nobody has decided. */
  readonly ifOpen: IfOpen | null;
}

export const EMPTY: Draft = {
  to: '',
  name: null,
  channel: null,
  sender: null,
  wording: 'text',
  body: '',
  templateSid: null,
  values: {},
  mode: 'open-now',
  route: null,
  ifOpen: null,
};

/** What was decided about an open conversation holds for this customer, this sender and this way only. */
const DECIDED_FOR: readonly (keyof Draft)[] = ['to', 'channel', 'sender', 'mode', 'route'];

/** The draft with a change. */
export function changed(draft: Draft, patch: Partial<Draft>): Draft {
  const isElsewhere = DECIDED_FOR.some((key) => key in patch && patch[key] !== draft[key]);
  return { ...draft, ...(isElsewhere ? { ifOpen: null } : {}), ...patch };
}

/** The next message after one was sent: the habits stay, the customer and the words go. */
export function nextDraft({ channel, sender, mode, route }: Draft): Draft {
  return { ...EMPTY, channel, sender, mode, route };
}

/** A message somebody's link begins. */
export function draftOf({ to, name, channel, body }: LinkedMessage): Draft {
  const written = looksLikeNumber(to) ? formatAsTyped(to, null) : to;
  return { ...EMPTY, to: written, name, channel, body: body ?? '' };
}

const keyOf = (identity: string) => `parley.new-message.${identity}`;

function kept(identity: string): Draft {
  try {
    return { ...EMPTY, ...JSON.parse(sessionStorage.getItem(keyOf(identity)) ?? '{}') };
  } catch {
    return EMPTY;
  }
}

/** The draft of this agent; `linked` begins another one. */
export function useDraft(identity: string, linked: LinkedMessage | null) {
  const [draft, setDraft] = useState<Draft>(() => (linked === null ? kept(identity) : draftOf(linked)));
  useEffect(() => {
    try {
      sessionStorage.setItem(keyOf(identity), JSON.stringify(draft));
    } catch {
      // A browser that keeps nothing: the draft lives as long as the page.
    }
  }, [identity, draft]);
  return [draft, (patch: Partial<Draft>) => setDraft((now) => changed(now, patch)), setDraft] as const;
}
