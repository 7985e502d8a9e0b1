import pLimit from 'p-limit';
import type { AwsAccess } from '../aws/access.js';
import { CallFailure, unlessMissing } from '../aws/call.js';
import { getDatabase, getTable, isRegistered, listDatabases, listTables } from '../aws/glue.js';
import type { Runner } from '../aws/runner.js';
import type { CatalogueDatabase, CatalogueTable } from '../model/catalogue.js';
import type { Policy } from '../model/policy.js';

/** Calls at a time: a polite guest, as with queries. */
const CONCURRENCY = 4;

export interface ReadCatalogue {
  readonly databases: CatalogueDatabase[];
  /** Databases outside the policy's scope, by name. */
  readonly outside: string[];
  /** What the policy names and the listings left out, though Glue has it by name. */
  readonly leftOut: string[];
}

interface Reading {
  readonly access: AwsAccess;
  readonly runner: Runner;
  readonly policy: Policy;
}

/**
 * The databases in scope with their tables. What the policy names and no listing shows is asked for by name before it
 * counts as absent: a table marked `ifPresent` that is not listed would otherwise go unasked. Throws CallFailure.
 */
export async function readCatalogue(access: AwsAccess, runner: Runner, policy: Policy): Promise<ReadCatalogue> {
  const reading = { access, runner, policy };
  const scope = policy.databases.map(({ name }) => name);
  const listed = await listDatabases(access, runner.clients);
  const unlisted = scope.filter((name) => !listed.includes(name));
  const found = await Promise.all(unlisted.map((name) => unlessMissing(getDatabase(access, runner.clients, name))));
  const leftOut = found.flatMap((name) => name ?? []);
  const limit = pLimit(CONCURRENCY);
  const inScope = [...listed.filter((name) => scope.includes(name)), ...leftOut];
  const read = await Promise.all(inScope.map((name) => readDatabase(reading, name, limit)));
  return {
    databases: read.map(({ database }) => database).sort(byName),
    outside: listed.filter((name) => !scope.includes(name)).sort(),
    leftOut: [...leftOut, ...read.flatMap((one) => one.leftOut)].sort(),
  };
}

async function readDatabase(
  { access, runner, policy }: Reading,
  name: string,
  limit: ReturnType<typeof pLimit>,
): Promise<{ readonly database: CatalogueDatabase; readonly leftOut: readonly string[] }> {
  const listed = await limit(() => listTables(access, runner.clients, name));
  const named = policy.tables.filter(({ database }) => database === name).map(({ table }) => table);
  const unlisted = named.filter((table) => !listed.some((one) => one.name === table));
  const asked = unlisted.map((table) => limit(() => unlessMissing(getTable(access, runner.clients, name, table))));
  const leftOut = (await Promise.all(asked)).flatMap((table) => table ?? []);
  const told = [...listed, ...leftOut].map((table) =>
    limit(async (): Promise<CatalogueTable> => {
      const registered = named.includes(table.name) ? await registration(access, runner, name, table.name) : undefined;
      return registered === undefined ? table : { ...table, registered };
    }),
  );
  return {
    database: { name, tables: (await Promise.all(told)).sort(byName) },
    leftOut: leftOut.map((table) => `${name}.${table.name}`),
  };
}

/** No verdict rests on it, so where it cannot be read it is left untold and is no gap in the catalogue. */
async function registration(
  access: AwsAccess,
  runner: Runner,
  database: string,
  table: string,
): Promise<boolean | undefined> {
  try {
    return await isRegistered(access, runner.clients, database, table);
  } catch (error) {
    if (error instanceof CallFailure) return undefined;
    throw error;
  }
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
