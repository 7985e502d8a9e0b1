import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../core/package-root.js';
import { type DataFile, generatorDigest } from './reviews.js';

/** Rows in a row group: `LIMIT 10` and column reads then touch little. */
const ROW_GROUP_ROWS = 10_240;

/** Data sets by name, each with its files. */
export type DataSets = Readonly<Record<string, readonly DataFile[]>>;

/**
 * A folder that holds the Parquet files of all sets as `<set>/<key>`. Without a mark it is made once and kept below the
 * package's `.cache/`, by a name that changes with the generator; with one it is temporary, and `dispose` removes it.
 */
export async function generatedData(
  sets: DataSets,
  options: { readonly cached: boolean; readonly cacheDir?: string },
): Promise<{ readonly folder: string; readonly dispose: () => Promise<void> }> {
  if (!options.cached) {
    const folder = await mkdtemp(join(tmpdir(), 'lakeproof-seed-'));
    await writeSets(sets, folder);
    return { folder, dispose: async () => rm(folder, { recursive: true, force: true }) };
  }
  const cacheDir = options.cacheDir ?? join(packageRoot(), '.cache');
  const folder = join(cacheDir, `seed-${generatorDigest()}`);
  const dispose = async (): Promise<void> => Promise.resolve();
  if (existsSync(folder)) return { folder, dispose };
  await mkdir(cacheDir, { recursive: true });
  const building = await mkdtemp(join(cacheDir, 'seed-building-'));
  await writeSets(sets, building);
  await publish(building, folder);
  return { folder, dispose };
}

/** Renames in one step, so that a half-written folder is never found; where another process was first, its work is taken. */
async function publish(building: string, folder: string): Promise<void> {
  try {
    await rename(building, folder);
  } catch (error) {
    if (!existsSync(folder)) throw error;
    await rm(building, { recursive: true, force: true });
  }
}

async function writeSets(sets: DataSets, folder: string): Promise<void> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:');
  try {
    const files = Object.entries(sets).flatMap(([set, list]) => list.map((file) => ({ ...file, set })));
    await Promise.all(
      files.map(async ({ set, key, sql }) => {
        const path = join(folder, set, key);
        await mkdir(dirname(path), { recursive: true });
        const connection = await instance.connect();
        try {
          const target = `'${path.replaceAll("'", "''")}'`;
          await connection.run(
            `COPY (${sql}) TO ${target} (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE ${ROW_GROUP_ROWS})`,
          );
        } finally {
          connection.closeSync();
        }
      }),
    );
  } finally {
    instance.closeSync();
  }
}
