import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import type { ClientOptions } from './query-lake.js';

/** The bucket policy of the CloudTrail User Guide, "Amazon S3 bucket policy for CloudTrail", without conditions. */
export async function letCloudTrailWrite(admin: ClientOptions, bucket: string): Promise<void> {
  const Principal = { Service: 'cloudtrail.amazonaws.com' };
  const arn = `arn:aws:s3:::${bucket}`;
  const Policy = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal, Action: 's3:GetBucketAcl', Resource: arn },
      { Effect: 'Allow', Principal, Action: 's3:PutObject', Resource: `${arn}/*` },
    ],
  });
  await new S3Client(admin).send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
}

/** An object as S3 gives it, gunzipped. */
export interface DeliveredObject {
  readonly key: string;
  readonly text: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly contentType: string | undefined;
  readonly contentEncoding: string | undefined;
}

/** The objects below a prefix, in the order of their keys. */
export async function deliveredObjects(
  admin: ClientOptions,
  bucket: string,
  prefix: string,
): Promise<readonly DeliveredObject[]> {
  const s3 = new S3Client(admin);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }));
  return Promise.all(
    Contents.map(async ({ Key = '' }) => {
      const object = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      const bytes = (await object.Body?.transformToByteArray()) ?? new Uint8Array();
      return {
        key: Key,
        text: gunzipSync(bytes).toString('utf8'),
        metadata: object.Metadata ?? {},
        contentType: object.ContentType,
        contentEncoding: object.ContentEncoding,
      };
    }),
  );
}

const logFileSchema = z.strictObject({
  Records: z.array(z.looseObject({ eventID: z.string(), eventName: z.string(), eventTime: z.string() })),
});

export type LoggedEvent = z.infer<typeof logFileSchema>['Records'][number];

/** The records of a log file. */
export function recordsOf({ text }: DeliveredObject): readonly LoggedEvent[] {
  return logFileSchema.parse(JSON.parse(text)).Records;
}
