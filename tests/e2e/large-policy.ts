/**
 * The text of a policy with many profiles: each may read half of the columns of its own table and of one that all share.
 * Names are made up; no lake is needed to list its tests.
 */
export function largePolicy(profileCount: number, tableCount: number): string {
  const profiles = Array.from({ length: profileCount }, (_, index) => `analyst-${String(index).padStart(3, '0')}`);
  const tables = Array.from({ length: tableCount }, (_, index) => `sales_db.orders_${String(index).padStart(3, '0')}`);
  const columns = Array.from({ length: 20 }, (_, index) => `column_${index}`);
  const grantsOf = (profile: string, index: number): readonly string[] => {
    const own = tables[index % tables.length] ?? 'sales_db.orders_000';
    return [...new Set([own, 'sales_db.orders_000'])].flatMap((table) => [
      `  - profile: ${profile}`,
      `    table: ${table}`,
      `    columns: [${columns.slice(0, 10).join(', ')}]`,
      `    why: Generated, to measure how a large policy is listed.`,
    ]);
  };
  return [
    'formatVersion: 1',
    'name: Generated',
    'scope: { databases: [sales_db] }',
    'profiles:',
    ...profiles.map((profile) => `  ${profile}: { why: Generated. }`),
    'tables:',
    ...tables.flatMap((table) => [`  ${table}:`, '    columns:', ...columns.map((column) => `      ${column}:`)]),
    'grants:',
    ...profiles.flatMap(grantsOf),
    '',
  ].join('\n');
}
