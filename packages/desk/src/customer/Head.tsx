// Who it is: name, address, the channel, and what time it is there.
import type { UseQueryResult } from '@tanstack/react-query';
import { Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { bareAddress } from '#desk/outbound/channels.ts';
import { countryOf, formatNumber } from '#desk/outbound/phone.ts';
import { Avatar } from '#desk/ui/Avatar.tsx';
import { Badge } from '#desk/ui/Badge.tsx';
import { IconButton } from '#desk/ui/Button.tsx';
import { Skeleton } from '#desk/ui/Spinner.tsx';
import { notify } from '#desk/ui/Toasts.tsx';
import { channelName } from '#desk/words/channels.ts';
import { words } from '#desk/words/customer.ts';
import type { CustomerRecord } from './facts.ts';
import styles from './Head.module.css';
import { localTime } from './local-time.ts';

const MINUTE_MS = 60_000;

function useMinute(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

function channelOf(address: string | null): string {
  if (address === null) return 'web';
  if (address.startsWith('+')) return 'sms';
  return /^([a-z]+):/.exec(address)?.[1] ?? (address.includes('@') ? 'email' : 'chat');
}

function copy(address: string): void {
  const written = navigator.clipboard?.writeText(address) ?? Promise.reject(new Error(words.noCopy));
  written.then(
    () => notify(words.copied),
    () => notify(words.noCopy, { tone: 'bad' }),
  );
}

function Known({ customer: { data, isPending, isFetching } }: Pick<HeadProps, 'customer'>) {
  if (isPending && isFetching) return <Skeleton width="60%" />;
  if (data === undefined || data === null) return data === null ? <p>{words.stranger}</p> : null;
  const since = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });
  const first = data.first_contact === null ? null : since.format(new Date(data.first_contact));
  return first === null ? null : <p>{words.known(data.conversations_count, first)}</p>;
}

interface HeadProps {
  readonly name: string;
  readonly address: string | null;
  readonly ourAddress: string | null;
  readonly customer: UseQueryResult<CustomerRecord | null>;
}

export function Head({ name, address, ourAddress, customer }: HeadProps) {
  const now = useMinute();
  const channel = channelOf(address);
  const country = address === null ? null : countryOf(address);
  const time = country === null ? null : localTime(country, now);
  return (
    <header className={styles['head']}>
      <Avatar name={name || words.title} size={44} />
      <div className={styles['who']}>
        <h2 dir="auto">{name === address && address !== null ? formatNumber(address) : name}</h2>
        <Badge>{channelName(channel)}</Badge>
      </div>
      <div className={styles['facts']}>
        {address === null ? (
          <p>{words.web}</p>
        ) : (
          <p className={styles['address']}>
            <span dir="auto">{formatNumber(address)}</span>
            <IconButton isSmall label={words.copyAddress} onClick={() => copy(bareAddress(address))}>
              <Copy aria-hidden="true" />
            </IconButton>
          </p>
        )}
        {ourAddress && <p>{words.toUs(formatNumber(ourAddress))}</p>}
        {time !== null && <p>{words.localTime(time)}</p>}
        <Known customer={customer} />
      </div>
    </header>
  );
}
