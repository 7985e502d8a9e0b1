import { describe, expect, it } from 'vitest';
import { scrub, scrubState } from './scrub.js';

const MARK = 'jane@example.org';

describe('what an error may quote does not get into the record', () => {
  it.each([
    `Cannot cast '${MARK}' to bigint`,
    `For input string: "${MARK}"`,
    `bad value \`${MARK}\``,
    `unbalanced '${MARK}`,
    `s3://bucket/db/t/product_category=${MARK}/part-0.parquet could not be read`,
  ])('%s', (text) => {
    expect(scrub(text)).not.toContain(MARK);
  });

  it('masks what is shaped like a credential', () => {
    const token = `IQoJb3JpZ2luX2VjE${'A1b2'.repeat(20)}`;
    const scrubbed = scrub(`key ASIAIOSFODNN7EXAMPLE token ${token} of bucket s3://bucket/key`);
    expect(scrubbed).not.toMatch(/ASIA|IQoJ/);
    expect(scrubbed).toContain('s3://bucket/…');
  });

  it('keeps what helps: the action, the resource and the service', () => {
    const text = 'User: arn:aws:sts::111122223333:assumed-role/R/S is not authorized to perform: glue:GetTable';
    expect(scrub(text)).toBe(text);
  });

  it.each([
    // Trino puts the value outside quotes here.
    ['INVALID_CAST_ARGUMENT', `INVALID_CAST_ARGUMENT: Value cannot be cast to date: ${MARK}`],
    ['HIVE_BAD_DATA', `HIVE_BAD_DATA: Error parsing field value ${MARK} for field 0`],
    ['FAILED', `something else about ${MARK}`],
  ])('withholds the text of %s, which can come while rows are read', (code, reason) => {
    const scrubbed = scrubState(code, reason);
    expect(scrubbed).not.toContain(MARK);
    expect(scrubbed).toContain(code);
  });

  it('keeps the text of errors that come before any row, but for what they quote', () => {
    const kept = scrubState('TYPE_MISMATCH', "TYPE_MISMATCH: line 1:8: Cannot apply operator: varchar = integer 'x'");
    expect(kept).toBe("TYPE_MISMATCH: line 1:8: Cannot apply operator: varchar = integer '…'");
  });
});
