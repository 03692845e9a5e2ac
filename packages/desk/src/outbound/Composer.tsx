// A new message from the recipient to the button, with what stands in the way beside it.
import { type FormEvent, useRef } from 'react';
import { useLocation } from 'wouter';
import { invokeAction } from '#desk/actions/actions.ts';
import { useShortcuts } from '#desk/app/shortcuts.ts';
import { useDesk } from '#desk/state/store.ts';
import { Button } from '#desk/ui/Button.tsx';
import { TextField } from '#desk/ui/Field.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { notifyFailure } from '#desk/ui/Toasts.tsx';
import { channelName } from '#desk/words/channels.ts';
import { words as all } from '#desk/words/outbound.ts';
import styles from './Composer.module.css';
import { NextStep } from './compose/NextStep.tsx';
import { RecipientField } from './compose/RecipientField.tsx';
import { Segments } from './compose/Segments.tsx';
import { SenderField } from './compose/SenderField.tsx';
import { useCompose } from './compose/use-compose.ts';
import { WordsField } from './compose/WordsField.tsx';
import { EMPTY, nextDraft, useDraft } from './draft.ts';
import type { LinkedMessage } from './link.ts';
import { Checklist } from './preflight/Checklist.tsx';
import { openFacts } from './preflight/check.ts';
import { type Finding, refusalsOf } from './preflight/findings.ts';
import { OpenConversation } from './preflight/OpenConversation.tsx';
import { usePreflight } from './preflight/preflight.ts';
import { opensHere, sendLabel } from './send-label.ts';
import { Result } from './sending/Result.tsx';
import { ownEntry } from './sending/take-own-task.ts';
import { useSend } from './sending/use-send.ts';
import { WaitingList } from './WaitingList.tsx';

const IS_MAC = /Mac|iP(hone|ad)/.test(navigator.platform);

interface ComposerProps {
  readonly identity: string;
  /** What a link of another program begins. */
  readonly linked: LinkedMessage | null;
}

export function Composer({ identity, linked }: ComposerProps) {
  const [draft, change, setDraft] = useDraft(identity, linked);
  const compose = useCompose(draft);
  const { wish, missing, recipient, sender, channel } = compose;
  const preflight = usePreflight(wish);
  const activity = useDesk((state) => state.worker.activity);
  const isAvailable = activity?.available === true;
  const [, navigate] = useLocation();
  const form = useRef<HTMLFormElement>(null);
  const beside = useRef<HTMLElement>(null);

  const focus = (name: string) =>
    form.current?.querySelector<HTMLElement>(`[name="${name}"], #${CSS.escape(name)}`)?.focus();
  const focusRecipient = () => form.current?.querySelector<HTMLElement>('[role="combobox"]')?.focus();
  const { outcome, send, forget } = useSend({
    onSent: () => {
      setDraft(nextDraft(draft));
      focusRecipient();
    },
    onRefused: preflight.lookAgain,
  });

  const checks = preflight.checks ?? [];
  const open = recipient.kind === 'address' && preflight.checks !== null ? openFacts(checks) : null;
  const own = open?.task_sid ? ownEntry(open.task_sid) : null;
  // Until the next look says otherwise: a button that comes and goes with every key helps nobody.
  const isRefused = preflight.error === null && refusalsOf(checks).length > 0;
  const isBusy = outcome.state === 'sending' || outcome.state === 'opening';
  const { mode, ifOpen } = draft;
  const label = sendLabel({ wish: { mode, ifOpen, route: compose.target }, isAvailable });
  const why = missing ?? (isRefused ? 'refused' : null);
  const stickyAddress =
    sender?.kind === 'sticky' && preflight.isCurrent
      ? ((checks.find(({ check }) => check === 'from')?.details['from'] as string | undefined) ?? null)
      : null;

  const edit = (patch: Parameters<typeof change>[0]) => {
    if (outcome.state !== 'sending') forget();
    change(patch);
  };
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (wish !== null && why === null && !isBusy) void send(wish);
  };
  const help = (step: NonNullable<Finding['help']>) => {
    if (step === 'sender') return focus('from');
    edit({ wording: 'template' });
    setTimeout(() => focus('template'));
  };
  const show = () => {
    if (own === null) return;
    invokeAction('SelectTask', { sid: own.sid })
      .then(() => navigate(`/tasks/${own.sid}`))
      .catch(notifyFailure);
  };
  useShortcuts([
    { keys: 'mod+Enter', label: all.send.shortcut, run: () => submit(), isGlobal: true },
    { keys: 't', label: all.send.toField, run: focusRecipient },
  ]);

  return (
    <div className={styles['page']}>
      <form ref={form} className={styles['form']} onSubmit={submit} noValidate>
        <div className={styles['head']}>
          <h1>{all.title}</h1>
          {draft.to !== '' && (
            <Button isSmall kind="quiet" className={styles['discard']} onClick={() => edit({ ...EMPTY })}>
              {all.send.discard}
            </Button>
          )}
        </div>
        <Result outcome={outcome} />
        <div className={styles['who']}>
          <RecipientField
            text={draft.to}
            recipient={recipient}
            known={compose.known}
            country={compose.country}
            onText={(to) => to !== draft.to && edit({ to })}
            onCustomer={(to, name, meant) => edit({ to, name, ...(meant ? { channel: meant } : {}) })}
          />
          <TextField
            label={all.name.label}
            name="customer-name"
            placeholder={all.name.placeholder}
            autoComplete="off"
            dir="auto"
            value={compose.name}
            onChange={(event) => edit({ name: event.target.value })}
          />
        </div>
        <div className={styles['how']}>
          <SenderField
            choices={compose.choices}
            chosen={sender}
            stickyAddress={stickyAddress}
            onChange={(id) => edit({ sender: id })}
          />
          {compose.channels.length > 1 && (
            <div className={styles['channel']}>
              <span aria-hidden="true">{all.channel}</span>
              <Segments
                label={all.channel}
                value={channel}
                onChange={(next) => edit({ channel: next, to: draft.to.replace(/^[a-z]+:\s*/, '') })}
                choices={compose.channels.map((value) => ({ value, label: channelName(value) }))}
              />
            </div>
          )}
        </div>
        <WordsField draft={draft} channel={channel} onChange={edit} />
        <NextStep
          mode={draft.mode}
          route={compose.route}
          isWorker={compose.isWorker}
          onMode={(mode) => edit({ mode })}
          onRoute={(route) => edit({ route })}
        />
        {wish !== null && opensHere(wish) && activity !== null && !isAvailable && (
          <Notice tone="warn" title={all.away.title(activity.name)}>
            <p>{all.away.text}</p>
          </Notice>
        )}
        <div className={styles['send']}>
          <Button
            kind="primary"
            type="submit"
            isBusy={isBusy}
            disabled={why !== null}
            aria-describedby={why === null ? undefined : 'send-why'}
          >
            {label}
          </Button>
          {why === 'refused' ? (
            <Button id="send-why" isSmall kind="quiet" onClick={() => beside.current?.scrollIntoView()}>
              {all.send.missing.refused}
            </Button>
          ) : (
            <p id="send-why" className={styles['why']}>
              {why === null ? <kbd>{all.send.keys(IS_MAC)}</kbd> : all.send.missing[why]}
            </p>
          )}
        </div>
      </form>
      <aside ref={beside} className={styles['beside']}>
        <Checklist preflight={preflight} onHelp={help}>
          {open && (
            <OpenConversation
              facts={open}
              chosen={draft.ifOpen}
              onChoose={(ifOpen) => edit({ ifOpen, ...(ifOpen === 'take-over' ? { route: 'me' } : {}) })}
              onShow={own === null ? null : show}
              onOtherSender={() => help('sender')}
            />
          )}
        </Checklist>
        <WaitingList />
      </aside>
    </div>
  );
}
