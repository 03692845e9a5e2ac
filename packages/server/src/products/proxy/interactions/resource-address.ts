// Absolute URLs of resources of other products, reached the way the caller reached Proxy.

/**
 * The URL of a resource given as product and path (`chat/v2/…`). `base` is where Proxy was called: under a path
 * (`https://host/proxy`) or under a host name of its own (`https://proxy.host`).
 */
export function resourceAddress(base: string, path: string | null): string | null {
  if (path === null) return null;
  if (base.endsWith('/proxy')) return `${base.slice(0, -'proxy'.length)}${path}`;
  const slash = path.indexOf('/');
  return base.replace(/^(https?:\/\/)proxy\b/, `$1${path.slice(0, slash)}`) + path.slice(slash);
}

/** The same for callbacks, which nobody called Proxy for: null when nobody has said where this server is. */
export function callbackAddress(publicUrl: string | undefined, path: string | null): string | null {
  return publicUrl === undefined ? null : resourceAddress(`${publicUrl}/proxy`, path);
}
