// Loads the plugins that are switched on. Nothing of Flex's surface is loaded while there is none.
import type { LiveClients } from '#desk/live/clients.ts';
import { get } from '#desk/rest/request.ts';
import { notify } from '#desk/ui/Toasts.tsx';
import { words } from '#desk/words/plugins.ts';

/** A plugin as the server lists it. */
export interface ListedPlugin {
  readonly name: string;
  readonly version: string;
  readonly src: string;
  readonly type: 'script' | 'module';
  readonly enabled: boolean;
}

/** Loads and starts them one after another; one that fails is told of and does not keep the others from starting. */
export async function startPlugins(clients: LiveClients): Promise<void> {
  const { plugins } = await get<{ plugins: readonly ListedPlugin[] }>('/desk/v1/Plugins');
  const wanted = plugins.filter(({ enabled }) => enabled);
  if (wanted.length === 0) return;
  const { loadPlugin, openFlex } = await import('./flex.ts');
  openFlex(clients);
  for (const plugin of wanted) {
    try {
      await loadPlugin(plugin);
    } catch (error) {
      console.error(`plugin ${plugin.name}`, error);
      notify(words.failed(plugin.name), { tone: 'bad' });
    }
  }
}
