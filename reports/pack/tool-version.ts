import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { packageRoot } from '../../core/package-root.js';

const packageSchema = z.object({ version: z.string() });

/** The version of this program, from its package.json. */
export function toolVersion(): string {
  return packageSchema.parse(JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'))).version;
}
