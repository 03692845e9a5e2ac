// What a path looks like without the SIDs in it: by its shape, a created object is found again for a route.

const SID = /\b[A-Z]{2}[0-9a-f]{32}\b/g;

/** `/chat/v2/Services/{}/Channels` of a path with SIDs or with `{Parameters}`; the 2010 API's `.json` is dropped. */
export function shapeOf(path: string): string {
  return path
    .split('?', 1)[0]!
    .replace(/\.json$/, '')
    .replace(SID, '{}')
    .replace(/\{\w+\}/g, '{}');
}

/** The shapes of the collections a path's parameters are members of, in their order. */
export function collectionsOf(path: string): string[] {
  const parts = shapeOf(path).split('/{}');
  return parts.slice(0, -1).map((_, position) => parts.slice(0, position + 1).join('/{}'));
}

/** A path template with its parameters replaced, in their order. */
export function filled(template: string, values: readonly string[]): string {
  const left = [...values];
  return template.replace(/\{\w+\}/g, () => encodeURIComponent(left.shift() ?? ''));
}
