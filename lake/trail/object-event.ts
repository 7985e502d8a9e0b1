import type { Exchange } from '../model/action.js';
import type { EventResource } from '../model/trail.js';
import { newHostId } from '../protocols/host-id.js';

/** A call about objects, as far as its event tells of it. */
export interface ObjectCall {
  /** `ListObjects` whichever version lists. */
  readonly eventName: string;
  readonly readOnly: boolean;
  readonly bucket: string;
  /** Undefined for calls about the objects below a prefix: lists, and deletions of many, whose keys are in no event. */
  readonly key?: string;
  readonly prefix?: string;
  /** Query parameters and headers that the event shows beside bucket and key. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly responseElements?: Readonly<Record<string, string>>;
  /** Made when a trail takes the event: most lakes have none that does, and a query reads many objects. */
  readonly additionalEventData?: () => Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: string; readonly message: string };
}

const S3 = 's3.amazonaws.com';

/**
 * Records a call about objects as the data event that it is, if a trail takes it. Sources: S3 User Guide, "Amazon S3
 * CloudTrail events"; published events of GetObject, PutObject and ListObjects.
 */
export function recordObjectCall(exchange: Exchange, call: ObjectCall): void {
  const { lake, caller } = exchange;
  const bucketArn = `arn:${lake.partition}:s3:::${call.bucket}`;
  const { eventName, readOnly } = call;
  const selected = lake.trail.selectsData({
    eventSource: S3,
    eventName,
    readOnly,
    resourceType: 'AWS::S3::Object',
    resourceArn: `${bucketArn}/${call.key ?? call.prefix ?? ''}`,
    userIdentityArn: caller.arn,
    errorCode: call.error?.code,
  });
  if (!selected) return;
  lake.trail.record({
    exchange,
    eventSource: S3,
    eventName,
    facts: {
      readOnly,
      requestParameters: parametersOf(call, hostOf(exchange, call.bucket)),
      responseElements: call.error === undefined ? (call.responseElements ?? null) : null,
      additionalEventData: call.additionalEventData?.() ?? {},
      listed: listedOf(bucketArn, lake.accountId, call),
    },
    error: call.error,
    category: 'Data',
  });
}

function parametersOf(call: ObjectCall, Host: string): Readonly<Record<string, string>> {
  const { bucket: bucketName, key, parameters } = call;
  const named = key === undefined ? { bucketName, Host } : { bucketName, Host, key };
  return parameters === undefined ? named : { ...named, ...parameters };
}

/** Services name the bucket in the host; the lake's own clients name it in the path. */
export function hostOf({ lake, invokedBy }: Exchange, bucket: string): string {
  const host = `s3.${lake.region}.amazonaws.com`;
  return invokedBy === undefined ? host : `${bucket}.${host}`;
}

function listedOf(bucketArn: string, accountId: string, { key, prefix = '' }: ObjectCall): readonly EventResource[] {
  const type = 'AWS::S3::Object';
  return [
    key === undefined ? { type, ARNPrefix: `${bucketArn}/${prefix}` } : { type, ARN: `${bucketArn}/${key}` },
    { accountId, type: 'AWS::S3::Bucket', ARN: bucketArn },
  ];
}

/** What S3's events say of the request itself, for calls that a service makes. */
export function servicesCall(bytes: {
  readonly in?: number;
  readonly out?: number;
}): Readonly<Record<string, unknown>> {
  return {
    SignatureVersion: 'SigV4',
    bytesTransferredIn: bytes.in ?? 0,
    AuthenticationMethod: 'AuthHeader',
    'x-amz-id-2': newHostId(),
    bytesTransferredOut: bytes.out ?? 0,
  };
}
