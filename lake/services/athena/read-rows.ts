import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';

const row = z.array(z.string().nullable());

/**
 * Up to `count` rows of a kept result, from byte `from` on. `next` is the byte at which the rest begins, or undefined at
 * the end. JSON text holds no bare line break, so lines are rows whatever the values are.
 */
export async function readRows(
  path: string,
  from: number,
  count: number,
): Promise<{ readonly rows: readonly (readonly (string | null)[])[]; readonly next: number | undefined }> {
  const rows: (string | null)[][] = [];
  let next = from;
  const stream = createReadStream(path, { start: from, encoding: 'utf8' });
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (rows.length === count) return { rows, next };
      rows.push(row.parse(JSON.parse(line)));
      next += Buffer.byteLength(line, 'utf8') + 1;
    }
  } finally {
    stream.destroy();
  }
  return { rows, next: undefined };
}
