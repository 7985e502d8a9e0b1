import { z } from 'zod';
import { cfnBoolean, cfnInteger, cfnText, defineProvider } from '../provider.js';

const textMap = z.record(z.string(), cfnText);
const columns = z.array(z.strictObject({ Name: cfnText, Type: cfnText.optional(), Comment: cfnText.optional() }));

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
      StorageDescriptor: z
        .strictObject({
          Columns: columns.optional(),
          Location: cfnText.optional(),
          InputFormat: cfnText.optional(),
          OutputFormat: cfnText.optional(),
          Compressed: cfnBoolean.optional(),
          NumberOfBuckets: cfnInteger.optional(),
          StoredAsSubDirectories: cfnBoolean.optional(),
          Parameters: textMap.optional(),
          SerdeInfo: z
            .strictObject({
              Name: cfnText.optional(),
              SerializationLibrary: cfnText.optional(),
              Parameters: textMap.optional(),
            })
            .optional(),
        })
        .optional(),
    }),
  }),
  async provide({ CatalogId, DatabaseName, Name: ownName, TableInput }, context) {
    const Name = ownName ?? TableInput.Name ?? context.madeUpName(255).toLowerCase();
    await context.call('glue', 'CreateTable', { CatalogId, DatabaseName, TableInput: { ...TableInput, Name } });
    return { ref: Name };
  },
});
