import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../core/package-root.js';
import { policyJsonSchemaText } from '../helpers/policy/json-schema.js';

/** Writes policies/schema/policy.schema.json from the schema in the code; a unit test fails while it is stale. */
const file = join(packageRoot(), 'policies', 'schema', 'policy.schema.json');
await writeFile(file, policyJsonSchemaText());
process.stdout.write(`wrote ${file}\n`);
