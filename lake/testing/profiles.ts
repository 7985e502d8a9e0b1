import type { EngineLake } from './engine-lake.js';

const ROW = `{'City': 'Rome', 'geo': {'lat': 41.9::DOUBLE, 'lon': 12.5::DOUBLE}}`;

/** Two files whose rows are not the same: other case, other order, a field more and a field less. */
const FILES = [
  `SELECT 1 AS id, ${ROW} AS home, MAP {'a': 1, 'b': NULL} AS scores,
    [{'title': 'cook', 'pay': 10}, NULL, {'title': 'chef', 'pay': 30}] AS jobs,
    {'iban': 'IT-987-65', 'pin': 9876} AS bank, [[1, 2], [3]] AS grid`,
  `SELECT 2 AS id, {'extra': 1, 'city': 'Oslo'} AS home, MAP {'c': 3::BIGINT} AS scores,
    [{'PAY': 20::SMALLINT, 'title': 'host'}] AS jobs, {'iban': 'NO-987-65', 'pin': 9877} AS bank, NULL::INT[][] AS grid
   UNION ALL SELECT 3, NULL, NULL, NULL, NULL, NULL`,
];

/**
 * Adds tables with nested columns to an account. Of `shop.profiles` the caller may read all but `bank`; of `shop.cases`
 * only the rows of city Rome, and not `notes`.
 */
export async function addProfiles(lake: EngineLake): Promise<void> {
  lake.addTable('shop', 'profiles', [
    { name: 'id', type: 'int' },
    { name: 'home', type: 'struct<city:string,zip:int,geo:struct<lat:double,lon:double>>' },
    { name: 'scores', type: 'map<string,int>' },
    { name: 'jobs', type: 'array<struct<title:string,pay:int>>' },
    { name: 'bank', type: 'struct<iban:string,pin:int>' },
    { name: 'grid', type: 'array<array<int>>' },
  ]);
  for (const [index, file] of FILES.entries()) await lake.addFile('shop', 'profiles', `${index}.parquet`, file);
  lake.grant('shop', 'profiles', ['id', 'home', 'scores', 'jobs', 'grid']);
  lake.addTable('shop', 'cases', [
    { name: 'id', type: 'int' },
    { name: 'home', type: 'struct<city:string>' },
    { name: 'labels', type: 'array<struct<name:string,load:int>>' },
    { name: 'notes', type: 'map<string,string>' },
  ]);
  await lake.addFile(
    'shop',
    'cases',
    'c.parquet',
    `SELECT 1 AS id, {'city': 'Rome'} AS home, [{'name': 'x', 'load': 5}] AS labels, MAP {'k': '987-65'} AS notes
     UNION ALL SELECT 2, {'city': 's3cr3t'}, [{'name': 's3cr3t', 'load': 0}, NULL], MAP {'k': '987-65'}`,
  );
  lake.grant('shop', 'cases', ['id', 'home', 'labels'], "home.city = 'Rome'");
}
