import type { ResultColumn } from '../../model/statement.js';
import type { OutputColumn } from '../translate/env.js';
import type { TrinoType } from '../types/trino-type.js';

const UNBOUNDED = 2_147_483_647;

/** Athena's name, precision and scale of a type, as ColumnInfo shows them (recorded from Athena). */
function shapeOf(type: TrinoType): readonly [type: string, precision: number, scale: number] {
  switch (type.kind) {
    case 'varchar':
      return ['varchar', type.length ?? UNBOUNDED, 0];
    case 'decimal':
      return ['decimal', type.precision, type.scale];
    case 'tinyint':
      return ['tinyint', 3, 0];
    case 'smallint':
      return ['smallint', 5, 0];
    case 'integer':
      return ['integer', 10, 0];
    case 'bigint':
      return ['bigint', 19, 0];
    case 'real':
      return ['float', 17, 0];
    case 'double':
      return ['double', 17, 0];
    case 'timestamp':
      return ['timestamp', 3, 0];
    case 'timestamp with time zone':
      return ['timestamp with time zone', 3, 0];
    case 'varbinary':
      return ['varbinary', 1_073_741_824, 0];
    case 'boolean':
    case 'json':
    case 'date':
    case 'interval day to second':
    case 'interval year to month':
    case 'unknown':
    case 'array':
    case 'map':
    case 'row':
      return [type.kind, 0, 0];
  }
}

/** A column without a name is called `_col` and its place, from 0. */
export function resultColumns(columns: readonly OutputColumn[]): ResultColumn[] {
  return columns.map((column, index) => {
    const [type, precision, scale] = shapeOf(column.type);
    const name = column.name ?? `_col${index}`;
    return { name, type, precision, scale, caseSensitive: type === 'varchar' };
  });
}

/** A column of a statement that Athena answers like Hive. */
export function hiveColumn(name: string): ResultColumn {
  return { name, type: 'string', precision: 0, scale: 0, caseSensitive: false };
}
