import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../core/package-root.js';
import { JSON_SCHEMAS, JSONL_SCHEMAS, SCHEMAS_AGREE_WITH_MODEL } from './schemas.js';

/** The format's page is its contract, so each file's section must name each of its fields, optional ones with `?`. */
const PAGE = readFileSync(join(packageRoot(), 'docs/evidence-format.md'), 'utf8');

function fieldsOnPage(file: string): string[] {
  const section = PAGE.split(`\n## ${file}\n`)[1]?.split('\n## ')[0] ?? '';
  // The first enumeration of a section is its fields; values in parentheses and parts in braces are none.
  const first = section.split('\n\n')[0]?.split('. A part')[0]?.split('.\n`digest`')[0] ?? '';
  const text = first
    .replaceAll(/\(.*?\)/gs, '')
    .replaceAll(/\{.*?\}/gs, '')
    .replaceAll(/[`\s]/g, ' ');
  return text
    .split(',')
    .map((field) => field.trim().replace('[]', ''))
    .filter((field) => field !== '')
    .sort();
}

describe('docs/evidence-format.md', () => {
  it.each(Object.entries({ ...JSON_SCHEMAS, ...JSONL_SCHEMAS }))('names the fields of %s', (file, schema) => {
    const { properties = {}, required = [] } = z.toJSONSchema(schema);
    const fields = Object.keys(properties).map((name) => (required.includes(name) ? name : `${name}?`));
    expect(fieldsOnPage(file)).toEqual(fields.sort());
  });
});

describe('the schemas', () => {
  it('say what the model says; the compiler is what checks it', () => {
    expect(SCHEMAS_AGREE_WITH_MODEL).toEqual([true, true]);
  });
});
