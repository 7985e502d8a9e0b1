/** Longer ones are rarely had again. */
const MAX_CHARACTERS = 20_000;
const MAX_ALL_CHARACTERS = 500_000;

/**
 * Values of one kind, each held once: records keep them for as long as the lake is there, and many say the same. They are
 * of JSON and Dates, and nobody changes them. So many at most are known, and then forgotten; records keep what they have.
 */
export class SharedValues<T extends object> {
  readonly #known = new Map<string, T>();
  #characters = 0;

  /** The first that was like it. */
  of(value: T): T {
    const text = JSON.stringify(value);
    if (text.length > MAX_CHARACTERS) return value;
    const first = this.#known.get(text);
    if (first !== undefined) return first;
    this.#characters += text.length;
    if (this.#characters > MAX_ALL_CHARACTERS) {
      this.#known.clear();
      this.#characters = text.length;
    }
    this.#known.set(text, value);
    return value;
  }
}
