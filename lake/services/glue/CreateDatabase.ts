import type { CreateDatabaseCommandInput, CreateDatabaseResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { databaseArn } from './arns.js';
import { databaseOf } from './database-shape.js';
import { alreadyExists, lakeFormationRefusal } from './errors.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';
import { note } from './visibility.js';

/** Needs CREATE_DATABASE on the catalogue; the creator then holds everything on the database, and defaults apply. */
export const createDatabase = (state: GlueState): Action<CreateDatabaseCommandInput, CreateDatabaseResponse> =>
  glueAction(state, {
    operation: 'CreateDatabase',
    readOnly: false,
    subject: (input) => ({ databaseName: input.DatabaseInput?.Name ?? '' }),
    handle: (input, exchange) => {
      const permissions = state.permissions();
      const { principalArn } = exchange.caller;
      const database = databaseOf(input.DatabaseInput, state.account.clock.now(), {
        accountDefaults: permissions.accountTableDefaults(),
        account: state.account,
      });
      if (!permissions.may(principalArn, 'CREATE_DATABASE', database.name)) {
        note(state, exchange, database.name);
        throw lakeFormationRefusal('Create Database', 'Catalog');
      }
      if (database.locationUri !== undefined && !permissions.mayPointTo(principalArn, database.locationUri)) {
        throw lakeFormationRefusal('Data Location Access', database.locationUri);
      }
      if (state.catalogue.database(database.name) !== undefined) throw alreadyExists('Database');
      state.catalogue.putDatabase(database);
      if (input.Tags !== undefined) state.tags.set(databaseArn(state.account, database.name), input.Tags);
      permissions.databaseCreated(database, principalArn);
      return {};
    },
  });
