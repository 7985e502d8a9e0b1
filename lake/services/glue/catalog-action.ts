import { type Action, defineAction, type Exchange } from '../../model/action.js';
import { trailSpelling } from '../trail-spelling.js';
import { catalogArn } from './arns.js';
import { insufficiency } from './glue-action.js';
import type { GlueState } from './state.js';

/** An action on catalogs: IAM is asked for the account's own, under which the others stand. */
export function catalogAction<I extends object, O>(
  state: GlueState,
  operation: {
    readonly operation: string;
    readonly readOnly: boolean;
    readonly handle: (input: I, exchange: Exchange) => O;
  },
): Action<I, O> {
  return defineAction<I, O>({
    service: 'glue',
    operation: operation.operation,
    authorize: () => [{ action: `glue:${operation.operation}`, resource: catalogArn(state.account) }],
    handle: (input, exchange) => Promise.resolve().then(() => operation.handle(input, exchange)),
    trail: (input, _output, exchange) => ({
      readOnly: operation.readOnly,
      requestParameters: trailSpelling(input),
      responseElements: null,
      ...insufficiency(state, exchange),
    }),
  });
}
