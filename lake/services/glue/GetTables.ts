import type { GetTablesCommandInput, GetTablesResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import { page } from '../page.js';
import { glueAction } from './glue-action.js';
import { reachDatabase } from './links.js';
import { nameFilter } from './name-filter.js';
import type { GlueState } from './state.js';
import { shapesOfVisible } from './visible-tables.js';

const PAGE_SIZE = 100;

/** The tables that Lake Formation shows to the caller (Lake Formation Developer Guide, "metadata-permissions"). */
export const getTables = (state: GlueState): Action<GetTablesCommandInput, GetTablesResponse> =>
  glueAction(state, {
    operation: 'GetTables',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: '*' }),
    handle: (input, exchange) => {
      const { database, link } = reachDatabase(state, input.DatabaseName ?? '', exchange);
      if (database.federation !== undefined) throw notImplemented(`The federated database ${database.name}`);
      const { name } = database;
      const isWanted = nameFilter(input.Expression);
      const tables = state.catalogue.tables(name).filter((table) => isWanted(table.name));
      // Links in a database that was itself reached through a link are not followed ("resource-links-glue-apis").
      const shapes = shapesOfVisible(state, tables, exchange, { followLinks: link === undefined });
      const result = page(shapes, (table) => table.Name ?? '', {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: PAGE_SIZE,
        question: [name, input.Expression, exchange.caller.principalArn],
        errorCode: 'InvalidInputException',
      });
      return {
        TableList: [...result.items],
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
