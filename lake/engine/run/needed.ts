import type { VisibleColumn } from '../catalogue.js';
import { readColumns, type Scan } from '../translate/scan.js';
import { bytesOf, uncompressedBytesOf } from './file-facts.js';
import type { KnownGroup } from './fill.js';

/** With every row open, the first files that hold enough rows for the limit are enough. */
export function neededGroups({ table, limit }: Scan, groups: readonly KnownGroup[]): readonly KnownGroup[] {
  if (limit === undefined) return groups;
  if (limit === 0n) return [];
  if (table.cells !== undefined) return groups;
  const needed: KnownGroup[] = [];
  let rows = 0;
  for (const group of groups) {
    const files = group.files.filter(({ facts }) => {
      if (BigInt(rows) >= limit) return false;
      rows += facts.rows;
      return true;
    });
    if (files.length > 0) needed.push({ ...group, files });
  }
  return needed;
}

/** What a text takes beside the letters that do not fit into it. */
const TEXT_BYTES = 16;

/** About how many bytes the columns of these files take in memory, with no more rows than `limit`. */
export function copiedBytes(
  columns: readonly { readonly column: VisibleColumn; readonly isNullness: boolean }[],
  files: KnownGroup['files'],
  limit: bigint | undefined,
): number {
  const rows = files.reduce((sum, { facts }) => sum + facts.rows, 0);
  const bytes = files.reduce((sum, { facts }) => {
    const each = columns.map(({ column, isNullness }) =>
      isNullness ? facts.rows : facts.rows * TEXT_BYTES + uncompressedBytesOf(facts, column.name),
    );
    return sum + each.reduce((part, size) => part + size, facts.rows);
  }, 0);
  return limit === undefined || rows === 0 ? bytes : bytes * Math.min(1, Number(limit) / rows);
}

/** Compressed bytes of the columns that are read, or of the whole file: what Athena calls data scanned. */
export function scannedBytes(scan: Scan, groups: readonly KnownGroup[]): number {
  const names = readColumns(scan).flatMap((index) => scan.table.selectable[index]?.name ?? []);
  const files = groups.flatMap((group) => group.files);
  return files.reduce(
    (sum, { facts }) => sum + names.reduce((part, name) => part + bytesOf(facts, name), facts.wholeBytes),
    0,
  );
}
