import type { CreateCatalogCommandInput, CreateCatalogResponse } from '@aws-sdk/client-glue';
import type { Action } from '../../model/action.js';
import { catalogAction } from './catalog-action.js';
import { alreadyExists, lakeFormationRefusal } from './errors.js';
import { mayUse, requireSource } from './federated-catalog.js';
import type { GlueState } from './state.js';
import { note } from './visibility.js';

/** Registers a catalog of S3 Tables, Redshift or a connection. What it holds is not reached from here. */
export const createCatalog = (state: GlueState): Action<CreateCatalogCommandInput, CreateCatalogResponse> =>
  catalogAction(state, {
    operation: 'CreateCatalog',
    readOnly: false,
    handle: (input, exchange) => {
      const name = input.Name ?? '';
      if (!mayUse(state, exchange, { changes: true })) {
        note(state, exchange, name);
        throw lakeFormationRefusal('Create Catalog', 'Catalog');
      }
      const sent = requireSource(input.CatalogInput);
      if (state.catalogs.has(name)) throw alreadyExists('Catalog');
      const now = state.account.clock.now();
      state.catalogs.set(name, { name, input: sent, createdAt: now, updatedAt: now });
      return {};
    },
  });
