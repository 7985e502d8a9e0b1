/** Something that reads what strangers send. */
export interface FuzzTarget {
  /** Also the folder of its corpus. */
  readonly name: string;
  /** Its part of the time, where one is not enough: slow readers see few inputs. */
  readonly share?: number;
  /** Pieces that mutations put in: what the grammar makes much of. */
  readonly words: readonly string[];
  /** Reads the input. What it throws or rejects with is a finding unless it is one of `refusals`. */
  read(input: Buffer): unknown;
  /** The errors by which it refuses an input, as it is meant to. */
  readonly refusals: readonly (abstract new (
    ...parts: never[]
  ) => Error)[];
}

/** Undefined when the target read or refused the input as it should; otherwise what it threw. */
export async function defectOf(target: FuzzTarget, input: Buffer): Promise<unknown> {
  try {
    await target.read(input);
    return undefined;
  } catch (thrown) {
    return target.refusals.some((refusal) => thrown instanceof refusal) ? undefined : thrown;
  }
}
