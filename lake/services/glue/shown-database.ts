import type { Database } from '@aws-sdk/client-glue';
import type { Exchange } from '../../model/action.js';
import type { GlueDatabase } from '../../model/catalogue.js';
import { databaseShape, linkedDatabaseShape } from './database-shape.js';
import { targetDatabaseIfVisible } from './links.js';
import type { GlueState } from './state.js';

/** A visible database; of a resource link the target's properties, if the caller may see the target, else its own. */
export function shownDatabase(state: GlueState, database: GlueDatabase, exchange: Exchange): Database {
  const { accountId } = state.account;
  const target = targetDatabaseIfVisible(state, database, exchange);
  return target === undefined ? databaseShape(database, accountId) : linkedDatabaseShape(database, target, accountId);
}
