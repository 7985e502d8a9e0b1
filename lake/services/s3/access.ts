import type { Authorization, Exchange } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';

/** Throws AwsError AccessDenied, in the words that S3 has used since 2024 for callers of the same account. */
export function requireAccess(exchange: Exchange, access: Authorization): void {
  const { allowed, reason } = exchange.lake.isAllowed(exchange.caller, access, exchange);
  if (!allowed) throw accessDenied(exchange, access, reason);
}

export function accessDenied(exchange: Exchange, access: Authorization, reason: string | undefined): AwsError {
  const sentence = `User: ${exchange.caller.arn} is not authorized to perform: ${access.action} on resource: "${access.resource}"`;
  return new AwsError('AccessDenied', reason === undefined ? sentence : `${sentence} ${reason}`, { httpStatus: 403 });
}
