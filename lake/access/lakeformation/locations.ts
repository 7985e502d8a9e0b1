import { parseArn } from '../../../core/arn.js';

/** `arn:aws:s3:::bucket/prefix` as `bucket/prefix`, without a slash at the end. Undefined for anything that is not S3's. */
export function pathOfS3Arn(resourceArn: string): string | undefined {
  const arn = parseArn(resourceArn);
  if (arn?.service !== 's3' || arn.resource === '') return undefined;
  return arn.resource.replace(/\/\*?$/, '');
}

/** `s3://bucket/prefix/` as `bucket/prefix`. Hive's `s3a` and `s3n` name the same objects. */
export function pathOfS3Uri(s3Uri: string): string | undefined {
  const match = /^s3[an]?:\/\/(.+?)\/*$/s.exec(s3Uri);
  return match?.[1];
}

/** True when `path` is `prefix` or lies below it; `data2` does not lie below `data`. */
export function liesBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

/**
 * The registered location that covers `path`: the longest of those above it, so that a subfolder registered with a role
 * of its own uses that role (Lake Formation Developer Guide, "register-location").
 */
export function longestCovering<T>(path: string, locations: Iterable<readonly [string, T]>): T | undefined {
  let best: readonly [string, T] | undefined;
  for (const location of locations) {
    if (liesBelow(path, location[0]) && (best === undefined || location[0].length > best[0].length)) best = location;
  }
  return best?.[1];
}
