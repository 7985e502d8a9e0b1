import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { type AppendLog, MAX_SMALL_BYTES } from '../../storage/append-log.js';
import type { KeptResult } from './execution.js';

const row = z.array(z.string().nullable());

/** Undefined when `lines`, JSON lines of one array a row, are too many for a small content. */
export function keepSmallRows(small: AppendLog, lines: string): KeptResult['rows'] | undefined {
  const bytes = Buffer.from(lines, 'utf8');
  return bytes.length > MAX_SMALL_BYTES ? undefined : { offset: small.append(bytes), lengthBytes: bytes.length };
}

/**
 * Up to `count` rows of a kept result, from byte `from` on. `next` is the byte at which the rest begins, or undefined at
 * the end. JSON text holds no bare line break, so lines are rows whatever the values are.
 */
export async function readRows(
  small: AppendLog,
  kept: KeptResult['rows'],
  from: number,
  count: number,
): Promise<{ readonly rows: readonly (readonly (string | null)[])[]; readonly next: number | undefined }> {
  const rows: (string | null)[][] = [];
  let next = from;
  for await (const line of typeof kept === 'string'
    ? streamedLines(kept, from)
    : wholeLines(small.read(kept.offset, kept.lengthBytes), from)) {
    if (rows.length === count) return { rows, next };
    rows.push(row.parse(JSON.parse(line)));
    next += Buffer.byteLength(line, 'utf8') + 1;
  }
  return { rows, next: undefined };
}

function wholeLines(bytes: Buffer, from: number): readonly string[] {
  return bytes.toString('utf8', from).split('\n').slice(0, -1);
}

async function* streamedLines(path: string, from: number): AsyncGenerator<string> {
  const stream = createReadStream(path, { start: from, encoding: 'utf8' });
  try {
    yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  } finally {
    stream.destroy();
  }
}
