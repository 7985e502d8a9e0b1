import type { ColumnLFTag, LFTagPair } from '@aws-sdk/client-lakeformation';
import type { TagSet } from '../../access/lakeformation/tags.js';
import type { GlueTable } from '../../model/catalogue.js';
import type { LakeFormationState } from './state.js';
import { tagPairs } from './tag-shape.js';

interface TableTags {
  readonly LFTagOnDatabase?: LFTagPair[];
  readonly LFTagsOnTable?: LFTagPair[];
  readonly LFTagsOnColumns?: ColumnLFTag[];
}

/**
 * The tags of a table, of its database and of `columns` of it: those put on each itself, or with those that it inherits.
 * Empty lists are left out.
 */
export function tagsOfTable(
  state: LakeFormationState,
  { databaseName, name: tableName }: Pick<GlueTable, 'databaseName' | 'name'>,
  columns: readonly string[],
  assignedOnly: boolean,
): TableTags {
  const { tags, account } = state;
  const pairs = (set: TagSet): LFTagPair[] => tagPairs(set, account.accountId);
  const onTable = assignedOnly
    ? tags.assigned({ kind: 'table', databaseName, tableName })
    : tags.table(databaseName, tableName);
  const tagged = tags.taggedColumns(databaseName, tableName);
  const onColumns = columns.flatMap((column): ColumnLFTag[] => {
    const set = assignedOnly
      ? tags.assigned({ kind: 'column', databaseName, tableName, column })
      : (tagged.get(column) ?? onTable);
    return set.size === 0 ? [] : [{ Name: column, LFTags: pairs(set) }];
  });
  const onDatabase = tags.database(databaseName);
  return {
    ...(onDatabase.size === 0 ? {} : { LFTagOnDatabase: pairs(onDatabase) }),
    ...(onTable.size === 0 ? {} : { LFTagsOnTable: pairs(onTable) }),
    ...(onColumns.length === 0 ? {} : { LFTagsOnColumns: onColumns }),
  };
}
