import type { CreateTableCommandInput, CreateTableResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import { alreadyExists, invalidInput, lakeFormationRefusal } from './errors.js';
import { glueAction } from './glue-action.js';
import { reachDatabase } from './links.js';
import type { GlueState } from './state.js';
import { tableOf } from './table-shape.js';
import { requirePermission } from './visibility.js';

/** Needs CREATE_TABLE on the database and, in a registered location, data location permission. */
export const createTable = (state: GlueState): Action<CreateTableCommandInput, CreateTableResponse> =>
  glueAction(state, {
    operation: 'CreateTable',
    readOnly: false,
    subject: (input) => ({
      databaseName: input.DatabaseName ?? '',
      tableName: input.TableInput?.Name ?? input.Name ?? '',
    }),
    handle: (input, exchange) => {
      const permissions = state.permissions();
      const { principalArn } = exchange.caller;
      const { database, link } = reachDatabase(state, input.DatabaseName ?? '', exchange);
      if (database.federation !== undefined) throw notImplemented('A table in a federated database');
      requirePermission(state, exchange, ['CREATE_TABLE'], database.name);
      const now = state.account.clock.now();
      const sent = input.TableInput;
      const made = { createdAt: now, updatedAt: now, createdBy: exchange.caller.arn, versionId: '0' };
      const table = tableOf(database.name, sent, made, state.account);
      if (table.target !== undefined && link !== undefined) {
        throw invalidInput('A table resource link cannot be created through a database resource link.');
      }
      const { location } = table.storage;
      if (location !== undefined && !permissions.mayPointTo(principalArn, location, database)) {
        throw lakeFormationRefusal('Data Location Access', location);
      }
      if (state.catalogue.table(database.name, table.name) !== undefined) throw alreadyExists('Table');
      state.catalogue.putTable({ table, input: sent ?? { Name: table.name }, archive: [] });
      permissions.tableCreated(table, database, principalArn);
      return {};
    },
  });
