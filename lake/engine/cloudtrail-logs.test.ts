import { gzipSync } from 'node:zlib';
import {
  CloudTrailClient,
  CreateTrailCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import { CreateDataCellsFilterCommand } from '@aws-sdk/client-lakeformation';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClientOptions } from '../testing/query-lake.js';
import { letCloudTrailWrite } from '../testing/trail-bucket.js';
import { startWriteLake, type WriteLake } from '../testing/write-lake.js';

/** The columns of Athena User Guide, "Create a table for CloudTrail logs in Athena using manual partitioning". */
const COLUMNS = `
  eventversion STRING,
  useridentity STRUCT<
    type:STRING, principalid:STRING, arn:STRING, accountid:STRING, invokedby:STRING, accesskeyid:STRING, username:STRING,
    onbehalfof: STRUCT<userid: STRING, identitystorearn: STRING>,
    sessioncontext:STRUCT<
      attributes:STRUCT<mfaauthenticated:STRING, creationdate:STRING>,
      sessionissuer:STRUCT<type:STRING, principalid:STRING, arn:STRING, accountid:STRING, username:STRING>,
      ec2roledelivery:string,
      webidfederationdata: STRUCT<federatedprovider: STRING, attributes: map<string,string>>>>,
  eventtime STRING, eventsource STRING, eventname STRING, awsregion STRING, sourceipaddress STRING, useragent STRING,
  errorcode STRING, errormessage STRING, requestparameters STRING, responseelements STRING, additionaleventdata STRING,
  requestid STRING, eventid STRING,
  resources ARRAY<STRUCT<arn:STRING, accountid:STRING, type:STRING>>,
  eventtype STRING, apiversion STRING, readonly STRING, recipientaccountid STRING, serviceeventdetails STRING,
  sharedeventid STRING, vpcendpointid STRING, vpcendpointaccountid STRING, eventcategory STRING,
  addendum STRUCT<reason:STRING, updatedfields:STRING, originalrequestid:STRING, originaleventid:STRING>,
  sessioncredentialfromconsole STRING, edgedevicedetails STRING,
  tlsdetails STRUCT<tlsversion:STRING, ciphersuite:STRING, clientprovidedhostheader:STRING>`;

const HIVE_JSON = 'org.apache.hive.hcatalog.data.JsonSerDe';

function createTable(
  name: string,
  location: string,
  more: { keys?: string; serde?: string; properties?: string } = {},
): string {
  return `CREATE EXTERNAL TABLE ${name} (${COLUMNS})
    COMMENT 'CloudTrail table for a bucket'
    ${more.keys === undefined ? '' : `PARTITIONED BY (${more.keys})`}
    ROW FORMAT SERDE '${more.serde ?? HIVE_JSON}'
    STORED AS INPUTFORMAT 'com.amazon.emr.cloudtrail.CloudTrailInputFormat'
    OUTPUTFORMAT 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat'
    LOCATION '${location}'
    ${more.properties === undefined ? '' : `TBLPROPERTIES (${more.properties})`}`;
}

/** Two events in the shape of the published ones (aws-samples; CloudTrail User Guide). */
const RECORDS = [
  {
    eventVersion: '1.11',
    userIdentity: {
      type: 'AssumedRole',
      arn: 'arn:aws:sts::111122223333:assumed-role/analyst/s',
      sessionContext: { sessionIssuer: { userName: 'analyst' }, attributes: { mfaAuthenticated: 'false' } },
    },
    eventTime: '2026-07-01T21:01:47Z',
    eventSource: 'lakeformation.amazonaws.com',
    eventName: 'GetDataAccess',
    requestParameters: { tableArn: 'arn:aws:glue:us-east-1:111122223333:table/shop/orders', permissions: ['SELECT'] },
    responseElements: null,
    readOnly: true,
    resources: [{ ARN: 'arn:aws:glue:…:table/a', accountId: '111122223333', type: 'AWS::Glue::Table' }],
  },
  {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ann', userName: 'ann' },
    eventTime: '2026-07-01T21:02:00Z',
    eventSource: 'athena.amazonaws.com',
    eventName: 'StartQueryExecution',
    errorCode: 'AccessDenied',
    errorMessage: 's3cr3t',
    requestParameters: { queryString: '***OMITTED***' },
    readOnly: false,
  },
];

let world: WriteLake;
let admin: ClientOptions;

beforeAll(async () => {
  world = await startWriteLake();
  admin = world.lake.admin;
  await putLog('lake/logs/AWSLogs/a.json.gz', RECORDS.slice(0, 1));
  await putLog('lake/logs/AWSLogs/b.json.gz', RECORDS.slice(1));
  expect(await world.ask(admin, createTable('logs', 's3://data/lake/logs/AWSLogs/'))).toEqual([]);
}, 60_000);

afterAll(async () => {
  expect(world.lake.bare.defects).toEqual([]);
  await world.close();
});

async function put(Key: string, Body: string | Uint8Array): Promise<void> {
  await new S3Client(admin).send(new PutObjectCommand({ Bucket: 'data', Key, Body }));
}

async function putLog(key: string, records: readonly unknown[]): Promise<void> {
  await put(key, gzipSync(JSON.stringify({ Records: records })));
}

const ask = (sql: string, who = admin) => world.ask(who, sql);

describe('a table of CloudTrail’s log files', () => {
  it.each<[string, string, unknown]>([
    [
      'fields inside the identity',
      'SELECT useridentity.arn, useridentity.sessioncontext.sessionissuer.username FROM logs ORDER BY eventtime',
      [
        ['arn:aws:sts::111122223333:assumed-role/analyst/s', 'analyst'],
        ['arn:aws:iam::111122223333:user/ann', null],
      ],
    ],
    [
      'members in text, as JSON, and flags as words',
      'SELECT eventname, requestparameters, responseelements, readonly FROM logs ORDER BY eventtime',
      [
        [
          'GetDataAccess',
          '{"tableArn":"arn:aws:glue:us-east-1:111122223333:table/shop/orders","permissions":["SELECT"]}',
          null,
          'true',
        ],
        ['StartQueryExecution', '{"queryString":"***OMITTED***"}', null, 'false'],
      ],
    ],
    [
      'what is inside such a text',
      "SELECT json_extract_scalar(requestparameters, '$.tableArn') FROM logs WHERE eventname = 'GetDataAccess'",
      [['arn:aws:glue:us-east-1:111122223333:table/shop/orders']],
    ],
    [
      'lists of resources, by names in any case',
      'SELECT eventname, arn, type FROM logs CROSS JOIN UNNEST(resources) AS t(arn, accountid, type)',
      [['GetDataAccess', 'arn:aws:glue:…:table/a', 'AWS::Glue::Table']],
    ],
    [
      'groups',
      'SELECT eventsource, count(*), count(errorcode) FROM logs GROUP BY eventsource ORDER BY 1',
      [
        ['athena.amazonaws.com', '1', '1'],
        ['lakeformation.amazonaws.com', '1', '0'],
      ],
    ],
    [
      'where an event lies',
      'SELECT "$path" FROM logs WHERE useridentity.username = \'ann\'',
      [['s3://data/lake/logs/AWSLogs/b.json.gz']],
    ],
  ])('gives %s', async (_, sql, expected) => {
    expect(await ask(sql)).toEqual(expected);
  });

  it.each(['com.amazon.emr.hive.serde.CloudTrailSerde', 'org.openx.data.jsonserde.JsonSerDe'])(
    'is read with %s as well',
    async (serde) => {
      const name = `logs_${serde.split('.')[1] ?? ''}`;
      expect(await ask(createTable(name, 's3://data/lake/logs/AWSLogs/', { serde }))).toEqual([]);
      expect(await ask(`SELECT count(*), count(useridentity.arn) FROM ${name}`)).toEqual([['2', '2']]);
    },
  );

  it('is read by its partitions', async () => {
    await putLog('lake/parts/2026/07/01/a.json.gz', RECORDS.slice(0, 1));
    await putLog('lake/parts/2026/07/02/a.json.gz', RECORDS.slice(1));
    const keys = 'year STRING, month STRING, day STRING';
    expect(await ask(createTable('parts', 's3://data/lake/parts/', { keys }))).toEqual([]);
    for (const day of ['01', '02']) {
      const location = `s3://data/lake/parts/2026/07/${day}/`;
      const partition = `PARTITION (year='2026', month='07', day='${day}') LOCATION '${location}'`;
      expect(await ask(`ALTER TABLE parts ADD ${partition}`)).toEqual([]);
    }
    expect(await ask("SELECT day, eventname FROM parts WHERE month = '07' ORDER BY day")).toEqual([
      ['01', 'GetDataAccess'],
      ['02', 'StartQueryExecution'],
    ]);
    expect(await ask("SELECT eventname FROM parts WHERE day = '02'")).toEqual([['StartQueryExecution']]);
  });

  it('takes plain files by their name, passes over what is no record, and fails on what is no JSON', async () => {
    await put('lake/plain/a.json', JSON.stringify({ Records: [...RECORDS, null, 7, 'text'] }));
    await put('lake/plain/b.json', JSON.stringify({ digest: true }));
    expect(await ask(createTable('plain', 's3://data/lake/plain/'))).toEqual([]);
    expect(await ask('SELECT count(*) FROM plain')).toEqual([['2']]);
    await put('lake/plain/c.json', '{"Records":[{"eventName":');
    expect(await ask('SELECT count(*) FROM plain')).toMatch(/^HIVE_BAD_DATA: /);
    await put('lake/plain/c.json.gz', 'not gzip');
    expect(await ask('SELECT eventname FROM plain')).toMatch(/^HIVE_BAD_DATA: /);
  });

  it('with a value of another form is bad data where it is read, and nothing where it is not', async () => {
    await putLog('lake/odd/a.json.gz', [{ ...RECORDS[0], userIdentity: 'ann', resources: {} }]);
    expect(await ask(createTable('odd', 's3://data/lake/odd/'))).toEqual([]);
    expect(await ask('SELECT eventname FROM odd')).toEqual([['GetDataAccess']]);
    expect(await ask('SELECT useridentity.arn FROM odd')).toMatch(/^HIVE_BAD_DATA: /);
    expect(await ask('SELECT resources FROM odd')).toMatch(/^HIVE_BAD_DATA: /);
  });

  it('is not written, and not with projected partitions taken for an empty one', async () => {
    expect(await ask('INSERT INTO logs SELECT * FROM logs')).toMatch(/^NOT_SUPPORTED: the format of table mine\.logs/);
    const properties = "'projection.enabled' = 'true'";
    const sql = createTable('projected', 's3://data/lake/parts/', { keys: '`timestamp` STRING', properties });
    expect(await ask(sql)).toEqual([]);
    expect(await ask('SELECT count(*) FROM projected')).toMatch(/^NOT_SUPPORTED: partition projection/);
  });
});

describe('what a caller may see of it', () => {
  const TABLE = { DatabaseName: 'mine', Name: 'logs' };

  it('is columns that were granted, and nothing of the others', async () => {
    const clerk = await world.person('clerk');
    await world.grant('clerk', { TableWithColumns: { ...TABLE, ColumnNames: ['eventname', 'eventtime'] } }, ['SELECT']);
    expect(await ask('SELECT * FROM logs ORDER BY eventtime', clerk)).toEqual([
      ['2026-07-01T21:01:47Z', 'GetDataAccess'],
      ['2026-07-01T21:02:00Z', 'StartQueryExecution'],
    ]);
    for (const column of ['errormessage', 'useridentity.arn', 'requestparameters']) {
      expect(await ask(`SELECT ${column} FROM logs`, clerk)).toMatch(/^COLUMN_NOT_FOUND: /);
      expect(await ask(`SELECT eventname FROM logs WHERE ${column} IS NOT NULL`, clerk)).toMatch(/^COLUMN_NOT_FOUND: /);
    }
  });

  it('is rows that a filter opens, and their cells', async () => {
    const auditor = await world.person('auditor');
    const filter = { TableCatalogId: '111122223333', DatabaseName: 'mine', TableName: 'logs', Name: 'reads' };
    const cells = {
      RowFilter: { FilterExpression: "readonly = 'true' AND eventsource LIKE 'lakeformation%'" },
      ColumnWildcard: { ExcludedColumnNames: ['errormessage'] },
    };
    await world.lf.send(new CreateDataCellsFilterCommand({ TableData: { ...filter, ...cells } }));
    await world.grant('auditor', { DataCellsFilter: filter }, ['SELECT']);
    expect(await ask('SELECT eventname, count(*) OVER () FROM logs', auditor)).toEqual([['GetDataAccess', '1']]);
    expect(await ask('SELECT count(*), max(useridentity.username) FROM logs', auditor)).toEqual([['1', null]]);
    expect(await ask('SELECT errormessage FROM logs', auditor)).toMatch(/^COLUMN_NOT_FOUND: /);
  });

  it('is not felt through a hidden value that does not fit its type', async () => {
    await putLog('lake/felt/a.json.gz', [RECORDS[0], { ...RECORDS[1], userIdentity: 'hidden', resources: 7 }]);
    expect(await ask(createTable('felt', 's3://data/lake/felt/'))).toEqual([]);
    const filter = { TableCatalogId: '111122223333', DatabaseName: 'mine', TableName: 'felt', Name: 'reads' };
    const cells = { RowFilter: { FilterExpression: "readonly = 'true'" }, ColumnWildcard: {} };
    await world.lf.send(new CreateDataCellsFilterCommand({ TableData: { ...filter, ...cells } }));
    const feeler = await world.person('feeler');
    await world.grant('feeler', { DataCellsFilter: filter }, ['SELECT']);
    const arn = 'arn:aws:sts::111122223333:assumed-role/analyst/s';
    expect(await ask('SELECT useridentity.arn, cardinality(resources) FROM felt', feeler)).toEqual([[arn, '1']]);
    expect(await ask('SELECT useridentity.arn FROM felt')).toMatch(/^HIVE_BAD_DATA: /);
  });

  it('is nothing without a grant', async () => {
    const nobody = await world.person('nobody');
    expect(await ask('SELECT count(*) FROM logs', nobody)).toMatch(/^(?:TABLE_NOT_FOUND|SCHEMA_NOT_FOUND): /);
  });
});

it('the files that a trail delivered can be asked', async () => {
  const trail = new CloudTrailClient(admin);
  await letCloudTrailWrite(admin, 'data');
  await trail.send(new CreateTrailCommand({ Name: 'audit', S3BucketName: 'data', S3KeyPrefix: 'lake/trail' }));
  await trail.send(new StartLoggingCommand({ Name: 'audit' }));
  expect(await ask('SELECT eventname FROM logs LIMIT 0')).toEqual([]);
  await trail.send(new StopLoggingCommand({ Name: 'audit' }));
  await world.lake.bare.assembled.deliveries.deliverDue();
  expect(await ask(createTable('delivered', 's3://data/lake/trail/AWSLogs/111122223333/CloudTrail/'))).toEqual([]);
  expect(
    await ask(
      `SELECT eventname, useridentity.username, json_extract_scalar(requestparameters, '$.queryString'),
         json_extract_scalar(responseelements, '$.queryExecutionId') IS NOT NULL
       FROM delivered WHERE eventsource = 'athena.amazonaws.com' AND readonly = 'false'`,
    ),
  ).toEqual([['StartQueryExecution', 'lake-admin', '***OMITTED***', 'true']]);
  expect(await ask("SELECT count(*) FROM delivered WHERE eventname IN ('StartLogging', 'StopLogging')")).toEqual([
    ['2'],
  ]);
});
