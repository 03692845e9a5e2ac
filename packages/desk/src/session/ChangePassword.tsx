// The dialog in which somebody gives himself another password.
import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { RequestError } from '#desk/rest/request.ts';
import { useDesk } from '#desk/state/store.ts';
import { Button } from '#desk/ui/Button.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { Dialog } from '#desk/ui/overlays.tsx';
import { PasswordField } from '#desk/ui/PasswordField.tsx';
import { notify } from '#desk/ui/Toasts.tsx';
import { words as app } from '#desk/words/app.ts';
import { words } from '#desk/words/password.ts';
import { words as parts } from '#desk/words/ui.ts';
import styles from './SignIn.module.css';
import { changePassword } from './session.ts';

/** The server's rule, told before it has to refuse. */
const LEAST = 10;

/** What is wrong with each field, and with the whole. */
interface Refusals {
  readonly current?: string;
  readonly next?: string;
  readonly whole?: string;
}

function mistakesIn(current: string, next: string): Refusals | null {
  if (current === '') return { current: words.missing };
  if (next === '') return { next: words.missing };
  if (next.length < LEAST) return { next: words.short };
  return next === current ? { next: words.same } : null;
}

function refusalsOf(error: unknown): Refusals {
  if (!(error instanceof RequestError)) return { whole: parts.failed };
  const { parameter } = (error.details ?? {}) as { parameter?: unknown };
  if (parameter === 'CurrentPassword') return { current: words.wrong };
  if (parameter === 'NewPassword') return { next: error.message };
  return { whole: error.status === 429 ? app.signIn.tooMany : error.message };
}

/** Opens at once; whoever shows it takes it away again. */
export function ChangePassword({ onClose }: { readonly onClose: () => void }) {
  const login = useDesk((state) => state.session.user?.login ?? '');
  const id = useId();
  const form = useRef<HTMLFormElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [refusals, setRefusals] = useState<Refusals>({});
  useEffect(() => {
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusals]);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const [current, next] = [String(given.get('current')), String(given.get('next'))];
    const mistakes = mistakesIn(current, next);
    setRefusals(mistakes ?? {});
    if (mistakes !== null || isBusy) return;
    setBusy(true);
    try {
      await changePassword(current, next);
      notify(words.done);
      onClose();
    } catch (error) {
      setRefusals(refusalsOf(error));
      setBusy(false);
    }
  };
  return (
    <Dialog
      isOpen
      title={words.title}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{parts.cancel}</Button>
          <Button kind="primary" type="submit" form={id} isBusy={isBusy}>
            {words.submit}
          </Button>
        </>
      }
    >
      <form id={id} ref={form} className={styles['form']} noValidate onSubmit={submit}>
        <p>{words.text}</p>
        {/* Password managers keep the new one for this login. */}
        <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
        <PasswordField
          label={words.current}
          name="current"
          autoComplete="current-password"
          error={refusals.current ?? null}
          required
          autoFocus
        />
        <PasswordField
          label={words.next}
          name="next"
          autoComplete="new-password"
          hint={words.hint}
          error={refusals.next ?? null}
          required
        />
        {refusals.whole && <Notice tone="bad">{refusals.whole}</Notice>}
      </form>
    </Dialog>
  );
}
