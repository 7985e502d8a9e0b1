import { randomUUID } from 'node:crypto';

/** A new id of a version, as UpdateDataCellsFilter compares it. */
export function newVersion(): string {
  return randomUUID();
}
