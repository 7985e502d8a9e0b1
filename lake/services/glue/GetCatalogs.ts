import type { GetCatalogsCommandInput, GetCatalogsResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { notImplemented } from '../../model/aws-error.js';
import { page } from '../page.js';
import { catalogAction } from './catalog-action.js';
import { catalogShape, mayUse } from './federated-catalog.js';
import type { GlueState } from './state.js';

const PAGE_SIZE = 1000;

/** The catalogs beside the account's own; what stands inside them is not reached, so `Recursive` adds nothing. */
export const getCatalogs = (state: GlueState): Action<GetCatalogsCommandInput, GetCatalogsResponse> =>
  catalogAction(state, {
    operation: 'GetCatalogs',
    readOnly: true,
    handle: (input, exchange) => {
      const isOwn = input.ParentCatalogId === undefined || input.ParentCatalogId === state.account.accountId;
      if (!isOwn) throw notImplemented(`The catalog ${input.ParentCatalogId}`);
      if (input.IncludeRoot === true) throw notImplemented('glue:GetCatalogs with IncludeRoot');
      if (input.HasDatabases !== undefined) throw notImplemented('glue:GetCatalogs with HasDatabases');
      const visible = mayUse(state, exchange, { changes: false }) ? [...state.catalogs.values()] : [];
      const sorted = visible.sort((a, b) => (a.name < b.name ? -1 : 1));
      const result = page(sorted, (record) => record.name, {
        nextToken: input.NextToken,
        maxResults: input.MaxResults,
        defaultSize: PAGE_SIZE,
        question: exchange.caller.principalArn,
        errorCode: 'InvalidInputException',
      });
      return {
        CatalogList: result.items.map((record) => catalogShape(state, record)),
        ...(result.nextToken === undefined ? {} : { NextToken: result.nextToken }),
      };
    },
  });
