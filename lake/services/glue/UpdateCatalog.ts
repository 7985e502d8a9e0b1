import type { UpdateCatalogCommandInput, UpdateCatalogResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { catalogAction } from './catalog-action.js';
import { knownCatalog, requireSource } from './federated-catalog.js';
import type { GlueState } from './state.js';

export const updateCatalog = (state: GlueState): Action<UpdateCatalogCommandInput, UpdateCatalogResponse> =>
  catalogAction(state, {
    operation: 'UpdateCatalog',
    readOnly: false,
    handle: (input, exchange) => {
      const record = knownCatalog(state, input.CatalogId, exchange, { changes: true });
      const sent = requireSource(input.CatalogInput);
      state.catalogs.set(record.name, { ...record, input: sent, updatedAt: state.account.clock.now() });
      return {};
    },
  });
