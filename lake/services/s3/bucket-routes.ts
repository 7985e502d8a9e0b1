import type { AnyAction } from '../../model/action.js';
import type { S3Request, S3Response } from '../../model/s3.js';
import { type BucketRoute, bucketRoute } from './bucket-route.js';
import { type CreateBucketInput, createBucket } from './CreateBucket.js';
import { deleteBucket } from './DeleteBucket.js';
import { deleteBucketPolicy } from './DeleteBucketPolicy.js';
import { getBucketLocation } from './GetBucketLocation.js';
import { getBucketPolicy } from './GetBucketPolicy.js';
import { headBucket } from './HeadBucket.js';
import { collectVerified } from './integrity.js';
import { listBuckets } from './ListBuckets.js';
import { canonicalUserId } from './list-request.js';
import { putBucketPolicy } from './PutBucketPolicy.js';
import { bucketSettings } from './settings/index.js';
import { actionsOf, type SettingActions, type SettingInput } from './settings/setting.js';
import { settingFromXml, settingToXml } from './settings/setting-xml.js';
import type { S3State } from './state.js';
import { document, element, readXml, textElement, textOf } from './xml.js';

const XML_HEADERS = { 'content-type': 'application/xml' };
const DONE: S3Response = { status: 200, headers: {} };
const GONE: S3Response = { status: 204, headers: {} };

/** Every management operation: callable in-process as an action, and over the wire as a route of the same name. */
export function bucketOperations(state: S3State): {
  readonly actions: readonly AnyAction[];
  readonly routes: ReadonlyMap<string, BucketRoute>;
} {
  const named = (request: S3Request): { readonly Bucket: string } => ({ Bucket: request.bucket ?? '' });
  const create = createBucket(state);
  const remove = deleteBucket(state);
  const head = headBucket(state);
  const list = listBuckets(state);
  const location = getBucketLocation(state);
  const putPolicy = putBucketPolicy(state);
  const getPolicy = getBucketPolicy(state);
  const deletePolicy = deleteBucketPolicy(state);
  const settings = bucketSettings(state);
  const routes = new Map<string, BucketRoute>([
    [
      'CreateBucket',
      bucketRoute(state, create, readCreateBucket, (output) => ({
        status: 200,
        headers: { location: output.Location ?? '' },
      })),
    ],
    ['DeleteBucket', bucketRoute(state, remove, named, () => GONE)],
    [
      'HeadBucket',
      bucketRoute(state, head, named, (output) => ({
        status: 200,
        headers: { 'x-amz-bucket-region': output.BucketRegion ?? '', 'content-type': 'application/xml' },
      })),
    ],
    [
      'ListBuckets',
      bucketRoute(
        state,
        list,
        () => ({}),
        (output) =>
          xml(
            'ListAllMyBucketsResult',
            element('Owner', textElement('ID', canonicalUserId(state.account.accountId))) +
              element(
                'Buckets',
                (output.Buckets ?? [])
                  .map((bucket) =>
                    element(
                      'Bucket',
                      textElement('Name', bucket.Name) +
                        textElement('CreationDate', bucket.CreationDate?.toISOString()),
                    ),
                  )
                  .join(''),
              ),
          ),
      ),
    ],
    [
      'GetBucketLocation',
      // The root itself holds the text.
      bucketRoute(state, location, named, (output) => xml('LocationConstraint', output.Region ?? '')),
    ],
    [
      'PutBucketPolicy',
      bucketRoute(
        state,
        putPolicy,
        async (request) => ({ ...named(request), Policy: (await collectVerified(request)).toString('utf8') }),
        () => GONE,
      ),
    ],
    [
      'GetBucketPolicy',
      bucketRoute(state, getPolicy, named, (output) => ({
        status: 200,
        headers: { 'content-type': 'application/json' },
        body: output.Policy ?? '',
      })),
    ],
    ['DeleteBucketPolicy', bucketRoute(state, deletePolicy, named, () => GONE)],
    ...settings.flatMap((setting) => settingRoutes(state, setting)),
  ]);
  return {
    actions: [
      create,
      remove,

      list,
      location,
      putPolicy,
      getPolicy,
      deletePolicy,
      ...settings.flatMap((setting) => actionsOf(setting)),
    ],
    routes,
  };
}

function settingRoutes(state: S3State, setting: SettingActions): readonly (readonly [string, BucketRoute])[] {
  const { member, root, put, get, remove } = setting;
  const named = (request: S3Request): SettingInput => ({ Bucket: request.bucket ?? '' });
  const read = async (request: S3Request): Promise<SettingInput> => ({
    Bucket: request.bucket ?? '',
    [member]: settingFromXml(readXml(await collectVerified(request), root)),
  });
  return [
    [put.operation, bucketRoute(state, put, read, () => DONE)],
    [get.operation, bucketRoute(state, get, named, (output) => xml(root, settingToXml(output[member] ?? {})))],
    ...(remove === undefined ? [] : [[remove.operation, bucketRoute(state, remove, named, () => GONE)] as const]),
  ];
}

async function readCreateBucket(request: S3Request): Promise<CreateBucketInput> {
  const bytes = await collectVerified(request);
  const constraint =
    bytes.length === 0 ? undefined : textOf(readXml(bytes, 'CreateBucketConfiguration').LocationConstraint);
  return {
    Bucket: request.bucket ?? '',
    ...(request.headers['x-amz-bucket-object-lock-enabled'] === 'true' ? { ObjectLockEnabledForBucket: true } : {}),
    ...(constraint === undefined ? {} : { CreateBucketConfiguration: { LocationConstraint: constraint } }),
  };
}

function xml(root: string, content: string): S3Response {
  return { status: 200, headers: XML_HEADERS, body: document(root, content) };
}
