// The ways to a new message from anywhere: a shortcut, and the links of other programs.
import './sending/start-message.ts';
import { useEffect } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useShortcuts } from '#desk/app/shortcuts.ts';
import { words } from '#desk/words/app.ts';

/** Offers the shortcut, and leads `/?to=…` to the page that writes to that customer. */
export function useOutboundEntrance(): void {
  const [path, navigate] = useLocation();
  const search = useSearch();
  const isLink = path === '/' && new URLSearchParams(search).has('to');
  useEffect(() => {
    if (isLink) navigate(`/new?${search}`, { replace: true });
  }, [isLink, search, navigate]);
  useShortcuts([{ keys: 'n', label: words.nav.outbound, run: () => navigate('/new') }]);
}
