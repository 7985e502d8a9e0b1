import type { DeleteCatalogCommandInput, DeleteCatalogResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { catalogAction } from './catalog-action.js';
import { knownCatalog } from './federated-catalog.js';
import type { GlueState } from './state.js';

export const deleteCatalog = (state: GlueState): Action<DeleteCatalogCommandInput, DeleteCatalogResponse> =>
  catalogAction(state, {
    operation: 'DeleteCatalog',
    readOnly: false,
    handle: (input, exchange) => {
      state.catalogs.delete(knownCatalog(state, input.CatalogId, exchange, { changes: true }).name);
      return {};
    },
  });
