import type { z } from 'zod';
import { messageOf, UsageError } from '../../core/error.js';

/** The newest format that this version writes and reads. */
export const FORMAT_VERSION = 1;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * One JSON value of a record, checked against its schema. `place` is `file` or `file:line`.
 * Throws UsageError `RECORD_MALFORMED`, which says where and what; `RECORD_NEWER` for a format from the future.
 */
export function parseRecord<S extends z.ZodType>(bytes: Uint8Array, schema: S, place: string): z.infer<S> {
  const value = parseJson(bytes, place);
  refuseNewer(value, place);
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw malformed(place, parsed.error.issues.slice(0, 3).map(issueText).join('; '), parsed.error);
}

function parseJson(bytes: Uint8Array, place: string): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    throw malformed(place, `no JSON: ${messageOf(cause)}`, cause);
  }
}

function refuseNewer(value: unknown, place: string): void {
  if (typeof value !== 'object' || value === null || !('formatVersion' in value)) return;
  const { formatVersion } = value;
  if (typeof formatVersion !== 'number' || formatVersion <= FORMAT_VERSION) return;
  throw new UsageError({
    code: 'RECORD_NEWER',
    message: `${place} has format ${formatVersion}; this version reads up to ${FORMAT_VERSION}`,
    likelyCause: 'the run was made by a newer Lakeproof',
    nextStep: 'read it with that version or a later one',
  });
}

function issueText(issue: z.core.$ZodIssue): string {
  const path = issue.path.map(String).join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}

export function malformed(place: string, what: string, cause?: unknown): UsageError {
  return new UsageError({
    code: 'RECORD_MALFORMED',
    message: `${place}: ${what}`,
    likelyCause: 'the file was changed after the run, or is not a record of Lakeproof',
    nextStep: 'use an untouched copy of the run folder',
    cause,
  });
}
