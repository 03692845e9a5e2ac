// `Twilio.Flex` as plugins know it: actions, slots, the manager, and how a plugin makes itself known.
import * as React from 'react';
import * as ReactDOM from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { LiveClients } from '#desk/live/clients.ts';
import type { ListedPlugin } from './host.ts';
import { createManager, type Manager } from './manager.ts';
import { pluginActions } from './plugin-actions.ts';
import { SLOT_NAMES } from './Slot.tsx';
import { type SlotHandle, slotHandle } from './slots.ts';

/** What a plugin is made of: a class, or a module with the same function. */
interface Plugin {
  init?(flex: Flex, manager: Manager): unknown;
}

type PluginClass = new () => Plugin;

interface Flex {
  readonly Actions: typeof pluginActions;
  readonly Manager: { getInstance(): Manager };
  readonly Plugins: { init(plugin: PluginClass): void };
  readonly FlexPlugin: new (name: string) => { readonly name: string };
  [slot: string]: unknown;
}

/** The base of plugins that bring none of their own. */
class FlexPlugin {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

let starts: Promise<unknown>[] = [];
let flex: Flex | null = null;

/** Puts `Twilio.Flex`, `React` and `ReactDOM` where plugins look for them. */
export function openFlex(clients: LiveClients): void {
  if (flex !== null) return;
  const manager = createManager(clients);
  const slots: Record<string, { Content: SlotHandle }> = Object.fromEntries(
    SLOT_NAMES.map((name) => [name, { Content: slotHandle(name) }]),
  );
  const opened: Flex = {
    ...slots,
    Actions: pluginActions,
    Manager: { getInstance: () => manager },
    FlexPlugin,
    Plugins: {
      init(plugin) {
        starts.push(Promise.resolve(new plugin().init?.(opened, manager)));
      },
    },
  };
  flex = opened;
  Object.assign(window, {
    React,
    ReactDOM: { ...ReactDOM, createRoot },
    Twilio: { Flex: opened },
  });
}

function loadScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error(`${src} could not be loaded`));
    document.head.append(script);
  });
}

async function loadModule(src: string): Promise<void> {
  const module = (await import(/* @vite-ignore */ src)) as Plugin & { default?: PluginClass };
  const { Manager } = flex!;
  if (module.default !== undefined) flex!.Plugins.init(module.default);
  else await module.init?.(flex!, Manager.getInstance());
}

/** Loads a plugin and waits until it has started; rejects when either fails. */
export async function loadPlugin({ src, type }: ListedPlugin): Promise<void> {
  starts = [];
  await (type === 'module' ? loadModule(src) : loadScript(src));
  await Promise.all(starts);
}
