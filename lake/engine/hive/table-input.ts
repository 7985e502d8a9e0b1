import type { Column } from '../../model/catalogue.js';
import type { Lake } from '../../model/lake.js';
import type { StorageFormat } from './storage-format.js';

/** What a statement says of a table that it makes. */
export interface NewTable {
  readonly columns: readonly Column[];
  readonly keys: readonly Column[];
  readonly comment: string | undefined;
  readonly storage: StorageFormat;
  readonly serdeParameters: Readonly<Record<string, string>>;
  readonly location: string;
  readonly properties: Readonly<Record<string, string>>;
}

/** The parameters of a serde unless a statement says more. */
export const SERDE_PARAMETERS: Readonly<Record<string, string>> = { 'serialization.format': '1' };

/** CreateTable's TableInput as Athena sends it. */
export function tableInput(lake: Lake, name: string, table: NewTable): Readonly<Record<string, unknown>> {
  const { columns, keys, comment, storage, serdeParameters, location, properties } = table;
  return {
    Name: name,
    TableType: 'EXTERNAL_TABLE',
    PartitionKeys: keys.map(glueColumn),
    Parameters: {
      ...properties,
      ...(comment === undefined ? {} : { comment }),
      EXTERNAL: 'TRUE',
      transient_lastDdlTime: String(Math.floor(lake.clock.now().getTime() / 1000)),
    },
    StorageDescriptor: {
      Columns: columns.map(glueColumn),
      Location: location,
      InputFormat: storage.inputFormat,
      OutputFormat: storage.outputFormat,
      SerdeInfo: { SerializationLibrary: storage.serde, Parameters: serdeParameters },
    },
  };
}

/** A column as Glue takes it. */
export function glueColumn({ name, type, comment }: Column): Readonly<Record<string, string>> {
  return { Name: name, Type: type, ...(comment === undefined ? {} : { Comment: comment }) };
}
