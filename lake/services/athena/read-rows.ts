import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { PendingFiles } from '../../storage/pending-files.js';
import type { KeptResult } from './execution.js';

const row = z.array(z.string().nullable());

/**
 * Up to `count` rows of a kept result, from byte `from` on. `next` is the byte at which the rest begins, or undefined at
 * the end. JSON text holds no bare line break, so lines are rows whatever the values are.
 */
export async function readRows(
  small: PendingFiles,
  { path, isSmall }: KeptResult,
  from: number,
  count: number,
): Promise<{ readonly rows: readonly (readonly (string | null)[])[]; readonly next: number | undefined }> {
  const rows: (string | null)[][] = [];
  let next = from;
  for await (const line of isSmall ? wholeLines(small.read(path), from) : streamedLines(path, from)) {
    if (rows.length === count) return { rows, next };
    rows.push(row.parse(JSON.parse(line)));
    next += Buffer.byteLength(line, 'utf8') + 1;
  }
  return { rows, next: undefined };
}

function wholeLines(bytes: Uint8Array, from: number): readonly string[] {
  return Buffer.from(bytes.subarray(from)).toString('utf8').split('\n').slice(0, -1);
}

async function* streamedLines(path: string, from: number): AsyncGenerator<string> {
  const stream = createReadStream(path, { start: from, encoding: 'utf8' });
  try {
    yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  } finally {
    stream.destroy();
  }
}
