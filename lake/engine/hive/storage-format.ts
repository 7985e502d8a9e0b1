/** Hive's classes for the data of a table. */
export interface StorageFormat {
  readonly inputFormat: string;
  readonly outputFormat: string;
  readonly serde: string;
}

const QL = 'org.apache.hadoop.hive.ql.io';
const SERDE = 'org.apache.hadoop.hive.serde2';

/** What a table is without STORED AS. */
export const TEXTFILE: StorageFormat = {
  inputFormat: 'org.apache.hadoop.mapred.TextInputFormat',
  outputFormat: `${QL}.HiveIgnoreKeyTextOutputFormat`,
  serde: `${SERDE}.lazy.LazySimpleSerDe`,
};

export const PARQUET: StorageFormat = {
  inputFormat: `${QL}.parquet.MapredParquetInputFormat`,
  outputFormat: `${QL}.parquet.MapredParquetOutputFormat`,
  serde: `${QL}.parquet.serde.ParquetHiveSerDe`,
};

/** What STORED AS names (Athena User Guide, "create-table"). */
export const STORAGE_FORMATS: Readonly<Record<string, StorageFormat>> = {
  textfile: TEXTFILE,
  sequencefile: {
    inputFormat: 'org.apache.hadoop.mapred.SequenceFileInputFormat',
    outputFormat: `${QL}.HiveSequenceFileOutputFormat`,
    serde: `${SERDE}.lazy.LazySimpleSerDe`,
  },
  rcfile: {
    inputFormat: `${QL}.RCFileInputFormat`,
    outputFormat: `${QL}.RCFileOutputFormat`,
    serde: `${SERDE}.columnar.LazyBinaryColumnarSerDe`,
  },
  orc: {
    inputFormat: `${QL}.orc.OrcInputFormat`,
    outputFormat: `${QL}.orc.OrcOutputFormat`,
    serde: `${QL}.orc.OrcSerde`,
  },
  parquet: PARQUET,
  avro: {
    inputFormat: `${QL}.avro.AvroContainerInputFormat`,
    outputFormat: `${QL}.avro.AvroContainerOutputFormat`,
    serde: `${SERDE}.avro.AvroSerDe`,
  },
};
