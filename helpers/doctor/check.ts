/** `ok`: seen to be so. `missing`: seen not to be so. `unknown`: could not be seen, so nothing is claimed. */
export type CheckOutcome = 'ok' | 'missing' | 'unknown';

/** One line of what `lakeproof doctor` prints. */
export interface Check {
  readonly title: string;
  readonly outcome: CheckOutcome;
  /** What was seen, or why it could not be. */
  readonly detail: string;
  /** What to do about it; undefined when nothing is to be done. */
  readonly remedy?: string;
}

export function ok(title: string, detail: string): Check {
  return { title, outcome: 'ok', detail };
}

export function missing(title: string, detail: string, remedy: string): Check {
  return { title, outcome: 'missing', detail, remedy };
}

export function unknown(title: string, detail: string, remedy?: string): Check {
  return remedy === undefined ? { title, outcome: 'unknown', detail } : { title, outcome: 'unknown', detail, remedy };
}
