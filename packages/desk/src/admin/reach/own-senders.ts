// Every address of the account's that messages can come from, for choices.
import { useAccountPath, useAll } from '../parts/lists.ts';

/** Something that sends. */
export interface OwnSender {
  readonly sid: string;
  readonly address: string;
  readonly name: string;
  readonly kind: 'phone' | 'code' | 'channel';
}

/** Numbers, short codes and senders of channels; undefined while they are on their way. */
export function useOwnSenders(): readonly OwnSender[] | undefined {
  const account = useAccountPath();
  const phones = useAll<{ sid: string; phone_number: string; friendly_name: string }>({
    path: `${account}/IncomingPhoneNumbers.json`,
    rowsKey: 'incoming_phone_numbers',
  });
  const codes = useAll<{ sid: string; short_code: string; friendly_name: string }>({
    path: `${account}/SMS/ShortCodes.json`,
    rowsKey: 'short_codes',
  });
  const channels = useAll<{ sid: string; sender_id: string; friendly_name: string | null }>({
    path: '/messaging/v2/Channels/Senders',
  });
  if (!phones.data || !codes.data || !channels.data) return undefined;
  return [
    ...phones.data.map(({ sid, phone_number: address, friendly_name: name }) => ({
      sid,
      address,
      name,
      kind: 'phone' as const,
    })),
    ...codes.data.map(({ sid, short_code: address, friendly_name: name }) => ({
      sid,
      address,
      name,
      kind: 'code' as const,
    })),
    ...channels.data.map(({ sid, sender_id: address, friendly_name: name }) => ({
      sid,
      address,
      name: name ?? '',
      kind: 'channel' as const,
    })),
  ];
}

/** Words for a choice: the address, and the name where it says more. */
export function senderLabel({ address, name }: Pick<OwnSender, 'address' | 'name'>): string {
  const digits = (text: string) => text.replace(/\D/g, '');
  const saysMore = name !== '' && !(digits(name) !== '' && digits(address).endsWith(digits(name)));
  return saysMore ? `${address} (${name})` : address;
}
