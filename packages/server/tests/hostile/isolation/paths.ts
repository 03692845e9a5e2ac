// Paths of an operation with SIDs of two accounts in them.
import type { BuiltOperation } from '../operations.ts';
import type { Population } from '../population.ts';
import { collectionsOf, filled } from '../shapes.ts';

/** The operation's path on objects of one account. */
export function ownPath({ path }: BuiltOperation, own: Population): string {
  return filled(
    path,
    collectionsOf(path).map((collection) => own.members.get(collection) ?? ''),
  );
}

/** Identities are names anybody can give: what is given to one is the object in front of it. */
function isNamedFreely(collection: string): boolean {
  return collection.endsWith('/Permissions');
}

/** The operation's path with every combination of own and foreign objects that holds a foreign one. */
export function foreignPaths({ path }: BuiltOperation, own: Population, other: Population): string[] {
  const collections = collectionsOf(path);
  const owned = collections.filter((collection) => !isNamedFreely(collection));
  const combinations = Array.from({ length: 2 ** owned.length - 1 }, (_, index) => index + 1);
  return combinations.map((combination) =>
    filled(
      path,
      collections.map((collection) => {
        const position = owned.indexOf(collection);
        const owner = position >= 0 && (combination >> position) % 2 === 1 ? other : own;
        return owner.members.get(collection) ?? '';
      }),
    ),
  );
}
