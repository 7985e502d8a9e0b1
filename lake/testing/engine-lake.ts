import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { FakeClock } from '../../core/clock.js';
import { parseRowFilter } from '../access/lakeformation/row-filter/parse.js';
import { createEngine } from '../engine/prepare.js';
import type { Authorization, Exchange } from '../model/action.js';
import type { Caller } from '../model/caller.js';
import type { Column, GluePartition, GlueTable } from '../model/catalogue.js';
import type { FaultName } from '../model/fault.js';
import type { Lake, LakeSwitches } from '../model/lake.js';
import type { StoredObject } from '../model/objects.js';
import type { TableAccess } from '../model/permissions.js';
import type { PreparedStatement, ResultColumn } from '../model/statement.js';
import type { TrailEntry } from '../model/trail.js';

const PARQUET = 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat';
const BUCKET = 'data';

/** A lake of plain maps: real Parquet files, and whatever catalogue, grants and IAM a test wants. */
export class EngineLake {
  readonly events: TrailEntry[] = [];
  /** Grants: `db.table` → access. A table that is not in here is invisible. */
  readonly access = new Map<string, TableAccess>();
  /** What IAM refuses. */
  readonly refused = new Set<string>();
  readonly faults = new Set<FaultName>();
  readonly switches: { -readonly [K in keyof LakeSwitches]?: LakeSwitches[K] } = {};
  readonly asked: Authorization[] = [];
  registered = true;
  /** Whether a trail takes data events. */
  selectsData = false;
  readonly #folder = mkdtempSync(join(tmpdir(), 'lakeproof-engine-'));
  readonly #objects: StoredObject[] = [];
  #etags = 0;
  readonly #tables = new Map<string, GlueTable>();
  readonly #partitions = new Map<string, GluePartition[]>();
  readonly #lake: Lake;
  readonly #engine: ReturnType<typeof createEngine>;

  constructor() {
    this.#lake = this.#makeLake();
    this.#engine = createEngine(this.#lake);
  }

  get lake(): Lake {
    return this.#lake;
  }

  /** Where the lake keeps its files: a secret of the lake's. */
  get folder(): string {
    return this.#folder;
  }

  pathOf(database: string, name: string, key: string): string {
    return join(this.#folder, database, name, key);
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  addTable(
    database: string,
    name: string,
    columns: readonly Column[],
    partitionKeys: readonly Column[] = [],
    parameters: Readonly<Record<string, string>> = { classification: 'parquet' },
  ): void {
    const at = new Date(0);
    const location = `s3://${BUCKET}/${database}/${name}/`;
    this.#tables.set(`${database}.${name}`, {
      databaseName: database,
      name,
      tableType: 'EXTERNAL_TABLE',
      storage: { columns, location, inputFormat: PARQUET, serdeParameters: {} },
      partitionKeys,
      parameters,
      createdAt: at,
      updatedAt: at,
      createdBy: 'arn:aws:iam::111122223333:user/lake-admin',
      versionId: '0',
    });
  }

  /** Everything of the table, or these columns of it. */
  grant(database: string, name: string, columns?: readonly string[], rowFilter?: string): void {
    const table = this.#tables.get(`${database}.${name}`);
    if (table === undefined) throw new Error(`no table ${database}.${name}`);
    const all = [...table.storage.columns, ...table.partitionKeys].map((column) => column.name.toLowerCase());
    const selectable = columns === undefined ? all : all.filter((column) => columns.includes(column));
    const rows = parseRowFilter(rowFilter ?? 'true', {
      columns: table.storage.columns,
      partitionKeys: table.partitionKeys,
    });
    this.access.set(`${database}.${name}`, {
      visible: true,
      selectable,
      described: selectable,
      viaIamAllowedPrincipals: false,
      ...(rowFilter === undefined
        ? {}
        : { cells: { everywhere: [], filters: [{ rows, expression: rowFilter, columns: selectable }] } }),
    });
  }

  /** Writes one Parquet file of the rows that `query` gives, at `key` below the table's folder. */
  async addFile(database: string, name: string, key: string, query: string): Promise<void> {
    const path = join(this.#folder, database, name, key);
    mkdirSync(dirname(path), { recursive: true });
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(`COPY (${query}) TO '${path}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    this.#addObject(database, name, key);
  }

  /** The same of a file that is written already; one of the same key is overwritten. */
  addBytes(database: string, name: string, key: string, bytes: Uint8Array): void {
    const path = join(this.#folder, database, name, key);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    this.#addObject(database, name, key);
  }

  #addObject(database: string, name: string, key: string): void {
    const path = join(this.#folder, database, name, key);
    const before = this.#objects.findIndex((object) => object.path === path);
    if (before >= 0) this.#objects.splice(before, 1);
    this.#etags += 1;
    this.#objects.push({
      bucket: BUCKET,
      key: `${database}/${name}/${key}`,
      sizeBytes: statSync(path).size,
      etag: `"${this.#etags}"`,
      lastModified: new Date(0),
      contentType: 'binary/octet-stream',
      metadata: {},
      path,
    });
  }

  addPartition(database: string, name: string, values: readonly string[], folder: string): void {
    const key = `${database}.${name}`;
    const location = `s3://${BUCKET}/${database}/${name}/${folder}/`;
    this.#partitions.set(key, [...(this.#partitions.get(key) ?? []), { values, location, createdAt: new Date(0) }]);
  }

  prepare(sql: string, parameters: readonly string[] = [], database = 'shop'): PreparedStatement {
    return this.#engine.prepare({
      sql,
      parameters,
      database,
      catalog: 'awsdatacatalog',
      queryExecutionId: '00000000-0000-4000-8000-000000000001',
      exchange: this.#exchange(),
    });
  }

  async run(sql: string, parameters: readonly string[] = [], signal = new AbortController().signal): Promise<Ran> {
    const result = await this.prepare(sql, parameters).run(signal);
    const rows: (readonly (string | null)[])[] = [];
    for await (const batch of result.batches) rows.push(...batch);
    return { columns: result.columns, rows, dataScannedBytes: result.dataScannedBytes };
  }

  #exchange(): Exchange {
    return {
      lake: this.#lake,
      service: 'athena',
      operation: 'StartQueryExecution',
      requestId: '00000000-0000-4000-8000-000000000002',
      caller: CALLER,
      receivedAt: new Date(0),
      sourceIPAddress: '127.0.0.1',
      userAgent: 'test',
    };
  }

  #makeLake(): Lake {
    const databases = (): string[] => [...new Set([...this.#tables.values()].map((table) => table.databaseName))];
    const lake: Lake = {
      partition: 'aws',
      accountId: '111122223333',
      region: 'us-east-1',
      clock: new FakeClock(),
      stateDir: this.#folder,
      switches: this.switches,
      catalogue: {
        databases: () => databases().map((name) => ({ name, parameters: {}, createdAt: new Date(0) })),
        database: (name) => (databases().includes(name) ? { name, parameters: {}, createdAt: new Date(0) } : undefined),
        tables: (database) => [...this.#tables.values()].filter((table) => table.databaseName === database),
        table: (database, name) => this.#tables.get(`${database}.${name}`),
        partitions: (database, name) => this.#partitions.get(`${database}.${name}`) ?? [],
        addPartitions: () => 0,
      },
      permissions: {
        tableAccess: (_, table) => this.access.get(`${table.databaseName}.${table.name}`) ?? NOTHING,
        databaseVisible: (_, database) => [...this.access.keys()].some((key) => key.startsWith(`${database}.`)),
        databaseSeenThroughIamOnly: () => false,
        registeredLocation: () =>
          this.registered
            ? { resourceArn: 'arn:aws:s3:::data', roleArn: 'arn:aws:iam::111122223333:role/r' }
            : undefined,
        vendsData: () => this.registered,
        isAdministrator: () => false,
        isReadOnlyAdministrator: () => false,
        may: () => false,
      },
      objects: {
        bucketExists: (bucket) => bucket === BUCKET,
        head: (bucket, key) => this.#objects.find((object) => object.bucket === bucket && object.key === key),
        list: (bucket, prefix) =>
          this.#objects.filter((object) => object.bucket === bucket && object.key.startsWith(prefix)),
        put: () => Promise.reject(new Error('read only')),
        delete: () => Promise.reject(new Error('read only')),
      },
      trail: { record: (entry) => this.events.push(entry), selectsData: () => this.selectsData },
      faults: {
        strikes: (fault) => this.faults.has(fault),
        strike: (fault) => (this.faults.has(fault) ? { fault, match: {}, times: null } : undefined),
      },
      isAllowed: (_, authorization) => {
        this.asked.push(authorization);
        const { action } = authorization;
        return this.refused.has(action)
          ? { allowed: false, reason: `because no identity-based policy allows the ${action} action` }
          : { allowed: true };
      },
      invoke: (_caller, _service, _operation, input) => {
        this.#addGluePartitions(input);
        return Promise.resolve({ Errors: [] });
      },
    };
    return lake;
  }

  #addGluePartitions(input: unknown): void {
    const { DatabaseName, TableName, PartitionInputList } = input as {
      readonly DatabaseName: string;
      readonly TableName: string;
      readonly PartitionInputList: readonly {
        readonly Values: readonly string[];
        readonly StorageDescriptor: { readonly Location: string };
      }[];
    };
    const key = `${DatabaseName}.${TableName}`;
    const added = PartitionInputList.map(({ Values, StorageDescriptor }) => {
      return { values: Values, location: StorageDescriptor.Location, createdAt: new Date(0) };
    });
    this.#partitions.set(key, [...(this.#partitions.get(key) ?? []), ...added]);
  }
}

interface Ran {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly dataScannedBytes: number;
}

const NOTHING: TableAccess = { visible: false, selectable: [], described: [], viaIamAllowedPrincipals: false };

export const CALLER: Caller = {
  type: 'AssumedRole',
  accountId: '111122223333',
  arn: 'arn:aws:sts::111122223333:assumed-role/R/s',
  principalArn: 'arn:aws:iam::111122223333:role/R',
  userId: 'AROAEXAMPLE:s',
  accessKeyId: 'ASIAEXAMPLE',
  name: 'R',
};
