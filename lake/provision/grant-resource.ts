import { z } from 'zod';
import { cfnText } from './provider.js';

const names = z.array(cfnText);
const tags = z.array(z.strictObject({ TagKey: cfnText, TagValues: names }));

/** The properties of a resource that a grant or a tag is on: those of Lake Formation's own API. */
export const lakeResource = {
  Catalog: z.strictObject({ Id: cfnText.optional() }).optional(),
  Database: z.strictObject({ CatalogId: cfnText, Name: cfnText }).optional(),
  Table: z
    .strictObject({
      CatalogId: cfnText,
      DatabaseName: cfnText,
      Name: cfnText.optional(),
      TableWildcard: z.strictObject({}).optional(),
    })
    .optional(),
};

export const grantResource = z.strictObject({
  ...lakeResource,
  TableWithColumns: z
    .strictObject({
      CatalogId: cfnText,
      DatabaseName: cfnText,
      Name: cfnText,
      ColumnNames: names.optional(),
      ColumnWildcard: z.strictObject({ ExcludedColumnNames: names.optional() }).optional(),
    })
    .optional(),
  DataLocation: z.strictObject({ CatalogId: cfnText, ResourceArn: cfnText }).optional(),
  DataCellsFilter: z
    .strictObject({ TableCatalogId: cfnText, DatabaseName: cfnText, TableName: cfnText, Name: cfnText })
    .optional(),
  LFTag: z.strictObject({ CatalogId: cfnText, TagKey: cfnText, TagValues: names }).optional(),
  LFTagPolicy: z.strictObject({ CatalogId: cfnText, ResourceType: cfnText, Expression: tags }).optional(),
});

/** What AWS::LakeFormation::TagAssociation can be on. */
export const taggedResource = z.strictObject({
  ...lakeResource,
  TableWithColumns: z
    .strictObject({ CatalogId: cfnText, DatabaseName: cfnText, Name: cfnText, ColumnNames: names })
    .optional(),
});
