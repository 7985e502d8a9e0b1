import type { UpdateTableCommandInput, UpdateTableResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { AwsError, notImplemented } from '../../model/aws-error.js';
import { invalidInput, lakeFormationRefusal } from './errors.js';
import { glueAction } from './glue-action.js';
import { namedTable, reachTable } from './links.js';
import type { GlueState } from './state.js';
import { tableOf } from './table-shape.js';
import { requirePermission } from './visibility.js';

/**
 * Replaces the definition; the one before is archived as a version unless the caller says not to. Through a resource
 * link it is the target that is changed (Lake Formation Developer Guide, "resource-links-glue-apis").
 */
export const updateTable = (state: GlueState): Action<UpdateTableCommandInput, UpdateTableResponse> =>
  glueAction(state, {
    operation: 'UpdateTable',
    readOnly: false,
    subject: (input) => ({
      databaseName: input.DatabaseName ?? '',
      tableName: input.TableInput?.Name ?? input.Name ?? '',
    }),
    handle: (input, exchange) => {
      if (input.UpdateOpenTableFormatInput !== undefined || input.ViewUpdateAction !== undefined) {
        throw notImplemented('glue:UpdateTable of open table formats and Data Catalog views');
      }
      const sent = input.TableInput;
      const name = sent?.Name ?? input.Name ?? '';
      const named = namedTable(state, input.DatabaseName ?? '', name, exchange);
      const { record } = reachTable(state, input.DatabaseName ?? '', name, exchange);
      const { table } = record;
      requirePermission(state, exchange, ['ALTER'], table.databaseName, table.name);
      if (input.VersionId !== undefined && input.VersionId !== table.versionId) {
        throw new AwsError('ConcurrentModificationException', 'Update table failed due to concurrent modifications.');
      }
      const throughLink = named.record.table.target !== undefined;
      if (sent?.TargetTable !== undefined) {
        throw invalidInput('A resource link cannot be changed to link to a different table.');
      }
      const kept = { ...sent, Name: throughLink ? table.name : sent?.Name };
      const updated = tableOf(
        table.databaseName,
        kept,
        {
          createdAt: table.createdAt,
          updatedAt: state.account.clock.now(),
          createdBy: table.createdBy,
          versionId: String(Number(table.versionId) + 1),
        },
        state.account,
      );
      refuseForeignLocation(state, updated.storage.location, table.storage.location, exchange.caller.principalArn);
      const { archive, ...before } = record;
      state.catalogue.putTable({
        table: updated,
        input: { ...kept, Name: updated.name },
        archive: input.SkipArchive === true ? archive : [before, ...archive],
      });
      return {};
    },
  });

function refuseForeignLocation(
  state: GlueState,
  location: string | undefined,
  before: string | undefined,
  principalArn: string,
): void {
  if (location === undefined || location === before) return;
  if (!state.permissions().mayPointTo(principalArn, location)) {
    throw lakeFormationRefusal('Data Location Access', location);
  }
}
