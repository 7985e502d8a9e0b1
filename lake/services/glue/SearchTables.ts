import type { PropertyPredicate, SearchTablesCommandInput, SearchTablesResponse, Table } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import { page } from '../page.js';
import { glueAction } from './glue-action.js';
import type { GlueState } from './state.js';
import { shapesOfVisible } from './visible-tables.js';

const PAGE_SIZE = 100;

/** Searches names, descriptions and columns of the tables that the caller may see, as far as he may see them. */
export const searchTables = (state: GlueState): Action<SearchTablesCommandInput, SearchTablesResponse> =>
  glueAction(state, {
    operation: 'SearchTables',
    readOnly: true,
    subject: () => ({ databaseName: '*', tableName: '*' }),
    handle: (input, exchange) => {
      if (input.SortCriteria !== undefined) throw notImplemented('glue:SearchTables with SortCriteria');
      if (input.ResourceShareType === 'FOREIGN' || input.ResourceShareType === 'FEDERATED') {
        throw notImplemented('glue:SearchTables of other accounts');
      }
      const tables = state.catalogue.databases().flatMap((database) => state.catalogue.tables(database.name));
      const found = shapesOfVisible(state, tables, exchange, { followLinks: false })
        .filter((table) => (input.Filters ?? []).every((filter) => passes(table, filter)))
        .filter((table) => mentions(table, input.SearchText));
      const result = page(found, (table) => `${table.DatabaseName}.${table.Name}`, {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: PAGE_SIZE,
        question: [input.Filters, input.SearchText, exchange.caller.principalArn],
        errorCode: 'InvalidInputException',
      });
      return {
        TableList: [...result.items],
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });

function passes(table: Table, filter: PropertyPredicate): boolean {
  const isEquality = filter.Comparator === undefined || filter.Comparator === 'EQUALS';
  if (!isEquality) throw notImplemented(`The comparator ${filter.Comparator} of glue:SearchTables`);
  switch (filter.Key) {
    case 'DatabaseName':
      return hasToken(table.DatabaseName, filter.Value);
    case 'Name':
      return hasToken(table.Name, filter.Value);
    case 'TableType':
      return hasToken(table.TableType, filter.Value);
    case undefined:
    default:
      throw notImplemented(`The key ${filter.Key} of glue:SearchTables`);
  }
}

/**
 * The whole value, or one of the parts that punctuation divides it into: `link` finds `customer-link` and not
 * `customerlink` (Glue API, SearchTables, "Filters"). An underscore divides nothing: AWS's list of marks has none.
 */
function hasToken(value: string | undefined, wanted: string | undefined): boolean {
  const text = (value ?? '').toLowerCase();
  const sought = (wanted ?? '').toLowerCase();
  return text === sought || text.split(/[^\p{L}\p{N}_]+/u).includes(sought);
}

/** Quoted text must be a name exactly, as the Glue API says of SearchText; other text may stand anywhere. */
function mentions(table: Table, searchText: string | undefined): boolean {
  if (searchText === undefined || searchText === '') return true;
  const wanted = searchText.toLowerCase();
  const exact = /^"(.*)"$/.exec(wanted)?.[1];
  const words = [
    table.Name ?? '',
    table.DatabaseName ?? '',
    table.Description ?? '',
    ...[...(table.StorageDescriptor?.Columns ?? []), ...(table.PartitionKeys ?? [])].map((column) => column.Name ?? ''),
  ].map((word) => word.toLowerCase());
  return exact === undefined ? words.some((word) => word.includes(wanted)) : words.includes(exact);
}
