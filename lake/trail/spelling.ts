/**
 * CloudTrail's spelling of a call's members: first letters in lower case, dates as `Jul 18, 2023, 4:07:39 PM`
 * (CloudTrail User Guide, samples of management events).
 */
export function inTrailSpelling(value: unknown): unknown {
  if (value instanceof Date) return formatTrailDate(value);
  if (Array.isArray(value)) return value.map(inTrailSpelling);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .map(([name, member]) => [firstLower(name), inTrailSpelling(member)]),
  );
}

/** `Jul 18, 2023, 4:07:39 PM`, in UTC. */
export function formatTrailDate(date: Date): string {
  return (
    new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' })
      .format(date)
      // Newer ICU puts a narrow no-break space before AM and PM; AWS's text has a plain one.
      .replaceAll('\u202f', ' ')
  );
}

function firstLower(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
