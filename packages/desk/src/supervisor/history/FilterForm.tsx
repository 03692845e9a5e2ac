// The filters of the history. Nothing is asked for before the form is sent.
import { type FormEvent, useState } from 'react';
import { Button } from '#desk/ui/Button.tsx';
import { ChoiceField, TextField } from '#desk/ui/Field.tsx';
import { channelName } from '#desk/words/channels.ts';
import { words as all } from '#desk/words/supervisor.ts';
import { useWorkers } from '../basis/taskrouter.ts';
import { type HistoryFilters, NOTHING_SOUGHT, searchOf } from './filters.ts';
import styles from './HistoryFilters.module.css';

const words = all.history;
const CHANNELS = ['sms', 'whatsapp', 'messenger', 'rcs', 'line', 'email', 'web', 'chat', 'custom'] as const;

interface FilterFormProps {
  /** Those that hold now. */
  readonly filters: HistoryFilters;
  readonly onSearch: (filters: HistoryFilters) => void;
}

/** What is typed stays until it is sought or cleared. */
export function FilterForm({ filters, onSearch }: FilterFormProps) {
  const [draft, setDraft] = useState(filters);
  const workers = useWorkers(60_000);
  const field = (key: keyof HistoryFilters) => ({
    value: draft[key],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [key]: event.target.value }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSearch(draft);
  };
  const clear = () => {
    setDraft(NOTHING_SOUGHT);
    onSearch(NOTHING_SOUGHT);
  };
  const isEmpty = searchOf(draft) === '' && searchOf(filters) === '';
  return (
    <search>
      <form className={styles['form']} onSubmit={submit}>
        <TextField label={words.query} type="search" dir="auto" {...field('query')} />
        <TextField label={words.customer} placeholder={words.customerHint} {...field('customer')} />
        <ChoiceField
          label={words.agent}
          choices={[
            { value: '', label: words.everyAgent },
            ...(workers.data ?? []).map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name })),
          ]}
          {...field('agent')}
        />
        <ChoiceField
          label={words.channel}
          choices={[
            { value: '', label: words.everyChannel },
            ...CHANNELS.map((channel) => ({ value: channel, label: channelName(channel) })),
          ]}
          {...field('channel')}
        />
        <TextField label={words.from} type="date" max={draft.to || undefined} {...field('from')} />
        <TextField label={words.to} type="date" min={draft.from || undefined} {...field('to')} />
        <div className={styles['buttons']}>
          <Button kind="primary" type="submit">
            {words.search}
          </Button>
          {!isEmpty && (
            <Button kind="quiet" onClick={clear}>
              {words.clear}
            </Button>
          )}
        </div>
      </form>
    </search>
  );
}
