import { AwsError } from '../model/aws-error.js';
import type { AuthenticationFault, AuthenticationFaultKind } from './sigv4/fault.js';

export type ErrorDialect = 'json' | 'query' | 's3';

type Row = readonly [code: string, httpStatus: number, text: string];

const INVALID_TOKEN = 'The security token included in the request is invalid.';
const EXPIRED_TOKEN = 'The security token included in the request is expired';

/**
 * AWS's code, status and text for each fault of authentication in each dialect. Sources: "Common errors" of the Athena,
 * STS and Lake Formation API references; S3 API Reference, "Error responses". The references say 403 for the JSON
 * services too, but clients of Secrets Manager, KMS and DynamoDB have logged 400 for each of them.
 */
const ROWS: Readonly<Record<AuthenticationFaultKind, Readonly<Record<ErrorDialect, Row>>>> = {
  missing: {
    json: ['MissingAuthenticationTokenException', 400, 'Missing Authentication Token'],
    query: ['MissingAuthenticationToken', 403, 'Request is missing Authentication Token'],
    s3: ['AccessDenied', 403, 'Access Denied'],
  },
  incomplete: {
    json: ['IncompleteSignatureException', 400, ''],
    query: ['IncompleteSignature', 400, ''],
    s3: ['AuthorizationHeaderMalformed', 400, ''],
  },
  // S3 takes no other signature of buckets made since June 2020, nor in newer Regions (S3 User Guide, "UsingAWSSDK").
  'version-2': {
    json: ['IncompleteSignatureException', 400, ''],
    query: ['IncompleteSignature', 400, ''],
    s3: [
      'InvalidRequest',
      400,
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    ],
  },
  'unknown-key': {
    json: ['UnrecognizedClientException', 400, INVALID_TOKEN],
    query: ['InvalidClientTokenId', 403, INVALID_TOKEN],
    s3: ['InvalidAccessKeyId', 403, 'The AWS Access Key Id you provided does not exist in our records.'],
  },
  'bad-token': {
    json: ['UnrecognizedClientException', 400, INVALID_TOKEN],
    query: ['InvalidClientTokenId', 403, INVALID_TOKEN],
    s3: ['InvalidToken', 400, 'The provided token is malformed or otherwise invalid.'],
  },
  'expired-token': {
    json: ['ExpiredTokenException', 400, EXPIRED_TOKEN],
    query: ['ExpiredToken', 403, EXPIRED_TOKEN],
    s3: ['ExpiredToken', 400, 'The provided token has expired.'],
  },
  mismatch: {
    json: ['InvalidSignatureException', 400, ''],
    query: ['SignatureDoesNotMatch', 403, ''],
    s3: ['SignatureDoesNotMatch', 403, ''],
  },
  skew: {
    json: ['InvalidSignatureException', 400, ''],
    query: ['SignatureDoesNotMatch', 403, ''],
    s3: ['RequestTimeTooSkewed', 403, 'The difference between the request time and the current time is too large.'],
  },
  'wrong-region': {
    json: ['InvalidSignatureException', 400, ''],
    query: ['SignatureDoesNotMatch', 403, ''],
    s3: ['AuthorizationHeaderMalformed', 400, ''],
  },
  'expired-url': {
    json: ['InvalidSignatureException', 400, 'Signature expired.'],
    query: ['SignatureDoesNotMatch', 403, 'Signature expired.'],
    s3: ['AccessDenied', 403, 'Request has expired'],
  },
  'unsigned-header': {
    json: ['InvalidSignatureException', 400, ''],
    query: ['SignatureDoesNotMatch', 403, ''],
    s3: ['AccessDenied', 403, ''],
  },
};

/** The fault in the words of a dialect; a text of the table wins over the fault's own. */
export function authenticationError(fault: AuthenticationFault, dialect: ErrorDialect): AwsError {
  const [code, httpStatus, text] = ROWS[fault.kind][dialect];
  const members = dialect === 's3' ? fault.members : {};
  return new AwsError(code, text === '' ? (fault.text ?? fault.kind) : text, { httpStatus, members });
}
