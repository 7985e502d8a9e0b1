import type { StorageDescriptor } from '@aws-sdk/client-glue';
import { expect, it } from 'vitest';
import type { GlueTable } from '../../model/catalogue.js';
import { GlueCatalogue } from './catalogue.js';

const AT = new Date('2026-07-01T21:01:47Z');

const table: GlueTable = {
  databaseName: 'shop',
  name: 'orders',
  tableType: 'EXTERNAL_TABLE',
  storage: { columns: [], serdeParameters: {} },
  partitionKeys: [{ name: 'day', type: 'string' }],
  parameters: {},
  createdAt: AT,
  updatedAt: AT,
  createdBy: 'arn:aws:iam::111122223333:user/ann',
  versionId: '1',
};

/** Of 300 columns: long ones are what is worth holding once. */
const storage = (more: StorageDescriptor = {}): StorageDescriptor => ({
  Columns: Array.from({ length: 300 }, (_, number) => ({ Name: `column_${number}`, Type: 'string' })),
  SerdeInfo: { SerializationLibrary: 'serde', Parameters: { 'serialization.format': '1' } },
  ...more,
});

it('keeps each partition with the storage that was said of it, and once what is said of several', () => {
  const catalogue = new GlueCatalogue();
  catalogue.putDatabase({ name: 'shop', parameters: {}, createdAt: AT });
  catalogue.putTable({ table, input: { Name: 'orders' }, archive: [] });
  const said: readonly (StorageDescriptor | undefined)[] = [
    storage({ Location: 's3://lake/orders/a/' }),
    storage({ Location: 's3://lake/orders/b/' }),
    storage(),
    storage({ Location: 's3://lake/orders/d/', Compressed: true }),
    undefined,
  ];
  const records = said.map((StorageDescriptor, number) => {
    const Values = [`day-${number}`];
    const partition = { values: Values, location: `s3://lake/orders/${number}/`, createdAt: AT };
    return { partition, input: { Values, ...(StorageDescriptor === undefined ? {} : { StorageDescriptor }) } };
  });
  for (const record of records) catalogue.addPartition('shop', 'orders', record);
  const kept = catalogue.partitionRecords('shop', 'orders');
  expect(kept).toStrictEqual(records);
  const columns = kept.map(({ input }) => input?.StorageDescriptor?.Columns);
  expect(columns[1]).toBe(columns[0]);
  expect(columns[2]).toBe(columns[0]);
});
