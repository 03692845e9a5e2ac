// Our addresses a message can be sent from, and the one that is meant when the agent says nothing.
import { addressOn, bareAddress, type Channel, channelOf } from './channels.ts';

/** A way to choose the sender. */
export type SenderChoice =
  | { readonly id: 'own'; readonly kind: 'own'; readonly address: string }
  | { readonly id: 'sticky'; readonly kind: 'sticky' }
  | { readonly id: string; readonly kind: 'number'; readonly address: string; readonly name: string }
  | { readonly id: string; readonly kind: 'service'; readonly serviceSid: string; readonly name: string };

/** What the account has to send from. */
export interface OwnAddresses {
  /** With what people call them. */
  readonly addresses: readonly { readonly address: string; readonly name: string }[];
  readonly services: readonly { readonly sid: string; readonly name: string }[];
}

/** Attributes of workers that name their own number, as the one call reads them. */
const NUMBER_ATTRIBUTES = ['phone', 'phone_number', 'twilio_number', 'number'] as const;

/** The agent's own number. */
export function ownNumber(attributes: Readonly<Record<string, unknown>>): string | null {
  const found = NUMBER_ATTRIBUTES.map((name) => attributes[name]).find(
    (value) => typeof value === 'string' && value !== '',
  );
  return found === undefined ? null : (found as string);
}

/** The channels the account has an address on; texts where it has none at all, so that the form is not empty. */
export function channelsOf({ addresses, services }: OwnAddresses): readonly Channel[] {
  const found = new Set(addresses.map(({ address }) => channelOf(address)));
  if (services.length > 0 || found.size === 0) found.add('sms');
  return (['sms', 'whatsapp', 'messenger'] as const).filter((channel) => found.has(channel));
}

/** The choices on a channel: the agent's own number first, then what finds a number, then all the others. */
export function senderChoices(
  { addresses, services }: OwnAddresses,
  channel: Channel,
  own: string | null,
): readonly SenderChoice[] {
  const here = addresses.filter(({ address }) => channelOf(address) === channel);
  const mine = own === null ? null : addressOn(channel, own);
  const isMine = (address: string) => mine !== null && bareAddress(address) === bareAddress(mine);
  return [
    ...(mine !== null && here.some(({ address }) => isMine(address))
      ? [{ id: 'own', kind: 'own', address: mine } as const]
      : []),
    ...(here.length === 0 ? [] : [{ id: 'sticky', kind: 'sticky' } as const]),
    ...here
      .filter(({ address }) => !isMine(address))
      .map(({ address, name }) => ({ id: address, kind: 'number' as const, address, name })),
    ...services.map(({ sid, name }) => ({ id: sid, kind: 'service' as const, serviceSid: sid, name })),
  ];
}

/**
 * What is meant when nothing was chosen: the agent's own number; without one the number a customer knows who was in
 * touch before, else the first there is.
 */
export function defaultSender(choices: readonly SenderChoice[], isKnown: boolean): SenderChoice | null {
  const kind = (wanted: SenderChoice['kind']) => choices.find((choice) => choice.kind === wanted);
  const known = isKnown ? kind('sticky') : undefined;
  return kind('own') ?? known ?? kind('number') ?? kind('service') ?? null;
}
