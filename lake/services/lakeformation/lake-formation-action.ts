import { type Action, type Authorization, defineAction, type Exchange } from '../../model/action.js';
import { trailSpelling } from '../trail-spelling.js';

/** What one Lake Formation operation needs to say; the rest is the same for all. */
export interface LakeFormationOperation<I extends object, O> {
  readonly operation: string;
  readonly readOnly: boolean;
  handle(input: I, exchange: Exchange): Promise<O> | O;
  /** What IAM is asked beside `lakeformation:<operation>`. */
  alsoNeeds?(input: I): readonly Authorization[];
}

/**
 * An action of Lake Formation. Its IAM actions know no resources: policies must name `*` (Service Authorization
 * Reference, Lake Formation). Its events carry the request, and no response elements.
 */
export function lakeFormationAction<I extends object, O>(operation: LakeFormationOperation<I, O>): Action<I, O> {
  return defineAction<I, O>({
    service: 'lakeformation',
    operation: operation.operation,
    authorize: (input) => [
      { action: `lakeformation:${operation.operation}`, resource: '*' },
      ...(operation.alsoNeeds?.(input) ?? []),
    ],
    // An async function, so that what `handle` throws becomes a rejection.
    handle: async (input, exchange) => operation.handle(input, exchange),
    trail: (input) => ({
      readOnly: operation.readOnly,
      requestParameters: trailSpelling(input),
      responseElements: null,
    }),
  });
}
