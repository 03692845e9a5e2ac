// Offers wherever the agent is in the desk: announced, counted in the title, and answered without going anywhere.
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { useShortcuts } from '#desk/app/shortcuts.ts';
import { customerOf } from '#desk/live/customer.ts';
import { useDesk } from '#desk/state/store.ts';
import type { TaskEntry } from '#desk/state/tasks.ts';
import { words } from '#desk/words/tasks.ts';
import { useMessageAlerts } from '../alerts/message-alerts.ts';
import { useTitleNumber } from '../alerts/title.ts';
import { wayOf } from '../channels.ts';
import { PHONE, useMedia } from '../media.ts';
import { addressedTask, useSelectionInAddress } from '../selection.ts';
import { useTransferNews } from '../task/transfer-news.ts';
import { useUnreadTotal } from '../unread.ts';
import { Answers } from './Answers.tsx';
import { useAnswers } from './answer-offer.ts';
import { Countdown } from './Countdown.tsx';
import styles from './OfferBanner.module.css';
import { useOfferNews } from './offer-news.ts';

function useOffers(): readonly TaskEntry[] {
  const tasks = useDesk((state) => state.tasks.bySid);
  return useMemo(
    () =>
      Object.values(tasks)
        .filter(({ status }) => status === 'pending')
        .sort((one, other) => (one.offerEnds ?? Infinity) - (other.offerEnds ?? Infinity)),
    [tasks],
  );
}

/** Whether the page shows the offers itself, at the top of its list. */
function useIsListShown(): boolean {
  const [path] = useLocation();
  const isPhone = useMedia(PHONE);
  const addressed = addressedTask(path);
  return isPhone ? addressed === null : addressed !== undefined;
}

function AcceptKey({ task }: { readonly task: TaskEntry }) {
  const { accept } = useAnswers(task.sid);
  useShortcuts([{ keys: 'alt+Enter', label: words.offers.acceptNext, isGlobal: true, run: accept }]);
  return null;
}

function Bar({ task, more }: { readonly task: TaskEntry; readonly more: number }) {
  const { name } = customerOf(task);
  return (
    <section className={styles['bar']} aria-label={words.offers.region}>
      {task.offerEnds !== null && <Countdown from={task.dateOffered} to={task.offerEnds} size={32} />}
      <p className={styles['words']}>
        <bdi className={styles['name']}>{name}</bdi>
        <span className={styles['way']}>
          {wayOf(task)}
          {more > 0 && ` · ${words.offers.more(more)}`}
        </span>
      </p>
      <Answers task={task} isSmall />
    </section>
  );
}

/** In the frame, above every page; it also keeps watch over what the agent must hear of. */
export function OfferBanner() {
  const offers = useOffers();
  const unread = useUnreadTotal();
  const isListShown = useIsListShown();
  useSelectionInAddress();
  useOfferNews(offers);
  useTransferNews();
  useMessageAlerts();
  useTitleNumber(offers.length + unread);
  const next = offers[0];
  const newest = offers.toSorted((one, other) => other.dateOffered - one.dateOffered)[0];
  return (
    <>
      <p className="visually-hidden" role="status">
        {newest && words.offers.news(customerOf(newest).name, wayOf(newest))}
      </p>
      {next && <AcceptKey key={`accept ${next.sid}`} task={next} />}
      {next && !isListShown && <Bar key={next.sid} task={next} more={offers.length - 1} />}
    </>
  );
}
