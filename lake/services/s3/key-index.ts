import { compareUtf8 } from './utf8-order.js';

/** Values by key, listed in UTF-8 order. Sorted when it is listed after a key came or went, not at each change. */
export class KeyIndex<T> {
  readonly #values = new Map<string, T>();
  #sorted: readonly string[] | undefined = [];

  get size(): number {
    return this.#values.size;
  }

  get(key: string): T | undefined {
    return this.#values.get(key);
  }

  set(key: string, value: T): void {
    if (!this.#values.has(key)) this.#sorted = undefined;
    this.#values.set(key, value);
  }

  delete(key: string): boolean {
    const wasThere = this.#values.delete(key);
    if (wasThere) this.#sorted = undefined;
    return wasThere;
  }

  /** Keys that start with `prefix`, from the first that is not below `from`, in UTF-8 order. */
  *keys(prefix: string, from: string = prefix): Generator<string> {
    const sorted = this.#inOrder();
    const start = compareUtf8(from, prefix) > 0 ? from : prefix;
    for (let index = firstAtLeast(sorted, start); index < sorted.length; index += 1) {
      const key = sorted[index];
      if (key === undefined || !key.startsWith(prefix)) return;
      yield key;
    }
  }

  values(): IterableIterator<T> {
    return this.#values.values();
  }

  #inOrder(): readonly string[] {
    this.#sorted ??= [...this.#values.keys()].sort(compareUtf8);
    return this.#sorted;
  }
}

function firstAtLeast(sorted: readonly string[], wanted: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareUtf8(sorted[middle] ?? '', wanted) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
