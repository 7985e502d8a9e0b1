import { z } from 'zod';
import { cfnText, defineProvider, given } from '../provider.js';

const names = z.array(cfnText);

/** AWS::LakeFormation::DataCellsFilter by CreateDataCellsFilter; any change takes a new one, under another name. */
export const lakeFormationDataCellsFilter = defineProvider({
  type: 'AWS::LakeFormation::DataCellsFilter',
  schema: z.strictObject({
    TableCatalogId: cfnText,
    DatabaseName: cfnText,
    TableName: cfnText,
    Name: cfnText,
    RowFilter: z
      .strictObject({ FilterExpression: cfnText.optional(), AllRowsWildcard: z.strictObject({}).optional() })
      .optional(),
    ColumnNames: names.optional(),
    ColumnWildcard: z.strictObject({ ExcludedColumnNames: names.optional() }).optional(),
  }),
  names: ['Name'],
  async create(properties, context) {
    await context.call('lakeformation', 'CreateDataCellsFilter', { TableData: given(properties) });
    const { TableCatalogId, DatabaseName, TableName, Name } = properties;
    return { physicalId: [TableCatalogId, DatabaseName, TableName, Name].join('|') };
  },
  async remove({ properties: { TableCatalogId, DatabaseName, TableName, Name } }, context) {
    await context.forget('lakeformation', 'DeleteDataCellsFilter', { TableCatalogId, DatabaseName, TableName, Name });
  },
});
