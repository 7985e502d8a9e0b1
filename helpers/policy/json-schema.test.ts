import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { packageRoot } from '../../core/package-root.js';
import { policyJsonSchemaText } from './json-schema.js';

/** Only what the tests below change. */
const written = z.looseObject({ grants: z.array(z.looseObject({})) });

const POLICIES = join(packageRoot(), 'policies');

describe('policies/schema/policy.schema.json', () => {
  it('is that of the code (else: npm run schema)', async () => {
    expect(await readFile(join(POLICIES, 'schema', 'policy.schema.json'), 'utf8')).toBe(policyJsonSchemaText());
  });

  it('lets an editor accept the walkthrough, and mark what the loader refuses', async () => {
    const schema: unknown = JSON.parse(await readFile(join(POLICIES, 'schema', 'policy.schema.json'), 'utf8'));
    const validate = new Ajv({ strict: false }).compile(z.record(z.string(), z.unknown()).parse(schema));
    const policy = written.parse(parse(await readFile(join(POLICIES, 'walkthrough.policy.yaml'), 'utf8')));
    expect(validate(policy), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...policy, grant: [] })).toBe(false);
    expect(validate({ ...policy, formatVersion: 2 })).toBe(false);
    expect(validate({ ...policy, grants: [{ ...policy.grants[0], columns: [] }] })).toBe(false);
    expect(validate({ ...policy, profiles: { 'not a name': null } })).toBe(false);
  });
});
