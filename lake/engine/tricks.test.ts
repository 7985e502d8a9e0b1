import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AwsError } from '../model/aws-error.js';
import type { EngineLake } from '../testing/engine-lake.js';
import { addProfiles } from '../testing/profiles.js';
import { makeShop } from '../testing/shop.js';
import { type Ending, TRICKS } from '../testing/tricks.js';
import { MalformedQuery, QueryFailure } from './failure.js';

const CANARY = 'canary-of-the-host';

let lake: EngineLake;
let folder: string;
beforeAll(async () => {
  lake = await makeShop();
  await addProfiles(lake);
  folder = mkdtempSync(join(tmpdir(), 'lakeproof-host-'));
  writeFileSync(join(folder, 'canary.txt'), CANARY);
});
afterAll(() => {
  expect(readdirSync(folder)).toEqual(['canary.txt']);
  lake.close();
  rmSync(folder, { recursive: true });
});

/** How it ended, and all that was said. */
async function endingOf(sql: string): Promise<{ readonly ending: Ending; readonly said: string }> {
  try {
    const { rows, columns } = await lake.run(sql);
    return { ending: rows, said: JSON.stringify([rows, columns]) };
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    if (thrown instanceof MalformedQuery) return { ending: 'MALFORMED', said: thrown.message };
    if (thrown instanceof AwsError) return { ending: 'ENTITY', said: thrown.message };
    if (!(thrown instanceof QueryFailure)) throw thrown;
    return { ending: /^\w+/.exec(thrown.message)?.[0] ?? '', said: thrown.message };
  }
}

const ALL = TRICKS.flatMap(({ trick, statements }) =>
  statements.map(([sql, ending]) => ({ trick, sql, title: sql.slice(0, 100), ending })),
);

describe('tricks', () => {
  it('are many', () => {
    expect(ALL.length).toBeGreaterThanOrEqual(120);
    expect(new Set(ALL.map(({ sql }) => sql)).size).toBe(ALL.length);
  });

  it.each(ALL)('$trick: $title', async ({ sql, ending }) => {
    const file = join(folder, 'canary.txt');
    const data = lake.pathOf('shop', 'payroll', 'p.parquet');
    const text = sql.replaceAll('{FILE}', file).replaceAll('{DATA}', data);
    const ended = await endingOf(text);
    expect(ended.ending).toEqual(ending);
    // What the caller wrote may come back; what the caller may not know, and the lake's own paths, may not.
    const said = ended.said.replaceAll(text, '').replaceAll(file, '').replaceAll(data, '');
    for (const secret of ['987-65', CANARY, folder, lake.folder, 'duckdb', 'DuckDB', 'node_modules']) {
      if (!text.includes(secret)) expect(said).not.toContain(secret);
    }
    if (!text.includes('s3cr3t')) expect(said).not.toContain('s3cr3t');
  });
});
