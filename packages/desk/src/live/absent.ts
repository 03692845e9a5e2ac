// Stands in for what is left out of the browser's bundle (see vite.config.ts); nothing may call it.

/** Called only by a client that was asked to use GraphQL, which the desk never does. */
export function createClient(): never {
  throw new Error('GraphQL is not part of the desk');
}

export default {};
