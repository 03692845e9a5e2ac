// Who the message is for: found among earlier customers, or a number formatted as it is typed.
import type { CountryCode } from 'libphonenumber-js/min';
import { useState } from 'react';
import { Avatar } from '#desk/ui/Avatar.tsx';
import { ComboBox } from '#desk/ui/overlays/ComboBox.tsx';
import { ago } from '#desk/words/moments.ts';
import { words as all } from '#desk/words/outbound.ts';
import { bareAddress, type Channel, channelOf } from '../channels.ts';
import { type KnownCustomer, useCustomersLike } from '../facts.ts';
import { countryName, formatAsTyped, formatNumber } from '../phone.ts';
import { useSettled } from '../preflight/preflight.ts';
import { looksLikeNumber, type Recipient } from '../recipient.ts';

const words = all.to;
const LOOK_AFTER_MS = 180;

interface RecipientFieldProps {
  readonly text: string;
  readonly recipient: Recipient;
  /** Who has the address that was typed; null for a stranger, undefined while nobody knows. */
  readonly known: KnownCustomer | null | undefined;
  readonly country: CountryCode | null;
  readonly onText: (text: string) => void;
  readonly onCustomer: (text: string, name: string | null, channel: Channel | null) => void;
}

function contactsOf(customer: KnownCustomer): string {
  const { conversations_count: count, last_contact: last } = customer;
  return words.known(count, last === null ? null : ago(last));
}

function hintOf(recipient: Recipient, known: RecipientFieldProps['known']): string | null {
  if (recipient.kind !== 'address') return null;
  const country = recipient.country === null ? null : countryName(recipient.country);
  const contacts = known === undefined ? null : known === null ? words.first : contactsOf(known);
  return [country, contacts].filter(Boolean).join(' · ') || null;
}

/** The text while it grows at its end gets the spaces of its country; corrections in its middle are left alone. */
function spaced(before: string, text: string, country: CountryCode | null): string {
  const input = document.activeElement;
  const isAtEnd = input instanceof HTMLInputElement && input.selectionStart === text.length;
  return isAtEnd && text.length > before.length && looksLikeNumber(text)
    ? formatAsTyped(text, country)
    : text;
}

/** What can be said against the text once the field was left; nothing while somebody may be meant by it. */
function errorOf(recipient: Recipient, isUnknown: boolean): string | null {
  if (recipient.kind === 'email') return words.email;
  if (recipient.kind !== 'search') return null;
  if (recipient.looksLikeNumber) return words.incomplete;
  return isUnknown ? words.nobody : null;
}

export function RecipientField({ text, recipient, known, country, onText, onCustomer }: RecipientFieldProps) {
  const query = useSettled(text.trim(), text.trim(), LOOK_AFTER_MS);
  const found = useCustomersLike(query);
  const [isFocused, setFocused] = useState(false);
  // A whole number needs no choice: whose it is shows below.
  const customers = recipient.kind === 'address' ? [] : (found.data ?? []);
  const isSettled = found.isSuccess && !found.isPlaceholderData && query === text.trim();
  const isUnknown = isSettled && customers.length === 0;
  return (
    <ComboBox
      label={words.label}
      placeholder={words.placeholder}
      text={text}
      onText={(next) => onText(spaced(text, next, country))}
      items={customers.map((customer) => ({
        id: customer.address,
        label: customer.name ?? formatNumber(customer.address),
        hint: `${formatNumber(customer.address)} · ${contactsOf(customer)}`,
        icon: <Avatar name={customer.name ?? bareAddress(customer.address)} size={30} />,
      }))}
      onChoose={(address) => {
        const customer = customers.find((one) => one.address === address);
        const channel = channelOf(address);
        const isNumber = address.startsWith('+');
        onCustomer(formatNumber(address), customer?.name ?? null, isNumber ? null : channel);
      }}
      hint={hintOf(recipient, known)}
      error={isFocused ? null : errorOf(recipient, isUnknown)}
      isLooking={found.isFetching && recipient.kind === 'search'}
      autoFocus={text === ''}
      onFocusChange={setFocused}
    />
  );
}
