/**
 * Masks what an error may quote. An error's text can hold a data value: `Cannot cast 'jane@example.org' to bigint`.
 * So quoted parts, object keys and anything shaped like a credential go, and only then is it fit for the record.
 */
export function scrub(text: string): string {
  return text
    .replaceAll(/\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{12,}\b/g, '…')
    .replaceAll(/s3:\/\/([a-z0-9.-]+)\/[^\s,;]*/g, 's3://$1/…')
    .replaceAll(/'[^']*(?:'|$)|"[^"]*(?:"|$)|`[^`]*(?:`|$)|“[^”]*(?:”|$)/gs, "'…'")
    .replaceAll(/[A-Za-z0-9+/=]{40,}/g, '…')
    .slice(0, MAX_MESSAGE_CHARACTERS);
}

const MAX_MESSAGE_CHARACTERS = 1_000;

/** Errors of analysis and of permission: they come before any row is read, and name objects only. */
const BEFORE_ANY_ROW = new Set([
  'SYNTAX_ERROR',
  'COLUMN_NOT_FOUND',
  'TABLE_NOT_FOUND',
  'SCHEMA_NOT_FOUND',
  'CATALOG_NOT_FOUND',
  'FUNCTION_NOT_FOUND',
  'TYPE_MISMATCH',
  'NOT_SUPPORTED',
  'PERMISSION_DENIED',
  'CANCELLED',
]);

/**
 * The same for the reason of a failed query. Errors that can come while rows are read put values outside quotes too
 * (`Value cannot be cast to date: 2020-13-45`), so their text is withheld and only the error's name is kept.
 */
export function scrubState(code: string, reason: string): string {
  if (BEFORE_ANY_ROW.has(code)) return scrub(reason);
  const permission = /^(?:Insufficient|Access [Dd]enied|Permissions? denied|FAILED: |User: )/.test(reason);
  if (permission) return scrub(reason);
  return `${code} (text of ${reason.length} characters withheld: an error of this kind may quote data; read it with get-query-execution)`;
}
