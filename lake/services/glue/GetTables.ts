import type { GetTablesCommandInput, GetTablesResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { page } from '../page.js';
import { glueAction } from './glue-action.js';
import { nameFilter } from './name-filter.js';
import type { GlueState } from './state.js';
import { visibleDatabase } from './visibility.js';
import { shapesOfVisible } from './visible-tables.js';

const PAGE_SIZE = 100;

/** The tables that Lake Formation shows to the caller (Lake Formation Developer Guide, "metadata-permissions"). */
export const getTables = (state: GlueState): Action<GetTablesCommandInput, GetTablesResponse> =>
  glueAction(state, {
    operation: 'GetTables',
    readOnly: true,
    subject: (input) => ({ databaseName: input.DatabaseName ?? '', tableName: '*' }),
    handle: (input, exchange) => {
      const { name } = visibleDatabase(state, input.DatabaseName ?? '', exchange);
      const isWanted = nameFilter(input.Expression);
      const tables = state.catalogue.tables(name).filter((table) => isWanted(table.name));
      const result = page(shapesOfVisible(state, tables, exchange), (table) => table.Name ?? '', {
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
