import type { Column } from '../../model/catalogue.js';
import type { QueryFailure } from '../failure.js';
import type { NewTable } from './table-input.js';

/** Lower-case parts; undefined ones come from the query's context. */
export interface TableName {
  readonly catalog: string | undefined;
  readonly schema: string | undefined;
  readonly table: string;
}

export interface PartitionValue {
  readonly key: string;
  readonly value: string;
}

export interface CreateTable extends NewTable {
  readonly kind: 'create-table';
  readonly isExternal: boolean;
  readonly ifNotExists: boolean;
  readonly table: TableName;
  readonly isBucketed: boolean;
}

/** Athena's statements that are Hive's, not Trino's (Athena User Guide, "DDL statements"). */
export type HiveStatement =
  | { readonly kind: 'show-databases'; readonly like: string | undefined }
  | { readonly kind: 'show-tables'; readonly schema: string | undefined; readonly like: string | undefined }
  | { readonly kind: 'show-columns'; readonly table: TableName }
  | { readonly kind: 'show-partitions'; readonly table: TableName }
  | { readonly kind: 'show-properties'; readonly table: TableName }
  | { readonly kind: 'show-create-table'; readonly table: TableName }
  | { readonly kind: 'show-create-view'; readonly table: TableName }
  | { readonly kind: 'describe'; readonly table: TableName; readonly style: 'plain' | 'formatted' | 'extended' }
  | {
      readonly kind: 'create-database';
      readonly name: string;
      readonly ifNotExists: boolean;
      readonly comment: string | undefined;
      readonly location: string | undefined;
      readonly properties: Readonly<Record<string, string>>;
    }
  | CreateTable
  | { readonly kind: 'drop-database'; readonly name: string; readonly ifExists: boolean; readonly cascade: boolean }
  | { readonly kind: 'drop-table'; readonly table: TableName; readonly ifExists: boolean }
  | { readonly kind: 'msck'; readonly table: TableName }
  | {
      readonly kind: 'add-partitions';
      readonly table: TableName;
      readonly ifNotExists: boolean;
      readonly partitions: readonly {
        readonly values: readonly PartitionValue[];
        readonly location: string | undefined;
      }[];
    }
  | {
      readonly kind: 'drop-partitions';
      readonly table: TableName;
      readonly ifExists: boolean;
      readonly partitions: readonly (readonly PartitionValue[])[];
    }
  | {
      readonly kind: 'set-properties';
      readonly table: TableName;
      readonly properties: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'add-columns'; readonly table: TableName; readonly columns: readonly Column[] }
  /** Athena knows it and the lake does not run it: it fails when run, loudly. */
  | { readonly kind: 'unmodelled'; readonly failure: QueryFailure };
