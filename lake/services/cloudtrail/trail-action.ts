import { type Action, defineAction } from '../../model/action.js';
import { trailSpelling } from '../trail-spelling.js';
import { arnOfTrail, type CloudTrailState } from './state.js';

export interface TrailActionOptions<I extends object, O> {
  readonly operation: string;
  readonly readOnly: boolean;
  /** Name or ARN of the trail; undefined asks for the account. */
  readonly trail?: (input: I) => string | undefined;
  readonly handle: (input: I) => O;
}

/** An action on trails: one permission named as the operation, an answer at once. */
export function trailAction<I extends object, O>(
  state: CloudTrailState,
  options: TrailActionOptions<I, O>,
): Action<I, O> {
  return defineAction<I, O>({
    service: 'cloudtrail',
    operation: options.operation,
    authorize: (input) => [
      {
        action: `cloudtrail:${options.operation}`,
        resource: options.trail === undefined ? '*' : arnOfTrail(state, options.trail(input)),
      },
    ],
    handle: (input) => {
      const output = options.handle(input);
      if (!options.readOnly && options.trail !== undefined) markChanged(state, options.trail(input));
      return output;
    },
    trail: (input, output) => ({
      readOnly: options.readOnly,
      requestParameters: trailSpelling(input),
      responseElements:
        options.readOnly || typeof output !== 'object' || output === null || Object.keys(output).length === 0
          ? null
          : trailSpelling(output),
      ...(options.trail === undefined
        ? {}
        : { resources: [{ type: 'AWS::CloudTrail::Trail', name: arnOfTrail(state, options.trail(input)) }] }),
    }),
  });
}

/** Writing actions change the trail that they name in place. */
function markChanged(state: CloudTrailState, nameOrArn: string | undefined): void {
  const arn = arnOfTrail(state, nameOrArn);
  for (const trail of state.trails.values()) if (trail.arn === arn) state.trails.changed(trail.name);
}
