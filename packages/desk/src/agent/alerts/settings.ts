// Which news may make a noise or leave the page: chosen by the agent, kept on this device.
import { useSyncExternalStore } from 'react';
import { keep, kept } from '../kept.ts';

export interface AlertSettings {
  readonly offerSound: boolean;
  readonly messageSound: boolean;
  readonly offerNotice: boolean;
  readonly messageNotice: boolean;
}

const NAME = 'alerts';
const USUAL: AlertSettings = {
  offerSound: true,
  messageSound: true,
  offerNotice: true,
  messageNotice: true,
};

let settings: AlertSettings = { ...USUAL, ...kept<Partial<AlertSettings>>(NAME, {}) };
const listeners = new Set<() => void>();

/** What was chosen. */
export function alertSettings(): AlertSettings {
  return settings;
}

/** Chooses. */
export function chooseAlerts(change: Partial<AlertSettings>): void {
  settings = { ...settings, ...change };
  keep(NAME, settings);
  for (const listener of listeners) listener();
}

/** What was chosen, as it changes. */
export function useAlertSettings(): AlertSettings {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, alertSettings);
}
