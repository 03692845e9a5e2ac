// The gate: who is signed in gets the desk, everybody else the way in.
import { CircleAlert } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { resumeSession } from '#desk/session/session.ts';
import { useDesk } from '#desk/state/store.ts';
import { Button } from '#desk/ui/Button.tsx';
import { Empty } from '#desk/ui/Notice.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { Toasts } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/app.ts';
import { words as parts } from '#desk/words/ui.ts';
import { Failure } from './Failure.tsx';

const SignIn = lazy(async () => ({ default: (await import('#desk/session/SignIn.tsx')).SignIn }));
const Desk = lazy(async () => ({ default: (await import('./Desk.tsx')).Desk }));

function CannotStart({ reason, onRetry }: { readonly reason: string; readonly onRetry: () => void }) {
  return (
    <main>
      <Empty
        level={1}
        icon={CircleAlert}
        title={words.failed.start}
        actions={<Button onClick={onRetry}>{parts.retry}</Button>}
      >
        <p>{reason}</p>
      </Empty>
    </main>
  );
}

/** The whole page. */
export function App() {
  const status = useDesk((state) => state.session.status);
  const [failure, setFailure] = useState<string | null>(null);
  const resume = () => {
    setFailure(null);
    resumeSession().catch((error: Error) => setFailure(error.message));
  };
  useEffect(resume, []);
  return (
    <>
      <Failure>
        <Suspense fallback={<Waiting label={parts.loading} />}>
          {failure !== null && <CannotStart reason={failure} onRetry={resume} />}
          {failure === null && status === 'unknown' && <Waiting label={parts.loading} />}
          {status === 'signed-out' && <SignIn />}
          {status === 'signed-in' && <Desk />}
        </Suspense>
      </Failure>
      <Toasts />
    </>
  );
}
