import { isDeepStrictEqual } from 'node:util';
import { NoAnswer } from './caller.js';

/** What is known of a thing in the lake: how it was acknowledged last, and how it may be since a call had no answer. */
export class Known<T> {
  readonly name: string;
  #sure: T;
  #open: readonly T[] = [];

  constructor(name: string, initial: T) {
    this.name = name;
    this.#sure = initial;
  }

  get sure(): T {
    return this.#sure;
  }

  /** The call makes it `next`, or it is not known whether it did. */
  async change(next: T, call: () => Promise<unknown>): Promise<void> {
    try {
      await call();
      this.#sure = next;
    } catch (error) {
      if (error instanceof NoAnswer) this.#open = [next];
      throw error;
    }
  }

  /** Throws Error when it is neither as it was acknowledged nor, in whole, as it was about to be. */
  found(actual: T): void {
    if (![this.#sure, ...this.#open].some((possible) => isDeepStrictEqual(actual, possible))) {
      const text = (value: T): string => JSON.stringify(value ?? 'nothing');
      const open = this.#open.map((value) => `, or perhaps ${text(value)}`).join('');
      throw new Error(`${this.name} was acknowledged as ${text(this.#sure)}${open}, and is ${text(actual)}`);
    }
    this.#sure = actual;
    this.#open = [];
  }
}
