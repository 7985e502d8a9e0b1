import { createReadStream } from 'node:fs';
import { UsageError } from '../../core/error.js';

/** A finding or an observation is a few kilobytes; anything near this is no line of ours. */
const MAX_LINE_BYTES = 8 * 1024 * 1024;
const NEWLINE = 0x0a;

export interface Line {
  readonly bytes: Buffer;
  /** Starts at 1. */
  readonly number: number;
  /** Offset of its first byte in the file. */
  readonly offset: number;
  /** False for a last line without a newline: a write that a crash cut short. */
  readonly terminated: boolean;
}

/** The lines of a file, streamed. Throws UsageError `RECORD_MALFORMED` for a line beyond all measure. */
export async function* linesOf(path: string): AsyncGenerator<Line> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  let number = 0;
  let offset = 0;
  for await (const read of createReadStream(path)) {
    const chunk = read as Buffer;
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, from)) {
      const bytes = Buffer.concat([...rest, chunk.subarray(from, end)]);
      number += 1;
      yield { bytes, number, offset, terminated: true };
      offset += bytes.length + 1;
      from = end + 1;
      rest = [];
      restBytes = 0;
    }
    if (from < chunk.length) {
      rest.push(chunk.subarray(from));
      restBytes += chunk.length - from;
    }
    if (restBytes > MAX_LINE_BYTES) throw tooLong(path, number + 1);
  }
  if (restBytes > 0) yield { bytes: Buffer.concat(rest), number: number + 1, offset, terminated: false };
}

function tooLong(path: string, line: number): UsageError {
  return new UsageError({
    code: 'RECORD_MALFORMED',
    message: `${path}:${line}: the line is longer than ${MAX_LINE_BYTES} bytes`,
    likelyCause: 'the file is not a record of Lakeproof, or was changed after the run',
  });
}
