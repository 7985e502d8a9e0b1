import { type Action, type Authorization, defineAction, type Exchange } from '../../model/action.js';
import { trailSpelling } from '../trail-spelling.js';

interface AthenaAction<I extends object, O extends object> {
  readonly operation: string;
  readonly readOnly: boolean;
  readonly authorize: (input: I, exchange: Exchange) => readonly Authorization[];
  readonly handle: (input: I, exchange: Exchange) => O | Promise<O>;
  /** Members of the input that CloudTrail shows in other words; undefined leaves one out. */
  readonly requestParameters?: (input: I) => Readonly<Record<string, unknown>>;
  readonly responseElements?: (output: O) => Readonly<Record<string, unknown>> | null;
  readonly queryText?: (input: I) => string | undefined;
}

/** An action of Athena: every one is a management event (Athena User Guide, "Log Athena calls with CloudTrail"). */
export function athenaAction<I extends object, O extends object>(action: AthenaAction<I, O>): Action<I, O> {
  const { operation, readOnly } = action;
  return defineAction<I, O>({
    service: 'athena',
    operation,
    authorize: action.authorize,
    handle: (input, exchange) => action.handle(input, exchange),
    trail: (input, output) => {
      const queryText = action.queryText?.(input);
      return {
        readOnly,
        requestParameters: action.requestParameters?.(input) ?? trailSpelling(input),
        responseElements: output === undefined || readOnly ? null : (action.responseElements?.(output) ?? null),
        ...(queryText === undefined ? {} : { queryText }),
      };
    },
  });
}
