import { Refusal } from './refusal.js';

/**
 * A refusal in AWS's own words. The protocol layer puts it on the wire in the service's shape:
 * awsJson `{__type, Message, …members}`, restJson with `X-Amzn-ErrorType`, awsQuery and S3 in XML.
 */
export class AwsError extends Refusal {
  /** AWS's error code, for example `InvalidRequestException`. */
  readonly code: string;
  readonly httpStatus: number;
  /** Further members of the error, for example `{ AthenaErrorCode: 'INVALID_INPUT' }`. */
  readonly members: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    options: { readonly httpStatus?: number; readonly members?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.httpStatus = options.httpStatus ?? 400;
    this.members = options.members ?? {};
  }
}

/** What is not modelled fails loudly, never as an empty success. */
export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplementedException', `${what} is not implemented by this lake.`, { httpStatus: 501 });
}
