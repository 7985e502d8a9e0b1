import { LRUCache } from 'lru-cache';
import type { Query } from '../query.js';
import { queryStatement, type TrinoStatement, trinoStatement } from './statement.js';

/** Queries that were read before: many are asked the same, and ANTLR takes longer over a text than all that follows. */
const known = new LRUCache<string, TrinoStatement>({ max: 2_048 });
const MAX_KNOWN_LENGTH = 2_000;

/** As `trinoStatement`; a query that was read before is not read again. Its tree is never changed by those who use it. */
export function knownStatement(text: string): TrinoStatement {
  const found = known.get(text);
  if (found !== undefined) return found;
  const statement = trinoStatement(text);
  if (statement.kind !== 'query' || text.length > MAX_KNOWN_LENGTH) return statement;
  const { parameterCount } = statement;
  return queryStatement(parameterCount, () => {
    const query = statement.build();
    known.set(text, builtStatement(parameterCount, query));
    return query;
  });
}

/** Made apart, so that it holds the query's own small tree and nothing of ANTLR's. */
function builtStatement(parameterCount: number, query: Query): TrinoStatement {
  return queryStatement(parameterCount, () => query);
}
