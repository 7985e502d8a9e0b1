import { list, Sql, sql } from '../sql/fragment.js';
import type { TrinoType } from './trino-type.js';

/**
 * The type of DuckDB that holds the values of a Trino type. Instants are kept as UTC timestamps without a zone; the fields
 * of a row are called f0, f1 … by their places, as rows of Trino need no names and may have the same one twice.
 */
export function duckType(type: TrinoType): Sql {
  switch (type.kind) {
    case 'boolean':
      return sql`BOOLEAN`;
    case 'tinyint':
      return sql`TINYINT`;
    case 'smallint':
      return sql`SMALLINT`;
    case 'integer':
    case 'unknown':
      return sql`INTEGER`;
    case 'bigint':
      return sql`BIGINT`;
    case 'real':
      return sql`FLOAT`;
    case 'double':
      return sql`DOUBLE`;
    case 'decimal':
      return sql`DECIMAL(${Sql.whole(type.precision)}, ${Sql.whole(type.scale)})`;
    case 'varchar':
    case 'json':
      return sql`VARCHAR`;
    case 'varbinary':
      return sql`BLOB`;
    case 'date':
      return sql`DATE`;
    case 'timestamp':
    case 'timestamp with time zone':
      return sql`TIMESTAMP`;
    case 'interval day to second':
    case 'interval year to month':
      return sql`INTERVAL`;
    case 'array':
      return sql`${duckType(type.element)}[]`;
    case 'map':
      return sql`MAP(${duckType(type.key)}, ${duckType(type.value)})`;
    case 'row':
      return sql`STRUCT(${list(type.fields.map((field, index) => sql`${Sql.name('f', index)} ${duckType(field.type)}`))})`;
  }
}

export function typedNull(type: TrinoType): Sql {
  return sql`CAST(NULL AS ${duckType(type)})`;
}
