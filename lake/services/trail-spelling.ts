/** Members whose keys are the caller's own words, not the API's: CloudTrail leaves those as they are. */
const MAPS: ReadonlySet<string> = new Set(['Parameters', 'Tags', 'TagsToAdd', 'Metadata', 'PartitionKeyToValueMap']);

/**
 * An SDK input in CloudTrail's spelling: member names begin with a lower-case letter, all the way down
 * (`DatabaseName` becomes `databaseName`). Undefined members are left out; dates become ISO text.
 */
export function trailSpelling(input: object): Readonly<Record<string, unknown>> {
  const spelled: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(input)) {
    if (value === undefined) continue;
    spelled[name.charAt(0).toLowerCase() + name.slice(1)] = MAPS.has(name) ? value : spelledValue(value);
  }
  return spelled;
}

function spelledValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(spelledValue);
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'object' && value !== null ? trailSpelling(value) : value;
}
