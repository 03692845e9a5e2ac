// Whether the server can serve, as it says of itself, and where machines ask.
import { useQuery } from '@tanstack/react-query';
import { useDesk } from '#desk/state/store.ts';
import { Badge } from '#desk/ui/Badge.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { words } from '#desk/words/admin-programs.ts';
import { duration } from '#desk/words/durations.ts';
import { words as common } from '#desk/words/ui.ts';
import parts from '../parts/parts.module.css';
import { Part, Section } from '../parts/Section.tsx';
import { Code } from '../parts/Values.tsx';

const text = words.system;
const EVERY_MS = 10_000;

interface Readiness {
  readonly status: 'ready' | 'unavailable';
  readonly database: string;
  readonly migrations: string;
  readonly outbox: { readonly waiting: number; readonly lag_seconds: number } | null;
}

/** A server that is not ready answers too, with 503. */
async function readiness(): Promise<Readiness> {
  try {
    return (await (await fetch('/readyz')).json()) as Readiness;
  } catch {
    throw new Error(common.offline);
  }
}

function outboxWords(outbox: Readiness['outbox']): string {
  if (outbox === null || outbox.waiting === 0) return text.outboxNone;
  return text.outboxOf(outbox.waiting, duration(outbox.lag_seconds));
}

function State({ state }: { readonly state: Readiness }) {
  const account = useDesk((desk) => desk.session.user?.accountSid ?? '');
  const isReady = state.status === 'ready';
  return (
    <dl className={parts['facts']}>
      <dt>{text.state}</dt>
      <dd>
        <Badge tone={isReady ? 'good' : 'bad'}>{isReady ? text.ready : text.unready}</Badge>
      </dd>
      <dt>{text.database}</dt>
      <dd>{text.databases[state.database] ?? state.database}</dd>
      <dt>{text.migrations}</dt>
      <dd>{text.migrated[state.migrations] ?? state.migrations}</dd>
      <dt>{text.outbox}</dt>
      <dd>{outboxWords(state.outbox)}</dd>
      <dt>{text.account}</dt>
      <dd>
        <Code>{account}</Code>
      </dd>
    </dl>
  );
}

const PAGES = [
  ['/metrics', text.metrics],
  ['/healthz', text.health],
  ['/readyz', text.readiness],
] as const;

/** The section. */
export function System() {
  const { data, error } = useQuery({
    queryKey: ['admin', '/readyz'],
    queryFn: readiness,
    refetchInterval: EVERY_MS,
  });
  return (
    <Section title={text.title} intro={text.intro}>
      <div className={parts['card']}>
        {error && (
          <Notice tone="bad">
            <p>{error.message}</p>
          </Notice>
        )}
        {!data && !error && <Waiting label={common.loading} />}
        {data && <State state={data} />}
        <p className={parts['note']}>
          {text.refreshed} {text.notTold}
        </p>
      </div>
      <Part title={text.pages}>
        <ul className={parts['links']}>
          {PAGES.map(([path, label]) => (
            <li key={path}>
              <a href={path} target="_blank" rel="noreferrer">
                {label}
              </a>{' '}
              <Code>{path}</Code>
            </li>
          ))}
        </ul>
      </Part>
      <Part title={text.backupTitle} intro={text.backup}>
        {null}
      </Part>
    </Section>
  );
}
