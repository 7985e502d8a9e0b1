import type { Exchange } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';

export interface S3Access {
  /** For example `s3:GetObject`. */
  readonly action: string;
  readonly resource: string;
  readonly conditionKeys?: Readonly<Record<string, string>>;
}

/** Throws AwsError AccessDenied, in the words that S3 has used since 2024 for callers of the same account. */
export function requireAccess(exchange: Exchange, access: S3Access): void {
  const { allowed, reason } = exchange.lake.isAllowed(exchange.caller, access, exchange);
  if (!allowed) throw accessDenied(exchange, access, reason);
}

export function accessDenied(exchange: Exchange, access: S3Access, reason: string | undefined): AwsError {
  const sentence = `User: ${exchange.caller.arn} is not authorized to perform: ${access.action} on resource: "${access.resource}"`;
  return new AwsError('AccessDenied', reason === undefined ? sentence : `${sentence} ${reason}`, { httpStatus: 403 });
}
