import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import type { PrintedRow } from '../../model/statement.js';
import type { TranslatedStatement } from '../translate/statement.js';
import type { Copy } from './fill.js';

const MAX_TOTAL_BYTES = 4 * 1024 * 1024;
/** A larger answer is not kept. */
const MAX_ANSWER_BYTES = 32 * 1024;
const ENTRY_BYTES = 200;

/**
 * Small answers, by all that they depend on: the statement as it was written anew for its caller, and what was copied
 * for it: columns, row filters, cells, and each file by its content. Rights are asked anew, and reading is logged anew,
 * before an answer is looked for here; two callers share one only when the very same rows and cells are open to both.
 */
export class Answers {
  readonly #kept = new LRUCache<string, readonly PrintedRow[]>({
    maxSize: MAX_TOTAL_BYTES,
    sizeCalculation: bytesOf,
  });

  /** Undefined for a statement whose answer may differ each time. */
  static keyOf(statement: TranslatedStatement, copies: readonly Copy[]): string | undefined {
    if (statement.isVolatile) return undefined;
    const copied = copies.map(({ create, select, sources }) => [create.text, select?.text, ...sources]);
    const all = JSON.stringify([statement.sql.text, statement.columns, copied]);
    return createHash('sha256').update(all).digest('base64');
  }

  find(key: string): readonly PrintedRow[] | undefined {
    return this.#kept.get(key);
  }

  /** Passes the rows on, and keeps them when they came to their end and are few. */
  async *keeping(key: string, batches: AsyncIterable<readonly PrintedRow[]>): AsyncGenerator<readonly PrintedRow[]> {
    let kept: readonly PrintedRow[] | undefined = [];
    let bytes = 0;
    for await (const rows of batches) {
      if (kept !== undefined) {
        bytes += bytesOf(rows);
        kept = bytes > MAX_ANSWER_BYTES ? undefined : [...kept, ...rows];
      }
      yield rows;
    }
    if (kept !== undefined) this.#kept.set(key, kept);
  }
}

function bytesOf(rows: readonly PrintedRow[]): number {
  return rows.reduce(
    (sum, row) => sum + row.reduce((part, value) => part + 16 + 2 * (value?.length ?? 0), ENTRY_BYTES),
    ENTRY_BYTES,
  );
}
