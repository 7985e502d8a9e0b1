import { z } from 'zod';
import { columns, storageDescriptor, textMap } from '../glue-storage.js';
import { cfnInteger, cfnText, defineProvider } from '../provider.js';

/** AWS::Glue::Table by CreateTable. Ref gives the table's name (CloudFormation Template Reference). */
export const glueTable = defineProvider({
  type: 'AWS::Glue::Table',
  schema: z.strictObject({
    CatalogId: cfnText,
    DatabaseName: cfnText,
    Name: cfnText.optional(),
    TableInput: z.strictObject({
      Name: cfnText.optional(),
      Description: cfnText.optional(),
      Owner: cfnText.optional(),
      Retention: cfnInteger.optional(),
      TableType: cfnText.optional(),
      Parameters: textMap.optional(),
      PartitionKeys: columns.optional(),
      ViewOriginalText: cfnText.optional(),
      ViewExpandedText: cfnText.optional(),
      StorageDescriptor: storageDescriptor.optional(),
    }),
  }),
  replacedBy: ['CatalogId', 'DatabaseName', 'Name', 'TableInput.Name'],
  names: ['Name', 'TableInput.Name'],
  async create({ CatalogId, DatabaseName, Name: ownName, TableInput }, context) {
    const Name = ownName ?? TableInput.Name ?? context.madeUpName(255).toLowerCase();
    await context.call('glue', 'CreateTable', { CatalogId, DatabaseName, TableInput: { ...TableInput, Name } });
    return { physicalId: Name };
  },
  async update({ physicalId: Name }, { CatalogId, DatabaseName, TableInput }, context) {
    await context.call('glue', 'UpdateTable', { CatalogId, DatabaseName, TableInput: { ...TableInput, Name } });
    return { physicalId: Name };
  },
  async remove({ physicalId: Name, properties: { CatalogId, DatabaseName } }, context) {
    await context.forget('glue', 'DeleteTable', { CatalogId, DatabaseName, Name });
  },
});
