// Which of our addresses the message comes from, with the reason for the one that is meant.
import { ChoiceField } from '#desk/ui/Field.tsx';
import { words as all } from '#desk/words/outbound.ts';
import { formatNumber } from '../phone.ts';
import type { SenderChoice } from '../senders.ts';

const words = all.from;

interface SenderFieldProps {
  readonly choices: readonly SenderChoice[];
  readonly chosen: SenderChoice | null;
  /** The address the server found for the number they know. */
  readonly stickyAddress: string | null;
  readonly onChange: (id: string) => void;
}

function labelOf(choice: SenderChoice, stickyAddress: string | null): string {
  switch (choice.kind) {
    case 'own':
      return words.own(formatNumber(choice.address));
    case 'sticky':
      return stickyAddress === null ? words.sticky : words.stickyIs(formatNumber(stickyAddress));
    case 'service':
      return words.service(choice.name);
    case 'number': {
      const number = formatNumber(choice.address);
      const isSpelling = choice.name === '' || choice.name.replace(/\D/g, '') !== '';
      return isSpelling ? number : `${choice.name}, ${number}`;
    }
  }
}

export function SenderField({ choices, chosen, stickyAddress, onChange }: SenderFieldProps) {
  return (
    <ChoiceField
      label={words.label}
      name="from"
      value={chosen?.id ?? ''}
      disabled={choices.length === 0}
      onChange={(event) => onChange(event.target.value)}
      choices={choices.map((choice) => ({ value: choice.id, label: labelOf(choice, stickyAddress) }))}
      hint={chosen === null ? words.none : words.why[chosen.kind]}
    />
  );
}
