// To whom tasks are being handed over, as far as it was chosen in this page.
const names = new Map<string, string>();

/** Remembers the name of whom a task goes to. */
export function nameTarget(sid: string, name: string): void {
  names.set(sid, name);
}

/** The name; undefined after a reload. */
export function targetName(sid: string): string | undefined {
  return names.get(sid);
}
