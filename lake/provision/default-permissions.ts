const DEFAULTS: readonly string[] = ['CreateDatabaseDefaultPermissions', 'CreateTableDefaultPermissions'];

/**
 * Without empty `Create…DefaultPermissions`, which CloudFormation ignores: what was set before stays
 * (seen: aws-cloudformation/cloudformation-coverage-roadmap#2197).
 */
export function withoutEmptyDefaults<T extends object>(properties: T): Partial<T> {
  const isEmpty = (name: string, value: unknown) =>
    DEFAULTS.includes(name) && Array.isArray(value) && value.length === 0;
  return Object.fromEntries(Object.entries(properties).filter(([name, value]) => !isEmpty(name, value))) as Partial<T>;
}
