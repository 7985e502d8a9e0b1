import type { PolicyDocument } from '../../access/iam/policy-document.js';
import type { AnyAction } from '../../model/action.js';
import type { LakeAccount } from '../../model/lake.js';
import type { ObjectStore } from '../../model/objects.js';
import type { S3Service } from '../../model/s3.js';
import { abortMultipartUpload } from './AbortMultipartUpload.js';
import { bucketArn } from './bucket.js';
import { bucketOperations } from './bucket-routes.js';
import { completeMultipartUpload } from './CompleteMultipartUpload.js';
import { copyObject } from './CopyObject.js';
import { createMultipartUpload } from './CreateMultipartUpload.js';
import { deleteObject } from './DeleteObject.js';
import { deleteObjects } from './DeleteObjects.js';
import { getObject, headObject } from './GetObject.js';
import { listObjects } from './ListObjects.js';
import { listObjectsV2 } from './ListObjectsV2.js';
import type { ObjectOperation } from './object-request.js';
import { operationName } from './operation-name.js';
import { putObject } from './PutObject.js';
import { S3State } from './state.js';
import { uploadPart } from './UploadPart.js';
import { withDataEvent } from './wire-event.js';

/** Operations on objects leave data events, not management events. */
const OBJECT_OPERATIONS: ReadonlyMap<string, ObjectOperation> = new Map([
  ['AbortMultipartUpload', abortMultipartUpload],
  ['CompleteMultipartUpload', completeMultipartUpload],
  ['CopyObject', copyObject],
  ['CreateMultipartUpload', createMultipartUpload],
  ['DeleteObject', deleteObject],
  ['DeleteObjects', deleteObjects],
  ['GetObject', getObject],
  ['HeadObject', headObject],
  ['ListObjects', listObjects],
  ['ListObjectsV2', listObjectsV2],
  ['PutObject', putObject],
  ['UploadPart', uploadPart],
]);

/**
 * S3 of one account. `service` serves the wire with IAM's and the bucket's policies and records management events by
 * itself; `actions` are the management operations for calls from within, which the dispatcher takes care of.
 */
export function createS3(account: LakeAccount): {
  readonly objects: ObjectStore;
  readonly service: S3Service;
  readonly actions: readonly AnyAction[];
  readonly policyOf: (resourceArn: string) => PolicyDocument | undefined;
  readonly close: () => void;
} {
  const state = new S3State(account);
  const { actions, routes } = bucketOperations(state);
  const service: S3Service = {
    operationOf: operationName,
    serve: async (request, exchange) => {
      const route = routes.get(exchange.operation);
      if (route !== undefined) return route(request, exchange);
      const operation = OBJECT_OPERATIONS.get(exchange.operation);
      if (operation === undefined) throw new Error(`no handler for S3 ${exchange.operation}`);
      const bucket = state.objects.bucket(request.bucket ?? '');
      const about = { state, request, exchange, bucket, key: request.key ?? '' };
      return withDataEvent(request, exchange, () => operation(about));
    },
  };
  return {
    objects: state.objects,
    service,
    actions,
    policyOf: (resourceArn) => policyOf(state, resourceArn),
    close: () => state.objects.small.close(),
  };
}

function policyOf({ account, objects }: S3State, resourceArn: string): PolicyDocument | undefined {
  const prefix = bucketArn(account.partition, '');
  if (!resourceArn.startsWith(prefix)) return undefined;
  const name = resourceArn.slice(prefix.length).split('/', 1)[0] ?? '';
  return objects.bucketExists(name) ? objects.bucket(name).policy?.document : undefined;
}
