// `parley start`: the server, as `npm start` starts it.

/** Starts the server; it runs until it is told to stop. */
export async function start(): Promise<undefined> {
  await import('../../server/src/main.ts');
}
