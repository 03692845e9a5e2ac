// Numbers and senders: what customers write to, and the rules of writing to them.
import { useLocation } from 'wouter';
import { Tabs } from '#desk/ui/Tabs.tsx';
import { words } from '#desk/words/admin-reach.ts';
import { Section } from '../parts/Section.tsx';
import { ChannelSenders } from './ChannelSenders.tsx';
import { MessagingServices } from './MessagingServices.tsx';
import { PhoneNumbers, ShortCodes } from './PhoneNumbers.tsx';
import { SendingRules } from './SendingRules.tsx';

const text = words.numbers;

const LISTS = {
  phones: PhoneNumbers,
  'short-codes': ShortCodes,
  senders: ChannelSenders,
  services: MessagingServices,
  rules: SendingRules,
} as const;

type Name = keyof typeof LISTS;

const TABS: readonly { readonly id: Name; readonly label: string }[] = [
  { id: 'phones', label: text.phones.title },
  { id: 'short-codes', label: text.codes.title },
  { id: 'senders', label: text.senders.title },
  { id: 'services', label: text.services.title },
  { id: 'rules', label: text.rules.title },
];

/** The section. `rest` is the tab and what is open in it. */
export function Numbers({ rest }: { readonly rest: readonly string[] }) {
  const [, navigate] = useLocation();
  const selected = TABS.find(({ id }) => id === rest[0])?.id ?? 'phones';
  const List = LISTS[selected];
  return (
    <Section title={text.title}>
      <Tabs
        label={text.tabs}
        tabs={TABS}
        selected={selected}
        onSelect={(id) => navigate(`/admin/numbers/${id}`)}
      >
        <List open={rest[1]} />
      </Tabs>
    </Section>
  );
}
