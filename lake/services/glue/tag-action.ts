import { type Action, defineAction } from '../../model/action.js';
import { trailSpelling } from '../trail-spelling.js';

/** An action on the tags of any Glue resource: IAM is asked for that very ARN. */
export function tagAction<I extends { ResourceArn: string | undefined }, O>(
  operation: string,
  readOnly: boolean,
  handle: (input: I) => Promise<O> | O,
): Action<I, O> {
  return defineAction<I, O>({
    service: 'glue',
    operation,
    authorize: (input) => [{ action: `glue:${operation}`, resource: input.ResourceArn ?? '*' }],
    handle: async (input) => handle(input),
    trail: (input) => ({ readOnly, requestParameters: trailSpelling(input), responseElements: null }),
  });
}
