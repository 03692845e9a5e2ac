// The message being written, worked out: who and what is meant by the draft, with what follows where nothing was said.
import type { CountryCode } from 'libphonenumber-js/min';
import { useMemo } from 'react';
import { useDesk } from '#desk/state/store.ts';
import { gapsOf } from '#desk/text/template-words.ts';
import { bareAddress, type Channel, channelOf } from '../channels.ts';
import type { Draft } from '../draft.ts';
import { type KnownCustomer, useKnownCustomer, useOwnAddresses, useTemplates } from '../facts.ts';
import { countryOf } from '../phone.ts';
import { type Recipient, recipientFrom } from '../recipient.ts';
import { channelsOf, defaultSender, ownNumber, type SenderChoice, senderChoices } from '../senders.ts';
import type { OutboundWish, Route } from '../wish.ts';

const NOTHING = { addresses: [], services: [] } as const;

/** Everything the form and the button need to know. */
interface Compose {
  readonly channels: readonly Channel[];
  readonly channel: Channel;
  readonly country: CountryCode | null;
  readonly recipient: Recipient;
  readonly known: KnownCustomer | null | undefined;
  readonly name: string;
  readonly choices: readonly SenderChoice[];
  readonly sender: SenderChoice | null;
  /** `me`, `usual`, or the SID of a queue or workflow. */
  readonly route: string;
  /** What it stands for. */
  readonly target: Route;
  readonly isWorker: boolean;
  /** Null while it is not said who writes to whom. */
  readonly wish: OutboundWish | null;
  /** What is still to be said, or null. */
  readonly missing: 'to' | 'from' | 'words' | 'values' | null;
}

function routeOf(route: string, workerSid: string | null): Route {
  if (route === 'me' && workerSid !== null) return { kind: 'me', workerSid };
  if (route.startsWith('WQ')) return { kind: 'queue', sid: route };
  if (route.startsWith('WW')) return { kind: 'workflow', sid: route };
  return { kind: 'usual' };
}

function senderOf(sender: SenderChoice): Pick<OutboundWish, 'from' | 'senderPolicy' | 'messagingServiceSid'> {
  switch (sender.kind) {
    case 'sticky':
      return { from: null, senderPolicy: 'sticky', messagingServiceSid: null };
    case 'service':
      return { from: null, senderPolicy: null, messagingServiceSid: sender.serviceSid };
    default:
      return { from: sender.address, senderPolicy: null, messagingServiceSid: null };
  }
}

/** The gaps of the chosen template that have no value; null while no template is chosen. */
function useGaps({ templateSid, values }: Draft): readonly string[] | null {
  const { data } = useTemplates();
  return useMemo(() => {
    const template = data?.find(({ sid }) => sid === templateSid);
    return template === undefined ? null : gapsOf(template.types).filter((gap) => !values[gap]?.trim());
  }, [data, templateSid, values]);
}

function saidBy({ wording, body, templateSid, values }: Draft) {
  const isTemplate = wording === 'template' && templateSid !== null;
  const given = Object.entries(values).filter(([, value]) => value.trim() !== '');
  return {
    body: wording === 'text' && body.trim() !== '' ? body : null,
    contentSid: isTemplate ? templateSid : null,
    contentVariables: isTemplate && given.length > 0 ? Object.fromEntries(given) : null,
  };
}

/** Works the draft out. */
export function useCompose(draft: Draft): Compose {
  const user = useDesk((state) => state.session.user);
  const attributes = useDesk((state) => state.worker.attributes);
  const workerSid = user?.workerSid ?? null;
  const own = useMemo(() => ownNumber(attributes), [attributes]);
  const addresses = useOwnAddresses().data ?? NOTHING;
  const gaps = useGaps(draft);

  const channels = useMemo(() => channelsOf(addresses), [addresses]);
  const wanted = draft.channel ?? channels[0] ?? 'sms';
  const country = useMemo(() => {
    const numbers = [own, ...addresses.addresses.map(({ address }) => address)];
    const first = numbers.find((address) => address !== null && bareAddress(address).startsWith('+'));
    return first ? countryOf(first) : null;
  }, [own, addresses]);
  const recipient = useMemo(() => recipientFrom(draft.to, wanted, country), [draft.to, wanted, country]);
  const channel = recipient.kind === 'address' ? recipient.channel : (channelOf(draft.to) ?? wanted);

  const to = recipient.kind === 'address' ? recipient.address : null;
  const { data: known } = useKnownCustomer(to === null || channel === 'messenger' ? to : bareAddress(to));
  const name = draft.name ?? known?.name ?? '';
  const choices = useMemo(() => senderChoices(addresses, channel, own), [addresses, channel, own]);
  const sender =
    choices.find(({ id }) => id === draft.sender) ??
    defaultSender(choices, known !== undefined && known !== null);
  const isWorker = workerSid !== null;
  const route = draft.route ?? (isWorker ? 'me' : 'usual');
  const target = routeOf(route, workerSid);

  const words = saidBy(draft);
  const hasWords = words.body !== null || words.contentSid !== null;
  const missing =
    to === null
      ? 'to'
      : sender === null
        ? 'from'
        : !hasWords
          ? 'words'
          : words.contentSid !== null && gaps?.length !== 0
            ? 'values'
            : null;
  const wish: OutboundWish | null =
    to === null || sender === null
      ? null
      : {
          to,
          channel,
          ...senderOf(sender),
          customerName: name.trim() || null,
          ...words,
          mode: draft.mode,
          ifOpen: draft.ifOpen,
          route: target,
          identity: user?.identity ?? '',
        };
  return {
    channels,
    channel,
    country,
    recipient,
    known,
    name,
    choices,
    sender,
    route,
    target,
    isWorker,
    wish,
    missing,
  };
}
