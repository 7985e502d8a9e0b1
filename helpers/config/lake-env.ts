import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LakeproofError } from '../../core/error.js';
import { Secret } from '../../core/secret.js';
import type { ConnectionOptions } from './connection.js';

/**
 * Reads `lake.env` of a lake's state folder: endpoint, Region and the keys of the principal that may only assume the
 * runner. The only file of a lake that the suite reads. Throws LakeproofError `LAKE_ENV_MALFORMED`.
 */
export async function readLakeEnv(stateDir: string): Promise<ConnectionOptions & { readonly kind: 'fixed' }> {
  const file = join(stateDir, 'lake.env');
  const values = new Map<string, string>();
  for (const line of (await readFile(file, 'utf8')).split('\n')) {
    const match = /^(?:export )?([A-Z_]+)=(?:"([^"]*)"|'([^']*)'|(.*))$/.exec(line.trim());
    if (match?.[1] !== undefined) values.set(match[1], match[2] ?? match[3] ?? match[4] ?? '');
  }
  const read = (name: string): string => {
    const value = values.get(name);
    if (value !== undefined && value !== '') return value;
    throw new LakeproofError({
      code: 'LAKE_ENV_MALFORMED',
      message: `${file} does not say ${name}`,
      likelyCause: 'the lake and the suite are of different versions, or the lake did not finish starting',
    });
  };
  const endpoint = read('AWS_ENDPOINT_URL');
  if (!/^http:\/\/127\.0\.0\.1:\d+\/?$/.test(endpoint)) {
    throw new LakeproofError({
      code: 'LAKE_ENV_MALFORMED',
      message: `${file} names ${endpoint}, which is no lake of this machine`,
      nextStep: 'start the lake again',
    });
  }
  return {
    kind: 'fixed',
    endpoint,
    region: read('AWS_REGION'),
    accessKeyId: read('AWS_ACCESS_KEY_ID'),
    secretAccessKey: new Secret(read('AWS_SECRET_ACCESS_KEY')),
  };
}
