import { z } from 'zod';
import { storageDescriptor, textMap } from '../glue-storage.js';
import { cfnText, defineProvider } from '../provider.js';

/** AWS::Glue::Partition by CreatePartition. Ref gives the partition's values, joined (CloudFormation Template Reference). */
export const gluePartition = defineProvider({
  type: 'AWS::Glue::Partition',
  schema: z.strictObject({
    CatalogId: cfnText,
    DatabaseName: cfnText,
    TableName: cfnText,
    PartitionInput: z.strictObject({
      Values: z.array(cfnText),
      Parameters: textMap.optional(),
      StorageDescriptor: storageDescriptor.optional(),
    }),
  }),
  replacedBy: ['CatalogId', 'DatabaseName', 'TableName', 'PartitionInput.Values'],
  names: ['PartitionInput.Values'],
  async create(properties, context) {
    await context.call('glue', 'CreatePartition', properties);
    return { physicalId: properties.PartitionInput.Values.join('_') };
  },
  async update({ physicalId }, { PartitionInput, ...table }, context) {
    await context.call('glue', 'UpdatePartition', {
      ...table,
      PartitionValueList: PartitionInput.Values,
      PartitionInput,
    });
    return { physicalId };
  },
  async remove({ properties: { PartitionInput, ...table } }, context) {
    await context.forget('glue', 'DeletePartition', { ...table, PartitionValues: PartitionInput.Values });
  },
});
