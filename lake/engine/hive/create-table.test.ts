import { GetTableCommand, GlueClient } from '@aws-sdk/client-glue';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientOptions } from '../../testing/query-lake.js';
import { mayWork, startWriteLake, type WriteLake } from '../../testing/write-lake.js';

const DDL = 'FAILED: Execution Error, return code 1 from org.apache.hadoop.hive.ql.exec.DDLTask. ';

let world: WriteLake;
let maker: ClientOptions;
/** May write and list by IAM everywhere in the bucket, the registered location too. */
let armed: ClientOptions;
let reader: ClientOptions;
let table = 0;

beforeAll(async () => {
  world = await startWriteLake();
  maker = await world.person('maker');
  armed = await world.person('armed', mayWork(''));
  reader = await world.person('reader');
  for (const role of ['maker', 'armed']) await world.grant(role, { Database: { Name: 'mine' } }, ['CREATE_TABLE']);
  await world.grant('reader', { Database: { Name: 'mine' } }, ['DESCRIBE']);
  await world.lake.putParquet('scratch/rows/a.parquet', "SELECT 1 AS n, {'a': 2, 'b': ['x']} AS s");
});

afterAll(async () => {
  expect(world.lake.bare.defects).toEqual([]);
  await world.close();
});

function fresh(): string {
  table += 1;
  return `t${table}`;
}

const over = (name: string, location: string, columns = 'n int'): string =>
  `CREATE EXTERNAL TABLE ${name} (${columns}) STORED AS PARQUET LOCATION '${location}'`;

async function glueTable(name: string): Promise<unknown> {
  const answer = await new GlueClient(world.lake.admin).send(new GetTableCommand({ DatabaseName: 'mine', Name: name }));
  return answer.Table;
}

describe('CREATE EXTERNAL TABLE over data', () => {
  it('reads it by the new table’s own rights, and by IAM where the location is not registered', async () => {
    const name = fresh();
    expect(
      await world.ask(maker, over(name, 's3://data/scratch/rows/', 'n int, s struct<a:int,b:array<string>>')),
    ).toEqual([]);
    expect(await world.ask(maker, `SELECT n, s.a, s.b[1] FROM ${name}`)).toEqual([['1', '2', 'x']]);
    expect(await world.ask(reader, `SELECT n FROM ${name}`)).toMatch(/^TABLE_NOT_FOUND: /);
  });

  it('in a registered location needs the data location permission (access-control-underlying-data)', async () => {
    const name = fresh();
    for (const location of ['s3://data/lake/orders/', 's3://data/lake/orders', 's3://data/lake/', 's3://data/lake']) {
      expect(await world.ask(armed, over(name, location, 'ssn string'))).toMatch(
        /DDLTask\. MetaException\(message:Insufficient Lake Formation permission\(s\): Required Data Location Access on s3:\/\/data\/lake\S* \(Service: AmazonDataCatalog; Status Code: 400; Error Code: AccessDeniedException; Request ID: /,
      );
    }
    expect(await world.ask(armed, `SELECT ssn FROM ${name}`)).toMatch(/^TABLE_NOT_FOUND: /);
    const resource = { DataLocation: { ResourceArn: 'arn:aws:s3:::data/lake' } };
    await world.grant('armed', resource, ['DATA_LOCATION_ACCESS']);
    // With it, who makes a table over the data reads the data: the second table on one path.
    expect(await world.ask(armed, over(name, 's3://data/lake/orders/', 'ssn string'))).toEqual([]);
    expect(await world.ask(armed, `SELECT ssn FROM ${name} ORDER BY 1`)).toEqual([['987-65-1'], ['987-65-2']]);
  });

  it('above a registered location reads nothing there but what IAM opens to its caller', async () => {
    const name = fresh();
    expect(await world.ask(maker, over(name, 's3://data/', 'ssn string'))).toMatch(
      /Access Denied \(Service: Amazon S3; /,
    );
    const viewer = await world.person('viewer', [
      {
        Effect: 'Allow',
        Action: ['s3:ListBucket', 's3:GetObject'],
        Resource: ['arn:aws:s3:::data', 'arn:aws:s3:::data/*'],
      },
      { Effect: 'Deny', Action: 's3:GetObject', Resource: 'arn:aws:s3:::data/lake/*' },
    ]);
    await world.grant('viewer', { Database: { Name: 'mine' } }, ['CREATE_TABLE']);
    expect(await world.ask(viewer, over(name, 's3://data/', 'ssn string'))).toEqual([]);
    expect(await world.ask(viewer, `SELECT ssn FROM ${name}`)).toMatch(
      /^PERMISSION_DENIED: Access Denied \(Service: S3/,
    );
  });

  it.each([
    [
      's3://data/private/',
      /DDLTask\. MetaException\(message:Access Denied \(Service: Amazon S3; Status Code: 403; Error Code: AccessDenied; Request ID: /,
    ],
    ['s3://data/', /Access Denied \(Service: Amazon S3; /],
    [
      's3://nobucket/x/',
      /The specified bucket does not exist \(Service: Amazon S3; Status Code: 404; Error Code: NoSuchBucket; /,
    ],
    ['s3://data/scratch/../lake/orders/', /MetaException\(message:Invalid S3 location: /],
    ['s3://data/scratch/./rows/', /Invalid S3 location: /],
    ['S3://data/scratch/rows/', /Invalid S3 location: /],
    ['s3n://data/scratch/rows/', /Invalid S3 location: /],
    ['file:///etc/', /Invalid S3 location: /],
    ['/etc/', /Invalid S3 location: /],
    ['', /Invalid S3 location: /],
  ])('is not made over %j', async (location, reason) => {
    expect(await world.ask(maker, over(fresh(), location))).toMatch(reason);
  });
});

describe('the table that CREATE EXTERNAL TABLE makes', () => {
  it('is what the statement says', async () => {
    const name = fresh();
    const sql = `CREATE EXTERNAL TABLE IF NOT EXISTS mine.\`${name}\` (
        Id INT COMMENT 'the ''id''', price decimal(8,2), d DECIMAL, v varchar(10), c CHAR(2),
        \`select\` array < map<string, struct<A:int COMMENT 'x', \`b_c\`:array<string>>> >, bin binary, f FLOAT)
      COMMENT 'of the shop' PARTITIONED BY (Year int COMMENT 'y', day string)
      ROW FORMAT SERDE 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe'
      WITH SERDEPROPERTIES ("K" = "V")
      STORED AS INPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat'
      OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat'
      LOCATION "s3://data/scratch/Full/" TBLPROPERTIES ("classification"="parquet", 'Note' = 'x=''y''', 'EXTERNAL' = 'FALSE')`;
    expect(await world.ask(maker, sql)).toEqual([]);
    expect(await glueTable(name)).toMatchObject({
      TableType: 'EXTERNAL_TABLE',
      Parameters: { EXTERNAL: 'TRUE', comment: 'of the shop', classification: 'parquet', Note: "x='y'" },
      PartitionKeys: [
        { Name: 'year', Type: 'int', Comment: 'y' },
        { Name: 'day', Type: 'string' },
      ],
      StorageDescriptor: {
        Columns: [
          { Name: 'id', Type: 'int', Comment: "the 'id'" },
          { Name: 'price', Type: 'decimal(8,2)' },
          { Name: 'd', Type: 'decimal(10,0)' },
          { Name: 'v', Type: 'varchar(10)' },
          { Name: 'c', Type: 'char(2)' },
          { Name: 'select', Type: 'array<map<string,struct<a:int,b_c:array<string>>>>' },
          { Name: 'bin', Type: 'binary' },
          { Name: 'f', Type: 'float' },
        ],
        Location: 's3://data/scratch/Full/',
        SerdeInfo: { Parameters: { K: 'V', 'serialization.format': '1' } },
      },
    });
    expect(await world.ask(maker, `SELECT count(*) FROM ${name}`)).toEqual([['0']]);
  });

  it.each([
    ['', 'org.apache.hadoop.mapred.TextInputFormat', 'LazySimpleSerDe', {}],
    ['STORED AS TEXTFILE', 'org.apache.hadoop.mapred.TextInputFormat', 'LazySimpleSerDe', {}],
    [
      "ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' COLLECTION ITEMS TERMINATED BY '\\002' LINES TERMINATED BY '\\n'",
      'org.apache.hadoop.mapred.TextInputFormat',
      'LazySimpleSerDe',
      {
        'field.delim': '\t',
        'escape.delim': '\\',
        'colelction.delim': '\u0002',
        'line.delim': '\n',
        'serialization.format': '\t',
      },
    ],
    [
      "ROW FORMAT SERDE 'org.openx.data.jsonserde.JsonSerDe'",
      'org.apache.hadoop.mapred.TextInputFormat',
      'org.openx.data.jsonserde.JsonSerDe',
      {},
    ],
    ['STORED AS ORC', 'org.apache.hadoop.hive.ql.io.orc.OrcInputFormat', 'OrcSerde', {}],
    ['STORED AS AVRO', 'org.apache.hadoop.hive.ql.io.avro.AvroContainerInputFormat', 'AvroSerDe', {}],
  ])('is registered with %j, and its data is not read by this lake', async (clauses, input, serde, parameters) => {
    const name = fresh();
    const sql = `CREATE EXTERNAL TABLE ${name} (a string) ${clauses} LOCATION 's3://data/scratch/other/'`;
    expect(await world.ask(maker, sql)).toEqual([]);
    expect(await glueTable(name)).toMatchObject({
      StorageDescriptor: {
        InputFormat: input,
        SerdeInfo: { SerializationLibrary: expect.stringContaining(serde) as string, Parameters: parameters },
      },
    });
    expect(await world.ask(maker, `SELECT * FROM ${name}`)).toMatch(
      /^NOT_SUPPORTED: the format of table mine\.t\d+ \(only Parquet and the log files of CloudTrail are\)/,
    );
  });

  it('is its maker’s, who may drop it', async () => {
    const name = fresh();
    await world.ask(maker, over(name, 's3://data/scratch/rows/'));
    expect(await world.ask(armed, `DROP TABLE ${name}`)).toMatch(/Table not found mine\./);
    expect(await world.ask(maker, `DROP TABLE ${name}`)).toEqual([]);
    expect(await world.keys('scratch/rows/')).toHaveLength(1);
  });
});

describe('CREATE EXTERNAL TABLE', () => {
  it('is only for whom Lake Formation lets create tables', async () => {
    expect(await world.ask(reader, over(fresh(), 's3://data/scratch/rows/'))).toMatch(
      /DDLTask\. MetaException\(message:Insufficient Lake Formation permission\(s\): Required Create Table on mine \(Service: AmazonDataCatalog; Status Code: 400; Error Code: AccessDeniedException; /,
    );
  });

  it('of a table that is there fails, or does nothing (recorded from Athena)', async () => {
    const name = fresh();
    await world.ask(maker, over(name, 's3://data/scratch/rows/'));
    const text = `${DDL}AlreadyExistsException(message:Table ${name} already exist)`;
    expect(await world.ask(maker, over(name, 's3://data/scratch/rows/'))).toBe(text);
    expect(await world.ask(maker, over(`IF NOT EXISTS ${name}`, 's3://data/scratch/rows/'))).toEqual([]);
    // Hidden from this caller, and its name is taken all the same.
    expect(await world.ask(armed, over(name, 's3://data/scratch/rows/'))).toBe(text);
    expect(await world.ask(armed, over(`IF NOT EXISTS ${name}`, 's3://data/scratch/rows/'))).toEqual([]);
    expect(await world.ask(armed, `SELECT * FROM ${name}`)).toMatch(/^TABLE_NOT_FOUND: /);
  });

  it.each([
    ['nodb.t (a int)', 'FAILED: SemanticException [Error 10072]: Database does not exist: nodb'],
    ['t (a int, A string)', 'FAILED: SemanticException [Error 10036]: Duplicate column name: a'],
    [
      't (a int) PARTITIONED BY (A int)',
      'FAILED: SemanticException [Error 10035]: Column repeated in partitioning columns',
    ],
    ['t (a int) CLUSTERED BY (a) INTO 4 BUCKETS', 'NOT_SUPPORTED: a bucketed table is not supported by this lake'],
    ['nocat.mine.t (a int)', 'NOT_SUPPORTED: the catalog nocat is not supported by this lake'],
  ])('%s fails when it runs', async (head, reason) => {
    expect(await world.ask(maker, `CREATE EXTERNAL TABLE ${head} LOCATION 's3://data/scratch/rows/'`)).toBe(reason);
  });

  it.each([
    ['CREATE EXTERNAL TABLE t (a int)', 'No location was specified for table. An S3 location must be specified'],
    ['CREATE TABLE t (a int)', 'No location was specified for table. An S3 location must be specified'],
    [
      "CREATE TABLE t (a int) LOCATION 's3://data/scratch/x/'",
      "line 1:8: mismatched input 'TABLE'. Expecting: 'EXTERNAL'",
    ],
    ["CREATE EXTERNAL VIEW t (a int) LOCATION 's3://b/x/'", "line 1:17: mismatched input 'view'. Expecting: 'TABLE'"],
    ["CREATE EXTERNAL TABLE t (a) LOCATION 's3://b/x/'", "line 1:27: mismatched input ')'. Expecting: <type>"],
    ["CREATE EXTERNAL TABLE t (a integer(3)) LOCATION 's3://b/x/'", "line 1:35: mismatched input '('. Expecting: ')'"],
    [
      "CREATE EXTERNAL TABLE t (a struct<`x:y`:int>) LOCATION 's3://b/x/'",
      "line 1:35: mismatched input 'x:y'. Expecting: <identifier>",
    ],
    [`CREATE EXTERNAL TABLE t (a ${'array<'.repeat(60)}int${'>'.repeat(60)}) LOCATION 's3://b/x/'`, 'mismatched input'],
    ["CREATE EXTERNAL TABLE t (a int) STORED AS parquett LOCATION 's3://b/x/'", "mismatched input 'parquett'"],
    [
      "CREATE EXTERNAL TABLE t (a int) LOCATION 's3://b/x/' LOCATION 's3://b/y/'",
      "line 1:54: mismatched input 'location'",
    ],
    ["CREATE EXTERNAL TABLE t (a int) LOCATION 's3://b/x/' AS SELECT 1", "mismatched input 'as'. Expecting: 'COMMENT'"],
  ])('%s is refused at once', async (sql, text) => {
    await expect(world.ask(maker, sql)).rejects.toThrow(text);
  });
});
