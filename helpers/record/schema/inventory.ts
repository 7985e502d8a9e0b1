import { z } from 'zod';
import { formatVersion, instant, text, textList } from './common.js';

const tableSchema = z.strictObject({
  name: text,
  columns: z.array(z.strictObject({ name: text, type: text, partitionKey: z.boolean() })),
  registered: z.exactOptional(z.boolean()),
});

const grantSchema = z.strictObject({
  principal: text,
  database: z.exactOptional(text),
  table: z.exactOptional(text),
  columns: z.exactOptional(textList),
  excludedColumns: z.exactOptional(textList),
  tableWildcard: z.boolean(),
  permissions: textList,
  permissionsWithGrantOption: textList,
});

const selectorSchema = z.strictObject({
  kind: z.enum(['basic', 'advanced']),
  includeManagementEvents: z.boolean(),
  readWriteType: z.enum(['All', 'ReadOnly', 'WriteOnly']),
  excludedEventSources: textList,
  unevaluated: z.boolean(),
});

export const trailSchema = z.strictObject({
  name: text,
  arn: text,
  isLogging: z.boolean(),
  loggingSince: z.exactOptional(instant),
  isMultiRegion: z.boolean(),
  homeRegion: text,
  logFileValidationEnabled: z.boolean(),
  latestDeliveryError: z.exactOptional(text),
  selectors: z.array(selectorSchema),
});

/** inventory.json */
export const inventorySchema = z.strictObject({
  formatVersion,
  accountId: text,
  partition: text,
  region: text,
  catalogId: text,
  databases: z.array(z.strictObject({ name: text, tables: z.array(tableSchema) })),
  databasesOutsideScope: textList,
  grants: z.array(grantSchema),
  dataLakeAdmins: textList,
  readOnlyAdmins: textList,
  studioDomain: z.exactOptional(z.strictObject({ id: text, name: text })),
  profiles: z.array(z.strictObject({ name: text, executionRoleArn: z.exactOptional(text) })),
  trails: z.array(trailSchema),
  gaps: z.array(
    z.strictObject({
      what: z.enum(['catalogue', 'grants', 'settings', 'profiles', 'trails']),
      fault: text,
      message: text,
    }),
  ),
});
