// The texts of the desk by the names Flex UI has for them, for plugins that show or change them.
import { words as agent } from '#desk/words/agent.ts';
import { words as app } from '#desk/words/app.ts';
import { words as ui } from '#desk/words/ui.ts';

/** Plain texts of the words, under their names joined by dots. */
function plain(words: object, prefix: string): [string, string][] {
  return Object.entries(words).flatMap(([name, value]): [string, string][] => {
    if (typeof value === 'string') return [[`${prefix}.${name}`, value]];
    return typeof value === 'object' && value !== null ? plain(value, `${prefix}.${name}`) : [];
  });
}

export const strings: Record<string, string> = Object.fromEntries([
  ...plain(agent, 'agent'),
  ...plain(app, 'app'),
  ...plain(ui, 'ui'),
]);
