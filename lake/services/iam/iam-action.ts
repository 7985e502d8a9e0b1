import { type Action, defineAction, type Exchange } from '../../model/action.js';
import { trailSpelling } from '../trail-spelling.js';

export interface IamActionOptions<I extends object, O> {
  readonly operation: string;
  readonly readOnly: boolean;
  /** ARN of what is asked about; `*` for lists. */
  readonly resource: (input: I, exchange: Exchange) => string;
  readonly handle: (input: I, exchange: Exchange) => O;
  /** Members of the input that the trail leaves out. */
  readonly secretInputs?: readonly (keyof I & string)[];
  /** What the trail shows of the answer of a write; the whole answer unless given. */
  readonly shown?: (output: O) => object | undefined;
}

/** An action of IAM: one permission named as the operation, one resource, an answer at once. */
export function iamAction<I extends object, O>(options: IamActionOptions<I, O>): Action<I, O> {
  return defineAction<I, O>({
    service: 'iam',
    operation: options.operation,
    authorize: (input, exchange) => [
      { action: `iam:${options.operation}`, resource: options.resource(input, exchange) },
    ],
    handle: (input, exchange) => options.handle(input, exchange),
    trail: (input, output) => ({
      readOnly: options.readOnly,
      requestParameters: trailSpelling(without(input, options.secretInputs ?? [])),
      responseElements: options.readOnly || output === undefined ? null : shownOf(options, output),
    }),
  });
}

function shownOf<I extends object, O>(
  options: IamActionOptions<I, O>,
  output: O,
): Readonly<Record<string, unknown>> | null {
  const shown = options.shown === undefined ? output : options.shown(output);
  return typeof shown === 'object' && shown !== null && Object.keys(shown).length > 0 ? trailSpelling(shown) : null;
}

function without(input: object, names: readonly string[]): object {
  return Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name)));
}
