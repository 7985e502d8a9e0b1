import type { UpdateDatabaseCommandInput, UpdateDatabaseResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import { databaseOf } from './database-shape.js';
import { lakeFormationRefusal } from './errors.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';
import { requirePermission, visibleDatabase } from './visibility.js';

export const updateDatabase = (state: GlueState): Action<UpdateDatabaseCommandInput, UpdateDatabaseResponse> =>
  glueAction(state, {
    operation: 'UpdateDatabase',
    readOnly: false,
    subject: (input) => ({ databaseName: input.Name ?? '' }),
    handle: (input, exchange) => {
      const before = visibleDatabase(state, input.Name ?? '', exchange);
      requirePermission(state, exchange, ['ALTER'], before.name);
      const after = databaseOf(
        input.DatabaseInput,
        before.createdAt,
        before.createTableDefaultPermissions ?? state.permissions().accountTableDefaults(),
      );
      if (after.name !== before.name) throw notImplemented('Renaming a database');
      const mayPoint =
        after.locationUri === undefined ||
        after.locationUri === before.locationUri ||
        state.permissions().mayPointTo(exchange.caller.principalArn, after.locationUri);
      if (!mayPoint) throw lakeFormationRefusal('Data Location Access', after.locationUri ?? '');
      state.catalogue.putDatabase(after);
      return {};
    },
  });
