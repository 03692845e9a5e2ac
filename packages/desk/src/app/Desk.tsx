// The desk of whoever is signed in: his connections, the frame, and the area the address names.
import '#desk/actions/work.ts';
import '#desk/actions/messages.ts';
import '#desk/actions/parking.ts';
import { Compass } from 'lucide-react';
import { Suspense, useEffect } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { connect, disconnect } from '#desk/live/clients.ts';
import { useOutboundEntrance } from '#desk/outbound/entrance.ts';
import { startPlugins } from '#desk/plugins/host.ts';
import { useDesk } from '#desk/state/store.ts';
import { buttonClass } from '#desk/ui/Button.tsx';
import { Empty } from '#desk/ui/Notice.tsx';
import { prepareOverlays } from '#desk/ui/overlays.tsx';
import { Waiting } from '#desk/ui/Spinner.tsx';
import { notifyFailure } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/app.ts';
import { words as parts } from '#desk/words/ui.ts';
import { areasFor } from './areas.tsx';
import { Failure } from './Failure.tsx';
import { Frame } from './Frame.tsx';
import { handleKey } from './shortcuts.ts';
import { refuseStrayFile } from './stray-files.ts';

function NotFound() {
  return (
    <Empty
      level={1}
      icon={Compass}
      title={words.notFound.title}
      actions={
        <a className={buttonClass({})} href="/">
          {words.notFound.back}
        </a>
      }
    >
      <p>{words.notFound.text}</p>
    </Empty>
  );
}

/** Connects while somebody is signed in, with his plugins. */
function useConnections(): void {
  useEffect(() => {
    const left = new AbortController();
    connect(left.signal)
      .then((clients) => clients && startPlugins(clients))
      .catch(notifyFailure);
    prepareOverlays();
    return () => {
      left.abort();
      void disconnect();
    };
  }, []);
}

/** Everything behind the sign-in. */
export function Desk() {
  useConnections();
  useOutboundEntrance();
  const role = useDesk((state) => state.session.user?.role ?? 'agent');
  const [path] = useLocation();
  useEffect(() => {
    const left = new AbortController();
    const { signal } = left;
    window.addEventListener('keydown', handleKey, { signal });
    window.addEventListener('dragover', refuseStrayFile, { signal });
    window.addEventListener('drop', refuseStrayFile, { signal });
    return () => left.abort();
  }, []);
  return (
    <Frame>
      <Failure of={path}>
        <Suspense fallback={<Waiting label={parts.loading} />}>
          <Switch>
            {areasFor(role).map(({ name, paths, Page }) =>
              paths.map((pattern) => (
                <Route key={name} path={pattern}>
                  {(parameters) => <Page parameters={parameters as Record<string, string>} />}
                </Route>
              )),
            )}
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Suspense>
      </Failure>
    </Frame>
  );
}
