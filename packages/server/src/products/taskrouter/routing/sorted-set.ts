// A set that keeps its members in order, on a B+ tree: ten thousand workers or a hundred thousand tasks are changed one
// at a time, and the first of them is asked for again and again.
import { createRequire } from 'node:module';
import type sortedBTree from 'sorted-btree';

// The package is CommonJS with a default export, which runtimes and test runners unwrap in different ways.
const { default: BTree } = createRequire(import.meta.url)('sorted-btree') as typeof sortedBTree;

/** Members in the order of `compare`, which tells every two of them apart. What orders a member must not change. */
export class SortedSet<T> {
  readonly #tree: InstanceType<typeof BTree<T, true>>;

  constructor(compare: (a: T, b: T) => number) {
    this.#tree = new BTree<T, true>(undefined, compare);
  }

  get isEmpty(): boolean {
    return this.#tree.isEmpty;
  }

  /** The first member; undefined of an empty set. */
  get first(): T | undefined {
    return this.#tree.minKey();
  }

  add(member: T): void {
    this.#tree.set(member, true);
  }

  delete(member: T): void {
    this.#tree.delete(member);
  }

  /** The members in order. The set must not be changed meanwhile. */
  values(): Iterable<T> {
    return this.#tree.keys();
  }
}
