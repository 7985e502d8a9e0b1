import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type DataLake, policy, refusalOf, startDataLake } from '../glue/testing/data-lake.js';

const Bucket = 'lake-data';
const MIB = 1024 * 1024;
/** Of an event in the trail. */
const bucketName = z
  .object({ requestParameters: z.object({ bucketName: z.string() }) })
  .transform((event) => event.requestParameters.bucketName);

let lake: DataLake;
let s3: S3Client;

beforeAll(async () => {
  lake = await startDataLake();
  s3 = new S3Client(lake.admin);
  await s3.send(new CreateBucketCommand({ Bucket }));
});

afterAll(async () => {
  expect(lake.bare.defects).toEqual([]);
  await lake.close();
});

async function put(Key: string, Body: string, bucket = Bucket): Promise<void> {
  await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
}

async function get(Key: string, more: object = {}, bucket = Bucket): Promise<string | undefined> {
  return (await s3.send(new GetObjectCommand({ Bucket: bucket, Key, ...more }))).Body?.transformToString();
}

function filesOfObjects(): readonly string[] {
  const folder = join(lake.bare.assembled.lake.stateDir, 's3');
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );
}

describe('objects', () => {
  it.each([
    'plain.txt',
    'with space and +plus&amp;<xml>"quote"',
    'ümläut/日本語/😀.parquet',
    '../../escape',
    '/leading//double/trailing/',
    '.',
    '..',
    'product_category=Books%20and%2FMore/part-0.parquet',
    'a'.repeat(1024),
  ])('are kept under the key %s', async (Key) => {
    await put(Key, `content of ${Key}`);
    expect(await get(Key)).toBe(`content of ${Key}`);
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: Key }));
    expect(Contents?.map((object) => object.Key)).toEqual([Key]);
    const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket, Key }));
    expect(ContentLength).toBe(Buffer.byteLength(`content of ${Key}`));
    await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(await refusalOf(get(Key))).toBe('NoSuchKey: The specified key does not exist.');
  });

  it('give their metadata, type and checksum back', async () => {
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'meta',
        Body: 'x',
        ContentType: 'text/csv',
        CacheControl: 'no-store',
        Metadata: { purpose: 'test' },
        ChecksumAlgorithm: 'SHA256',
      }),
    );
    const object = await s3.send(new HeadObjectCommand({ Bucket, Key: 'meta', ChecksumMode: 'ENABLED' }));
    expect(object).toMatchObject({
      ContentType: 'text/csv',
      CacheControl: 'no-store',
      Metadata: { purpose: 'test' },
      ETag: '"9dd4e461268c8034f5c8564e155c67a6"',
      ChecksumSHA256: 'LXEWQrcmsEQBYnyp+6wy9chTD7GQPMTbAiWHF5IaSIE=',
      ServerSideEncryption: 'AES256',
    });
  });

  it('are given in ranges', async () => {
    await put('ten', '0123456789');
    expect(await get('ten', { Range: 'bytes=2-4' })).toBe('234');
    expect(await get('ten', { Range: 'bytes=-2' })).toBe('89');
    const part = await s3.send(new GetObjectCommand({ Bucket, Key: 'ten', Range: 'bytes=5-' }));
    expect([part.ContentRange, part.ContentLength]).toEqual(['bytes 5-9/10', 5]);
    await part.Body?.transformToString();
    expect(await refusalOf(get('ten', { Range: 'bytes=10-' }))).toMatch(/^InvalidRange/);
  });

  it('are given and taken under conditions', async () => {
    await put('conditional', 'one');
    const { ETag } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'conditional' }));
    expect(await get('conditional', { IfMatch: ETag })).toBe('one');
    expect(await refusalOf(get('conditional', { IfMatch: '"other"' }))).toMatch(/^PreconditionFailed/);
    const unchanged = s3.send(new GetObjectCommand({ Bucket, Key: 'conditional', IfNoneMatch: ETag }));
    await expect(unchanged).rejects.toMatchObject({ $metadata: { httpStatusCode: 304 } });
    const again = new PutObjectCommand({ Bucket, Key: 'conditional', Body: 'two', IfNoneMatch: '*' });
    expect(await refusalOf(s3.send(again))).toMatch(/^PreconditionFailed/);
    expect(await get('conditional')).toBe('one');
  });

  it('are streamed without a length, with a trailing checksum', async () => {
    const chunks = Array.from({ length: 40 }, (_, index) => Buffer.alloc(64 * 1024, index));
    const Body = Readable.from(chunks);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'streamed', Body, ContentLength: 40 * 64 * 1024 }));
    const bytes = await (await s3.send(new GetObjectCommand({ Bucket, Key: 'streamed' }))).Body?.transformToByteArray();
    expect(Buffer.concat(chunks).equals(bytes ?? Buffer.alloc(0))).toBe(true);
  });

  it('are refused when their bytes are not what was claimed, and leave no file', async () => {
    const before = filesOfObjects().length;
    const wrong = new PutObjectCommand({ Bucket, Key: 'wrong', Body: 'x', ChecksumSHA256: `${'A'.repeat(43)}=` });
    expect(await refusalOf(s3.send(wrong))).toBe(
      'BadDigest: The SHA256 you specified did not match the calculated checksum.',
    );
    const md5 = new PutObjectCommand({ Bucket, Key: 'wrong', Body: 'x', ContentMD5: '1B2M2Y8AsgTpgAmY7PhCfg==' });
    expect(await refusalOf(s3.send(md5))).toBe(
      'BadDigest: The Content-MD5 you specified did not match what we received.',
    );
    expect(await refusalOf(get('wrong'))).toMatch(/^NoSuchKey/);
    await expect.poll(() => filesOfObjects().length).toBe(before);
  });

  it('leave no file behind when they are replaced and deleted', async () => {
    const before = filesOfObjects().length;
    await put('temporary', 'one');
    await put('temporary', 'two');
    await expect.poll(() => filesOfObjects().length).toBe(before + 1);
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'temporary' }));
    await expect.poll(() => filesOfObjects().length).toBe(before);
  });

  it('are copied with or without their metadata', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'source ü', Body: 'x', Metadata: { a: '1' } }));
    const CopySource = `${Bucket}/${encodeURIComponent('source ü')}`;
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'copy' }))).Metadata).toEqual({ a: '1' });
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource, MetadataDirective: 'REPLACE' }));
    expect((await s3.send(new HeadObjectCommand({ Bucket, Key: 'copy' }))).Metadata).toEqual({});
    expect(await get('copy')).toBe('x');
    const ontoItself = new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/copy` });
    expect(await refusalOf(s3.send(ontoItself))).toMatch(/^InvalidRequest: This copy request is illegal/);
  });

  it('refuse headers whose meaning is not modelled', async () => {
    const tagged = new PutObjectCommand({ Bucket, Key: 'x', Body: 'x', Tagging: 'a=b' });
    expect(await refusalOf(s3.send(tagged))).toMatch(/^NotImplemented: The header x-amz-tagging/);
    expect(await refusalOf(s3.send(new ListObjectVersionsCommand({ Bucket })))).toMatch(/^NotImplemented/);
  });
});

describe('listings', () => {
  const bucket = 'listed';
  const keys = ['a', 'b/1', 'b/2', 'b/c/3', 'd e+f', 'ü', '\ue000', '😀'];

  beforeAll(async () => {
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    for (const key of keys) await put(key, key, bucket);
  });

  it('come in pages, folded by a delimiter', async () => {
    const all: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket: bucket, Delimiter: '/', MaxKeys: 2, ContinuationToken }),
      );
      all.push(...(page.Contents ?? []).map((object) => object.Key ?? ''));
      all.push(...(page.CommonPrefixes ?? []).map((prefix) => prefix.Prefix ?? ''));
      expect(page.KeyCount).toBeLessThanOrEqual(2);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(all.sort()).toEqual(['a', 'b/', 'd e+f', 'ü', '\ue000', '😀'].sort());
  });

  it('are in the order of UTF-8, and can be URL-encoded', async () => {
    const { Contents } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, StartAfter: 'b/c' }));
    expect(Contents?.map((object) => object.Key)).toEqual(['b/c/3', 'd e+f', 'ü', '\ue000', '😀']);
    const encoded = await s3.send(new ListObjectsV2Command({ Bucket: bucket, StartAfter: 'b/c', EncodingType: 'url' }));
    expect(encoded.Contents?.map((object) => object.Key)).toEqual([
      'b/c/3',
      'd+e%2Bf',
      '%C3%BC',
      '%EE%80%80',
      '%F0%9F%98%80',
    ]);
  });

  it('of version 1 go on from a marker', async () => {
    const first = await s3.send(new ListObjectsCommand({ Bucket: bucket, MaxKeys: 2, Delimiter: '/' }));
    expect([first.Contents?.[0]?.Key, first.CommonPrefixes?.[0]?.Prefix, first.NextMarker]).toEqual(['a', 'b/', 'b/']);
    const next = await s3.send(new ListObjectsCommand({ Bucket: bucket, Delimiter: '/', Marker: 'b/', MaxKeys: 1 }));
    expect(next.Contents?.map((object) => object.Key)).toEqual(['d e+f']);
  });

  it('lose many keys at once', async () => {
    const { Deleted, Errors } = await s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: [...keys, 'never'].map((Key) => ({ Key })) } }),
    );
    expect(Deleted).toHaveLength(keys.length + 1);
    expect(Errors ?? []).toEqual([]);
    const { KeyCount } = await s3.send(new ListObjectsV2Command({ Bucket: bucket }));
    expect(KeyCount).toBe(0);
  });
});

describe('multipart uploads', () => {
  const begin = async (Key: string) =>
    (await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm: 'CRC32' }))).UploadId;

  it('join their parts in order', async () => {
    const Key = 'large';
    const UploadId = await begin(Key);
    const bodies = [Buffer.alloc(5 * MIB, 'a'), Buffer.alloc(5 * MIB, 'b'), Buffer.from('end')];
    const Parts = [];
    for (const [index, Body] of bodies.entries()) {
      const PartNumber = index + 1;
      const part = await s3.send(
        new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body, ChecksumAlgorithm: 'CRC32' }),
      );
      Parts.push({ PartNumber, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 });
    }
    const done = await s3.send(
      new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
    );
    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
    expect(done.ChecksumCRC32).toMatch(/-3$/);
    expect(await get(Key, { Range: `bytes=${5 * MIB - 1}-${5 * MIB}` })).toBe('ab');
    expect(await get(Key, { Range: 'bytes=-4' })).toBe('bend');
  });

  it('need parts of 5 MiB, in order, as they were uploaded', async () => {
    const Key = 'parts';
    const UploadId = await begin(Key);
    const upload = async (PartNumber: number) => ({
      PartNumber,
      ETag: (await s3.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body: 'small' }))).ETag,
    });
    const [one, two] = [await upload(1), await upload(2)];
    const complete = (Parts: object[]) =>
      s3.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
    expect(await refusalOf(complete([one, two]))).toMatch(/^EntityTooSmall/);
    expect(await refusalOf(complete([two, one]))).toMatch(/^InvalidPartOrder/);
    expect(await refusalOf(complete([{ ...one, ETag: two.ETag?.replace(/./g, '0') }]))).toMatch(/^InvalidPart/);
    await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    expect(await refusalOf(complete([one]))).toMatch(/^NoSuchUpload/);
    expect(await refusalOf(get(Key))).toMatch(/^NoSuchKey/);
  });
});

describe('buckets', () => {
  it('are listed, located, and deleted only when empty', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'short-lived' }));
    const { Buckets } = await s3.send(new ListBucketsCommand({}));
    expect(Buckets?.map((bucket) => bucket.Name)).toContain('short-lived');
    expect((await s3.send(new GetBucketLocationCommand({ Bucket }))).LocationConstraint).toBeFalsy();
    expect((await s3.send(new HeadBucketCommand({ Bucket }))).BucketRegion).toBe('us-east-1');
    await put('x', 'x', 'short-lived');
    const remove = new DeleteBucketCommand({ Bucket: 'short-lived' });
    expect(await refusalOf(s3.send(remove))).toBe('BucketNotEmpty: The bucket you tried to delete is not empty');
    await s3.send(new DeleteObjectCommand({ Bucket: 'short-lived', Key: 'x' }));
    await s3.send(remove);
    expect(await refusalOf(get('x', {}, 'short-lived'))).toBe('NoSuchBucket: The specified bucket does not exist');
  });

  it('keep what was set on them', async () => {
    const PublicAccessBlockConfiguration = { BlockPublicAcls: true, BlockPublicPolicy: false };
    await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration }));
    const block = await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
    expect(block.PublicAccessBlockConfiguration).toEqual(PublicAccessBlockConfiguration);
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const }, BucketKeyEnabled: true }];
    await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
    const encryption = await s3.send(new GetBucketEncryptionCommand({ Bucket }));
    expect(encryption.ServerSideEncryptionConfiguration?.Rules).toEqual(Rules);
    const rules = [
      { ID: 'one', Status: 'Enabled' as const, Filter: { Prefix: 'logs/' }, Expiration: { Days: 30 } },
      {
        ID: 'two',
        Status: 'Disabled' as const,
        Filter: { Tag: { Key: 'a', Value: 'b' } },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
      },
    ];
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: rules } }));
    expect((await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }))).Rules).toEqual(rules);
    expect(await refusalOf(s3.send(new GetBucketTaggingCommand({ Bucket })))).toMatch(/^NoSuchTagSet/);
    const TagSet = [
      { Key: 'a', Value: '1 & 2' },
      { Key: 'b', Value: '' },
    ];
    await s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    expect((await s3.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual(TagSet);
  });

  it('are management events; objects are none', async () => {
    const trail = new CloudTrailClient(lake.admin);
    const namesOf = async (eventName: string) => {
      const found = await trail.send(
        new LookupEventsCommand({ LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: eventName }] }),
      );
      return (found.Events ?? []).map((event) => bucketName.parse(JSON.parse(event.CloudTrailEvent ?? '{}')));
    };
    expect(await namesOf('CreateBucket')).toContain(Bucket);
    expect(await namesOf('DeleteBucket')).toEqual(['short-lived', 'short-lived']);
    expect(await namesOf('PutObject')).toEqual([]);
  });
});

describe('access', () => {
  const own = 'arn:aws:s3:::lake-data/people/reader/*';

  it('comes from IAM, and says what is missing', async () => {
    const reader = new S3Client(
      await lake.person('reader', [{ Effect: 'Allow', Action: 's3:GetObject', Resource: own }]),
    );
    await put('people/reader/x', 'mine');
    await put('people/other/x', 'not mine');
    const read = (Key: string) => reader.send(new GetObjectCommand({ Bucket, Key }));
    expect(await (await read('people/reader/x')).Body?.transformToString()).toBe('mine');
    expect(await refusalOf(read('people/other/x'))).toBe(
      'AccessDenied: User: arn:aws:sts::111122223333:assumed-role/reader/lakeproof-test is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::lake-data/people/other/x" because no identity-based policy allows the s3:GetObject action',
    );
    // Who may not list may not learn what is missing.
    expect(await refusalOf(read('people/reader/missing'))).toMatch(/^AccessDenied: .* s3:ListBucket/);
    expect(await refusalOf(reader.send(new ListObjectsV2Command({ Bucket })))).toMatch(
      /^AccessDenied: .* s3:ListBucket/,
    );
    const removal = new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: 'people/reader/x' }] } });
    const { Errors } = await reader.send(removal);
    expect(Errors?.map((error) => error.Code)).toEqual(['AccessDenied']);
    expect(await get('people/reader/x')).toBe('mine');
  });

  it('can be given for a prefix of the list', async () => {
    const statement = {
      Effect: 'Allow',
      Action: 's3:ListBucket',
      Resource: 'arn:aws:s3:::lake-data',
      Condition: { StringLike: { 's3:prefix': 'people/lister/*' } },
    };
    const lister = new S3Client(await lake.person('lister', [statement]));
    await lister.send(new ListObjectsV2Command({ Bucket, Prefix: 'people/lister/' }));
    expect(await refusalOf(lister.send(new ListObjectsV2Command({ Bucket, Prefix: 'people/' })))).toMatch(
      /^AccessDenied/,
    );
  });

  it('is given and taken by the bucket’s own policy too', async () => {
    const guest = await lake.person('guest', [{ Effect: 'Deny', Action: 's3:PutObject', Resource: '*' }]);
    const visitor = new S3Client(guest);
    const objects = 'arn:aws:s3:::guarded/*';
    await s3.send(new CreateBucketCommand({ Bucket: 'guarded' }));
    await put('public', 'for guests', 'guarded');
    await put('secret', 'for nobody', 'guarded');
    const tls = {
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: objects,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    const Policy = policy([
      { Effect: 'Allow', Principal: { AWS: guest.roleArn }, Action: 's3:*', Resource: objects },
      { Effect: 'Deny', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::guarded/secret' },
      tls,
    ]);
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'guarded', Policy }));
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket: 'guarded' }))).Policy).toBe(Policy);
    const read = new GetObjectCommand({ Bucket: 'guarded', Key: 'public' });
    expect(await (await visitor.send(read)).Body?.transformToString()).toBe('for guests');
    const write = new PutObjectCommand({ Bucket: 'guarded', Key: 'public', Body: 'x' });
    expect(await refusalOf(visitor.send(write))).toMatch(/with an explicit deny in an identity-based policy$/);
    const secret = new GetObjectCommand({ Bucket: 'guarded', Key: 'secret' });
    for (const client of [visitor, s3]) {
      expect(await refusalOf(client.send(secret))).toMatch(/with an explicit deny in a resource-based policy$/);
    }
  });

  it('counts for whoever asks the lake for the caller, Athena included', async () => {
    await s3.send(new CreateBucketCommand({ Bucket: 'asked' }));
    const statement = { Principal: '*', Action: 's3:GetObject' };
    const Policy = policy([
      { ...statement, Effect: 'Deny', Resource: 'arn:aws:s3:::asked/secret/*' },
      { ...statement, Effect: 'Allow', Resource: 'arn:aws:s3:::asked/open/*' },
    ]);
    await s3.send(
      new PutPublicAccessBlockCommand({
        Bucket: 'asked',
        PublicAccessBlockConfiguration: { BlockPublicPolicy: false },
      }),
    );
    await s3.send(new PutBucketPolicyCommand({ Bucket: 'asked', Policy }));
    const { founders, assembled } = lake.bare;
    const operator = assembled.identities.callerOf('lakeproof-operator', founders.operatorKey.accessKeyId);
    const answer = (caller: typeof operator, key: string) =>
      assembled.lake.isAllowed(caller, { action: 's3:GetObject', resource: `arn:aws:s3:::asked/${key}` });
    expect(answer(founders.admin, 'secret/a')).toEqual({
      allowed: false,
      reason: 'with an explicit deny in a resource-based policy',
    });
    expect(answer(operator, 'open/a')).toEqual({ allowed: true });
    expect(answer(operator, 'other').allowed).toBe(false);
  });

  it.each([
    ['is no policy', 'nonsense', /^MalformedPolicy/],
    [
      'speaks of another bucket',
      policy([{ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: 'arn:aws:s3:::other' }]),
      /^MalformedPolicy: Policy has invalid resource/,
    ],
    [
      'is public',
      policy([{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::guarded/*' }]),
      /BlockPublicPolicy/,
    ],
  ])('is not given by what %s', async (_what, Policy, refusal) => {
    expect(await refusalOf(s3.send(new PutBucketPolicyCommand({ Bucket: 'guarded', Policy })))).toMatch(refusal);
  });
});
