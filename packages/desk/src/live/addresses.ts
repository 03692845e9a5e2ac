// Where the live connections of this page lead: its own origin.

/** An address of this origin for HTTP. */
export function httpAddress(path: string): string {
  return new URL(path, window.location.origin).href;
}

/** An address of this origin for WebSockets. */
export function socketAddress(path: string): string {
  return httpAddress(path).replace(/^http/, 'ws');
}
