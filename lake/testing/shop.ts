import { EngineLake } from './engine-lake.js';

const ORDERS = `SELECT * FROM (VALUES
  (1, 'ann', '987-65-1', 10.50::DECIMAL(10,2), TIMESTAMP '2024-01-31 10:11:12.345', ['a','b'], 1.5::DOUBLE),
  (2, 'bob', '987-65-2', NULL, NULL, NULL, NULL)) t(id, customer, ssn, amount, placed, tags, weight)`;
const MORE_ORDERS = `SELECT * FROM (VALUES
  (3, 'cid', '987-65-3', 7.25::DECIMAL(10,2), TIMESTAMP '2024-02-29 00:00:00', ['c'], 0.001::DOUBLE))
  t(id, customer, ssn, amount, placed, tags, weight)`;

/**
 * A made-up account. The caller may read `shop.orders` but for its column `ssn`, and of `shop.visits` the rows of region
 * EU; `shop.payroll` and the database `vault` are not granted at all.
 */
export async function makeShop(): Promise<EngineLake> {
  const lake = new EngineLake();
  const columns = [
    { name: 'id', type: 'int' },
    { name: 'customer', type: 'string', comment: 'who' },
    { name: 'ssn', type: 'string' },
    { name: 'amount', type: 'decimal(10,2)' },
    { name: 'placed', type: 'timestamp' },
    { name: 'tags', type: 'array<string>' },
    { name: 'weight', type: 'double' },
  ];
  lake.addTable('shop', 'orders', columns, [{ name: 'region', type: 'string' }]);
  await lake.addFile('shop', 'orders', 'region=EU/a.parquet', ORDERS);
  await lake.addFile('shop', 'orders', 'region=US/b.parquet', MORE_ORDERS);
  lake.addPartition('shop', 'orders', ['EU'], 'region=EU');
  lake.addPartition('shop', 'orders', ['US'], 'region=US');
  lake.grant('shop', 'orders', ['id', 'customer', 'amount', 'placed', 'tags', 'weight', 'region']);
  const visits = ['page', 'country', 'load'].map((name) => ({ name, type: name === 'load' ? 'int' : 'string' }));
  lake.addTable('shop', 'visits', visits);
  await lake.addFile(
    'shop',
    'visits',
    'v.parquet',
    `SELECT * FROM (VALUES ('home', 'EU', 5), ('cart', 'EU', 7), ('s3cr3t', 'hidden-region', 0)) t(page, country, load)`,
  );
  lake.grant('shop', 'visits', ['page', 'country', 'load'], "country = 'EU'");
  lake.addTable('shop', 'payroll', [{ name: 'salary', type: 'int' }]);
  await lake.addFile('shop', 'payroll', 'p.parquet', `SELECT 's3cr3t' AS salary`);
  lake.addTable('vault', 'keys', [{ name: 'k', type: 'string' }]);
  return lake;
}

/** `message [category/type]` of a query that fails, or of a statement that is refused at once. */
export async function failureOf(lake: EngineLake, sql: string, parameters: readonly string[] = []): Promise<string> {
  try {
    await lake.run(sql, parameters);
  } catch (thrown) {
    if (!(thrown instanceof Error)) throw thrown;
    return `${thrown.message}${numbersOf(thrown)}`;
  }
  throw new Error(`answered: ${sql}`);
}

function numbersOf(thrown: Error): string {
  if (!('numbers' in thrown)) return ` [${thrown.name}]`;
  const { category, type } = thrown.numbers as { readonly category: number; readonly type: number };
  return ` [${category}/${type}]`;
}
