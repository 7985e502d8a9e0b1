import type { ErrorDetail } from '@aws-sdk/client-glue';
import { AwsError } from '../../model/aws-error.js';

export interface Failed<T> {
  readonly item: T;
  readonly error: AwsError;
}

/** Does each on its own and returns the refused ones: Glue's batch calls answer 200 and name them. */
export function settleEach<T>(items: readonly T[], attempt: (item: T) => void): readonly Failed<T>[] {
  return items.flatMap((item) => {
    try {
      attempt(item);
      return [];
    } catch (error) {
      if (!(error instanceof AwsError) || error.httpStatus === 501) throw error;
      return [{ item, error }];
    }
  });
}

export function errorDetail(error: AwsError): ErrorDetail {
  return { ErrorCode: error.code, ErrorMessage: error.message };
}
