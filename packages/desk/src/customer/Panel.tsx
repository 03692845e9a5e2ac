// Everything that is known of a customer, from who he is down to the raw attributes.
import { useMemo } from 'react';
import { customerOf, threadSidOf } from '#desk/live/customer.ts';
import { WithQueries } from '#desk/rest/WithQueries.tsx';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { words } from '#desk/words/customer.ts';
import { ConsentSection } from './consent/ConsentSection.tsx';
import { EarlierConversations } from './conversation/EarlierConversations.tsx';
import { useCustomer } from './facts.ts';
import { Head } from './Head.tsx';
import { Notes } from './notes/Notes.tsx';
import styles from './Panel.module.css';
import { Details } from './parts/Details.tsx';

function Everything({ task }: { readonly task: TaskEntry }) {
  const { name, address, ourAddress } = useMemo(() => customerOf(task), [task]);
  const customer = useCustomer(address);
  const record = customer.data ?? null;
  const addresses = useMemo(() => {
    const all = new Set([...(address === null ? [] : [address]), ...(record?.addresses ?? [])]);
    return [...all].filter((one) => /^(\+|[a-z]+:)/.test(one));
  }, [address, record]);
  const isNamed = name !== '' && name !== address;
  return (
    <section className={styles['panel']} aria-label={words.title}>
      <Head
        name={isNamed ? name : (record?.name ?? name)}
        address={address}
        ourAddress={ourAddress}
        customer={customer}
      />
      {addresses.length > 0 && (
        <ConsentSection name={name} addresses={addresses} address={address} ourAddress={ourAddress} />
      )}
      {address !== null && <Notes address={address} />}
      {address !== null && (
        <EarlierConversations address={address} name={name} here={threadSidOf(task.attributes)} />
      )}
      <Details attributes={task.attributes} />
    </section>
  );
}

export function Panel({ task }: { readonly task: TaskEntry }) {
  return (
    <WithQueries>
      <Everything task={task} />
    </WithQueries>
  );
}
