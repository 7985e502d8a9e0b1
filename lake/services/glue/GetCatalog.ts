import type { GetCatalogCommandInput, GetCatalogResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { catalogAction } from './catalog-action.js';
import { catalogShape, knownCatalog } from './federated-catalog.js';
import type { GlueState } from './state.js';

export const getCatalog = (state: GlueState): Action<GetCatalogCommandInput, GetCatalogResponse> =>
  catalogAction(state, {
    operation: 'GetCatalog',
    readOnly: true,
    handle: (input, exchange) => ({
      Catalog: catalogShape(state, knownCatalog(state, input.CatalogId, exchange, { changes: false })),
    }),
  });
