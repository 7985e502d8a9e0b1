import { invalidInput } from './errors.js';
import type { WorkGroupRecord } from './work-group.js';

const LOCATION = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/s;

/** Throws AwsError in Athena's words for what is no S3 path. */
export function checkOutputLocation(location: string): { readonly bucket: string; readonly prefix: string } {
  const match = LOCATION.exec(location);
  if (match?.[1] === undefined) throw invalidInput('outputLocation is not a valid S3 path.');
  const prefix = match[2] ?? '';
  return { bucket: match[1], prefix: prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/` };
}

/**
 * Where results go: an enforcing workgroup silently overrides the client; otherwise the client's wish, then the
 * workgroup's (User Guide, "Override client-side settings").
 */
export function effectiveLocation(workGroup: WorkGroupRecord, asked: string | undefined): string {
  const { EnforceWorkGroupConfiguration, ResultConfiguration } = workGroup.configuration;
  const own = ResultConfiguration?.OutputLocation;
  const location = EnforceWorkGroupConfiguration === true && own !== undefined ? own : (asked ?? own);
  if (location !== undefined) return location;
  throw invalidInput(
    'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
  );
}
