import { randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Lake } from '../../model/lake.js';
import type { StatementRequest } from '../../model/statement.js';
import { failure } from '../failure.js';
import { isAllowedOnS3, s3AccessDenied } from '../rights/object-access.js';
import { recordWrite } from '../rights/object-calls.js';
import type { WrittenFile } from './parquet-writer.js';
import { partitionFolder } from './partition-name.js';

/** A folder of S3: `prefix` is empty or ends with a slash. */
export interface Place {
  readonly bucket: string;
  readonly prefix: string;
}

/** S3 User Guide, "Naming Amazon S3 objects". */
const MAX_KEY_BYTES = 1024;
const LOCATION = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s;

/**
 * The folder that an `s3://…` location names; undefined for what is none. Segments `.` and `..` are refused: to S3 they
 * are names like any, and to Hadoop's paths they are steps, so that rights could be asked for one place and used at another.
 */
export function placeOf(location: string): Place | undefined {
  const [, bucket, path = ''] = LOCATION.exec(location) ?? [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (bucket === undefined || /[\u0000-\u001f\u007f]/.test(path)) return undefined;
  if (path.split('/').some((segment) => segment === '.' || segment === '..')) return undefined;
  if (Buffer.byteLength(path) > MAX_KEY_BYTES) return undefined;
  return { bucket, prefix: path === '' || path.endsWith('/') ? path : `${path}/` };
}

/** Whether the caller may list the folder. Throws QueryFailure for a bucket that is not there, as S3 does first. */
export function mayList(lake: Lake, request: StatementRequest, { bucket, prefix }: Place): boolean {
  if (!lake.objects.bucketExists(bucket)) {
    const text = 'The specified bucket does not exist (Service: S3, Status Code: 404, Error Code: NoSuchBucket)';
    throw failure('HIVE_FILESYSTEM_ERROR', text);
  }
  return isAllowedOnS3(lake, request, 's3:ListBucket', bucket, { 's3:prefix': prefix });
}

/**
 * "Make sure that the Amazon S3 location has no data" (Athena User Guide, "create-table-as", "unload"). Whoever may not
 * look learns nothing of what is there. Throws QueryFailure.
 */
export function requireEmpty(lake: Lake, request: StatementRequest, place: Place, target: string): void {
  if (!mayList(lake, request, place)) throw s3AccessDenied();
  if (lake.objects.list(place.bucket, place.prefix).length === 0) return;
  const shown = `s3://${place.bucket}/${place.prefix}`.replace(/\/+$/, '');
  throw failure('HIVE_PATH_ALREADY_EXISTS', `Target directory for table '${target}' already exists: ${shown}`);
}

/** A file that is to become an object below `place`. */
export interface Outgoing {
  readonly place: Place;
  readonly file: WrittenFile;
}

/** Each file below the folder of its partition's name, or where `placeOfValues` says. */
export function outgoing(
  files: readonly WrittenFile[],
  base: Place,
  keys: readonly string[],
  placeOfValues: (values: WrittenFile['values']) => Place | undefined = () => undefined,
): readonly Outgoing[] {
  return files.map((file) => {
    const own = keys.length === 0 ? '' : `${partitionFolder(keys, file.values)}/`;
    return { file, place: placeOfValues(file.values) ?? { ...base, prefix: `${base.prefix}${own}` } };
  });
}

/**
 * Stores the files by the caller's own right to write each object: "Lake Formation permissions to Amazon S3 do not include
 * the ability to write to Amazon S3" (Athena User Guide, "lf-athena-user-permissions"). All are asked for before the first
 * is stored. Gives their URIs. Throws QueryFailure.
 */
export async function store(
  lake: Lake,
  request: StatementRequest,
  files: readonly Outgoing[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const name = objectName(lake.clock.now());
  const objects = files.map(({ place, file }) => ({ ...place, path: file.path, key: `${place.prefix}${name}` }));
  for (const { bucket, key } of objects) {
    if (Buffer.byteLength(key) > MAX_KEY_BYTES) {
      throw failure('HIVE_FILESYSTEM_ERROR', 'Your key is too long');
    }
    if (!isAllowedOnS3(lake, request, 's3:PutObject', `${bucket}/${key}`)) throw s3AccessDenied();
    if (!lake.objects.bucketExists(bucket)) throw s3AccessDenied();
  }
  for (const { bucket, key, path } of objects) {
    signal.throwIfAborted();
    recordWrite(request.exchange, await lake.objects.put(bucket, key, createReadStream(path)));
  }
  return objects.map(({ bucket, key }) => `s3://${bucket}/${key}`);
}

/** `20260131_101112_00000_abcde_<uuid>`: the form of the names that Athena gives. No two are equal. */
function objectName(now: Date): string {
  const [day = '', time = ''] = now
    .toISOString()
    .replaceAll(/[-:]|\..*/g, '')
    .split('T');
  const letters = randomBytes(5).toString('hex').slice(0, 5);
  return `${day}_${time}_00000_${letters}_${randomUUID()}`;
}
