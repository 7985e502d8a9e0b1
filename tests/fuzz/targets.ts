import { parsePolicy } from '../../lake/access/iam/policy-document.js';
import { parseRowFilter } from '../../lake/access/lakeformation/row-filter/parse.js';
import { RowFilterError } from '../../lake/access/lakeformation/row-filter/row-filter-error.js';
import { MalformedQuery, QueryFailure } from '../../lake/engine/failure.js';
import { footerOf, NotParquet } from '../../lake/engine/run/parquet-footer.js';
import { AwsError } from '../../lake/model/aws-error.js';
import { awsJson } from '../../lake/protocols/aws-json.js';
import { awsQuery } from '../../lake/protocols/aws-query.js';
import { checkConstraints } from '../../lake/protocols/constraints.js';
import type { Protocol } from '../../lake/protocols/protocol.js';
import { queryPairs, type RequestHead } from '../../lake/protocols/request-head.js';
import { restJson } from '../../lake/protocols/rest-json.js';
import { decodeChunkedBody } from '../../lake/protocols/sigv4/chunked-body.js';
import { AuthenticationFault } from '../../lake/protocols/sigv4/fault.js';
import { readSignature } from '../../lake/protocols/sigv4/signature.js';
import { partitionFilter } from '../../lake/services/glue/partition-expression/filter.js';
import { readXml } from '../../lake/services/s3/xml.js';
import { EngineLake } from '../../lake/testing/engine-lake.js';
import type { FuzzTarget } from './target.js';

type Service = Parameters<typeof checkConstraints>[0];

const JSON_WORDS = ['{', '}', '[', ']', ':', ',', '"', 'null', 'true', '1e999', '-0', '"__proto__"', '\\ud800', '[[[['];

/** The first line of an input is where it is sent, the rest its body. */
function protocolTarget(
  name: string,
  words: readonly string[],
  of: (line: string) => { readonly service: Service; readonly protocol: Protocol; readonly head: RequestHead },
): FuzzTarget {
  return {
    name,
    words,
    refusals: [AwsError],
    read: (input) => {
      const end = input.indexOf(10);
      const line = (end < 0 ? input : input.subarray(0, end)).toString('latin1');
      const { service, protocol, head } = of(line);
      const request = { head, body: end < 0 ? Buffer.alloc(0) : input.subarray(end + 1) };
      const operation = protocol.operationOf(request);
      const read = protocol.readInput(operation, request);
      checkConstraints(service, operation, read);
    },
  };
}

function headOf(facts: Partial<RequestHead>): RequestHead {
  return { method: 'POST', rawPath: '/', rawQuery: '', rawHeaders: [], headers: {}, ...facts };
}

const JSON_SERVICES = {
  AmazonAthena: 'athena',
  AWSGlue: 'glue',
  CloudTrail_20131101: 'cloudtrail',
  SageMaker: 'sagemaker',
} as const;

const awsJsonTarget = protocolTarget('aws-json', JSON_WORDS, (line) => {
  const prefix = Object.entries(JSON_SERVICES).find(([known]) => line.startsWith(known));
  const service = prefix?.[1] ?? 'glue';
  return { service, protocol: awsJson(service), head: headOf({ headers: { 'x-amz-target': line } }) };
});

const restJsonTarget = protocolTarget('rest-json', JSON_WORDS, (line) => {
  return { service: 'lakeformation', protocol: restJson('lakeformation'), head: headOf({ rawPath: line }) };
});

const queryTarget = protocolTarget(
  'aws-query',
  ['&', '=', '.member.1', '.entry.1.key', '%00', '%zz', '+', 'Action='],
  (line) => {
    const service = line === 'iam' ? 'iam' : 'sts';
    return { service, protocol: awsQuery(service), head: headOf({}) };
  },
);

const xmlTarget: FuzzTarget = {
  name: 's3-xml',
  words: ['<', '>', '</', '/>', '<a>', '</a>', '<![CDATA[', ']]>', '<!--', '<?xml', '&#0;', '&lt;', '&amp;', 'xmlns='],
  refusals: [AwsError],
  read: (input) => readXml(input, 'Delete'),
};

const chunkedTarget: FuzzTarget = {
  name: 'aws-chunked',
  words: ['\r\n', '0\r\n\r\n', ';chunk-signature=', 'ffffffffffff\r\n', 'x-amz-checksum-crc32:', 'AAAAAA=='],
  refusals: [AwsError],
  read: async (input) => {
    const pieces = decodeChunkedBody(piecesOf(input), { trailers: ['x-amz-checksum-crc32'] });
    for await (const piece of pieces) if (piece.length > input.length) throw new Error('more came out than went in');
  },
};

/** Borders between packets fall where they like. */
async function* piecesOf(input: Buffer): AsyncGenerator<Uint8Array> {
  const size = 1 + ((input[0] ?? 0) % 40);
  for (let at = 0; at < input.length; at += size) yield await Promise.resolve(input.subarray(at, at + size));
}

const signatureTarget: FuzzTarget = {
  name: 'signature',
  words: [
    'AWS4-HMAC-SHA256 ',
    'Credential=',
    '/aws4_request',
    ', SignedHeaders=',
    ', Signature=',
    '%',
    'X-Amz-Expires=',
    '\n',
  ],
  refusals: [AuthenticationFault, URIError],
  read: (input) => {
    const [authorization = '', rawQuery = '', date = ''] = input.toString('latin1').split('\n');
    const headers = { ...(authorization === '' ? {} : { authorization }), ...(date === '' ? {} : { date }) };
    readSignature(headOf({ rawQuery, headers }));
    queryPairs(rawQuery);
  },
};

const policyTarget: FuzzTarget = {
  name: 'policy-document',
  words: [...JSON_WORDS, '"Statement"', '"NotAction"', '"Principal"', '"Condition"', '"StringLike"', '*', '?', '${'],
  refusals: [AwsError],
  // Any kind may meet any text; the length picks it.
  read: (input) => {
    const kinds = ['identity', 'trust', 'resource'] as const;
    return parsePolicy(input.toString('utf8'), kinds[input.length % kinds.length] ?? 'identity');
  },
};

const KEYS = [
  { name: 'day', type: 'date' },
  { name: 'n', type: 'int' },
  { name: 'price', type: 'decimal(10,2)' },
  { name: 'kind', type: 'string' },
];

const partitionTarget: FuzzTarget = {
  name: 'partition-expression',
  words: [
    'AND',
    'OR',
    'NOT',
    'IN',
    'LIKE',
    'BETWEEN',
    'IS NULL',
    '(',
    ')',
    "'",
    '%',
    '_',
    'day',
    'n',
    'price',
    '<>',
    '"',
  ],
  refusals: [AwsError],
  read: (input) => {
    const isWanted = partitionFilter(KEYS, input.toString('utf8').slice(0, 2048));
    isWanted(['2026-01-01', '7', '1.5', 'kind']);
    isWanted(['__HIVE_DEFAULT_PARTITION__', '__HIVE_DEFAULT_PARTITION__', '0', '']);
  },
};

const rowFilterTarget: FuzzTarget = {
  name: 'row-filter',
  words: [
    'AND',
    'OR',
    'NOT',
    'IN',
    'LIKE',
    'BETWEEN',
    'IS NULL',
    'TRUE',
    '(',
    ')',
    "'",
    '"',
    '.',
    'region',
    'id',
    '<>',
  ],
  refusals: [RowFilterError],
  read: (input) =>
    parseRowFilter(input.toString('utf8').slice(0, 2048), {
      columns: [
        { name: 'region', type: 'string' },
        { name: 'id', type: 'bigint' },
        { name: 'open', type: 'boolean' },
        { name: 'place', type: 'struct<city:string,zip:int>' },
        { name: 'tags', type: 'array<string>' },
      ],
      partitionKeys: [{ name: 'day', type: 'date' }],
    }),
};

/** A length that fits is put behind what is not a file yet: else most inputs would be refused for it. */
const footerTarget: FuzzTarget = {
  name: 'parquet-footer',
  words: ['PAR1', '\u0000', '\u0001', '\u0015', '\u0018', '\u0019', '\u001c', '\u002c', 'geo'],
  refusals: [NotParquet],
  read: (input) => {
    const length = Buffer.alloc(4);
    length.writeUInt32LE(input.length);
    footerOf(input.toString('latin1').endsWith('PAR1') ? input : Buffer.concat([input, length, Buffer.from('PAR1')]));
  },
};

/** Reads and analyses every text, and runs none: what a query computes is bounded elsewhere. */
function sqlTarget(): FuzzTarget {
  const lake = new EngineLake();
  lake.addTable('shop', 'orders', [
    { name: 'id', type: 'bigint' },
    { name: 'name', type: 'string' },
    { name: 'at', type: 'timestamp' },
  ]);
  lake.grant('shop', 'orders', ['id', 'name']);
  process.once('exit', () => lake.close());
  const words =
    'SELECT FROM WHERE GROUP BY ORDER LIMIT JOIN WITH AS ( ) , . * ; \' " -- /* */ ? CASE END CAST orders id name';
  return {
    name: 'sql',
    share: 8,
    words: [
      ...words.split(' '),
      'SHOW',
      'DESCRIBE',
      'ALTER TABLE',
      'PARTITION',
      'UNION ALL',
      'LATERAL',
      'U&"',
      "X'",
      '${',
      '\u0000',
    ],
    refusals: [MalformedQuery, QueryFailure, AwsError],
    read: async (input) => {
      const sql = input.toString('utf8').slice(0, 20_000);
      lake.prepare(sql);
      await lake.prepare(`EXPLAIN ${sql}`).run(new AbortController().signal);
    },
  };
}

/**
 * What is fuzzed. A new reader of foreign text is one more entry here, and a folder of its name under corpus/ with a few
 * inputs that it takes.
 */
export const FUZZ_TARGETS: readonly (() => FuzzTarget)[] = [
  () => awsJsonTarget,
  () => restJsonTarget,
  () => queryTarget,
  () => xmlTarget,
  () => chunkedTarget,
  () => signatureTarget,
  () => policyTarget,
  () => partitionTarget,
  () => rowFilterTarget,
  () => footerTarget,
  sqlTarget,
];
