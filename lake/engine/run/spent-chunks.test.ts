import { afterEach, describe, expect, it, vi } from 'vitest';
import { sql } from '../sql/fragment.js';
import { TrustedReader } from './trusted-reader.js';

afterEach(() => {
  vi.unstubAllGlobals();
});

/** How many rows came, with each chunk dropped before the next. */
async function rowsOf(select: ReturnType<typeof sql>): Promise<number> {
  let rows = 0;
  for await (const chunk of new TrustedReader().chunks(select, new AbortController().signal)) rows += chunk.rowCount;
  return rows;
}

describe('SpentChunks', () => {
  it.each([
    { columns: 1, select: sql`SELECT range FROM range(262144)` },
    { columns: 4, select: sql`SELECT range, range + 1, range + 2, range + 3 FROM range(65536)` },
  ])('has young objects collected after each 2 MB of chunks of $columns columns', async ({ columns, select }) => {
    const gc = vi.fn();
    vi.stubGlobal('gc', gc);
    expect(await rowsOf(select)).toBe(262_144 / columns);
    expect(gc.mock.calls).toEqual([[{ type: 'minor' }], [{ type: 'minor' }]]);
  });

  it('asks for no collection in a small statement', async () => {
    const gc = vi.fn();
    vi.stubGlobal('gc', gc);
    expect(await rowsOf(sql`SELECT range FROM range(100000)`)).toBe(100_000);
    expect(gc).not.toHaveBeenCalled();
  });

  it('does without where Node does not offer it', async () => {
    vi.stubGlobal('gc', undefined);
    expect(await rowsOf(sql`SELECT range FROM range(262144)`)).toBe(262_144);
  });
});
