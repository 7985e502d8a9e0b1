import type { UpdateDatabaseCommandInput, UpdateDatabaseResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import type { GlueDatabase } from '../../model/catalogue.js';
import { databaseOf } from './database-shape.js';
import { invalidInput, lakeFormationRefusal } from './errors.js';
import { glueAction } from './glue-action.js';
import { reachDatabase } from './links.js';
import type { GlueState } from './state.js';
import { requirePermission } from './visibility.js';

/** Through a resource link it is the target that is changed (Lake Formation Developer Guide, "resource-links-glue-apis"). */
export const updateDatabase = (state: GlueState): Action<UpdateDatabaseCommandInput, UpdateDatabaseResponse> =>
  glueAction(state, {
    operation: 'UpdateDatabase',
    readOnly: false,
    subject: (input) => ({ databaseName: input.Name ?? '' }),
    handle: (input, exchange) => {
      const { database: before, link } = reachDatabase(state, input.Name ?? '', exchange);
      requirePermission(state, exchange, ['ALTER'], before.name);
      const after = databaseOf({ ...input.DatabaseInput, Name: newName(input, before, link) }, before.createdAt, {
        accountDefaults: before.createTableDefaultPermissions ?? state.permissions().accountTableDefaults(),
        account: state.account,
      });
      const mayPoint =
        after.locationUri === undefined ||
        after.locationUri === before.locationUri ||
        state.permissions().mayPointTo(exchange.caller.principalArn, after.locationUri);
      if (!mayPoint) throw lakeFormationRefusal('Data Location Access', after.locationUri ?? '');
      state.catalogue.putDatabase(after);
      return {};
    },
  });

/** A link's name stands for its target's. A link cannot be pointed elsewhere: it is deleted and made anew. */
function newName(input: UpdateDatabaseCommandInput, before: GlueDatabase, link: GlueDatabase | undefined): string {
  const sent = (input.DatabaseInput?.Name ?? '').toLowerCase();
  if (sent !== before.name && sent !== link?.name) throw notImplemented('Renaming a database');
  if (input.DatabaseInput?.TargetDatabase !== undefined) {
    throw invalidInput('A resource link cannot be changed to link to a different database.');
  }
  return before.name;
}
