import type { Tag } from '@aws-sdk/client-sagemaker';
import { type Action, type Authorization, defineAction, type Exchange } from '../../model/action.js';
import { trailSpelling } from '../trail-spelling.js';

export interface SageMakerOperation<I extends object, O extends object | undefined> {
  readonly operation: string;
  readonly readOnly: boolean;
  resource(input: I): string;
  /** Tags by ARN: those of the resource are what IAM conditions can name. */
  readonly resourceTags?: ReadonlyMap<string, readonly Tag[]>;
  /** Tags that the request would put on the resource. */
  requestTags?(input: I): readonly Tag[] | undefined;
  /** Roles that the request hands to SageMaker. */
  passedRoles?(input: I): readonly (string | undefined)[];
  handle(input: I, exchange: Exchange): Promise<O> | O;
  /** What the event shows of the answer, where that is not the answer itself. */
  shown?(output: NonNullable<O>): object;
}

/**
 * An action of SageMaker, with the condition keys `sagemaker:ResourceTag/…`, `aws:ResourceTag/…` and `aws:RequestTag/…`
 * (Service Authorization Reference, Amazon SageMaker).
 */
export function sageMakerAction<I extends object, O extends object | undefined>(
  operation: SageMakerOperation<I, O>,
): Action<I, O> {
  return defineAction<I, O>({
    service: 'sagemaker',
    operation: operation.operation,
    authorize: (input) => [
      {
        action: `sagemaker:${operation.operation}`,
        resource: operation.resource(input),
        conditionKeys: {
          ...keys('sagemaker:ResourceTag', operation.resourceTags?.get(operation.resource(input))),
          ...keys('aws:ResourceTag', operation.resourceTags?.get(operation.resource(input))),
          ...keys('aws:RequestTag', operation.requestTags?.(input)),
        },
      },
      ...passRoles(operation.passedRoles?.(input) ?? []),
    ],
    handle: async (input, exchange) => operation.handle(input, exchange),
    trail: (input, output) => ({
      readOnly: operation.readOnly,
      requestParameters: trailSpelling(input),
      responseElements:
        operation.readOnly || output === undefined ? null : trailSpelling(operation.shown?.(output) ?? output),
    }),
  });
}

function keys(prefix: string, tags: readonly Tag[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((tags ?? []).map((tag) => [`${prefix}/${tag.Key}`, tag.Value ?? '']));
}

function passRoles(roles: readonly (string | undefined)[]): readonly Authorization[] {
  const named = [...new Set(roles.filter((role) => role !== undefined))];
  return named.map((resource) => ({
    action: 'iam:PassRole',
    resource,
    conditionKeys: { 'iam:PassedToService': 'sagemaker.amazonaws.com' },
  }));
}
