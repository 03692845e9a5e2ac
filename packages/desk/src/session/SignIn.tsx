// The way in: login and password, or the organisation's own sign-on.
import { type FormEvent, useState } from 'react';
import { RequestError } from '#desk/rest/request.ts';
import { useDesk } from '#desk/state/store.ts';
import { Button, buttonClass } from '#desk/ui/Button.tsx';
import { TextField } from '#desk/ui/Field.tsx';
import { Notice } from '#desk/ui/Notice.tsx';
import { PasswordField } from '#desk/ui/PasswordField.tsx';
import { words as all } from '#desk/words/app.ts';
import styles from './SignIn.module.css';
import { signIn } from './session.ts';

const words = all.signIn;

function reasonOf(error: unknown): string {
  if (error instanceof RequestError && error.status === 401) return words.refused;
  if (error instanceof RequestError && error.status === 429) return words.tooMany;
  return (error as Error).message;
}

function PasswordForm() {
  const [isBusy, setBusy] = useState(false);
  const [reason, setReason] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setReason(null);
    try {
      await signIn(String(form.get('login')), String(form.get('password')));
    } catch (error) {
      setReason(reasonOf(error));
      setBusy(false);
    }
  };
  return (
    <form className={styles['form']} onSubmit={submit}>
      <TextField
        label={words.login}
        name="login"
        type="text"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
        autoFocus
      />
      <PasswordField label={words.password} name="password" autoComplete="current-password" required />
      {reason && <Notice tone="bad">{reason}</Notice>}
      <Button kind="primary" type="submit" isBusy={isBusy}>
        {words.submit}
      </Button>
    </form>
  );
}

/** The page for whoever is not signed in. After signing in the address in the address bar is shown. */
export function SignIn() {
  const { ways, hasEnded } = useDesk((state) => state.session);
  const here = window.location.pathname + window.location.search;
  return (
    <main className={styles['page']}>
      <div className={styles['card']}>
        <div className={styles['brand']}>
          <img src="/icon.svg" alt="" />
          <div>
            <h1>{words.title}</h1>
            <p>{words.subtitle}</p>
          </div>
        </div>
        {hasEnded && <Notice tone="warn">{words.ended}</Notice>}
        {ways.password && <PasswordForm />}
        {ways.password && ways.oidc && <p className={styles['or']}>{words.or}</p>}
        {ways.oidc && (
          <a
            className={buttonClass({ kind: ways.password ? 'secondary' : 'primary' })}
            href={`/desk/v1/OidcStart?to=${encodeURIComponent(here)}`}
          >
            {words.oidc(ways.oidc.name)}
          </a>
        )}
      </div>
    </main>
  );
}
