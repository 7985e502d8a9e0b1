import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvCell } from './csv.js';

describe('csvCell', () => {
  it.each([
    ['plain text', 'customer_id', '"customer_id"'],
    ['nothing', '', '""'],
    ['quotes and separators', 'a "b", c', '"a ""b"", c"'],
    ['a formula', '=1+1', `"'=1+1"`],
    ['a formula with a plus', '+1', `"'+1"`],
    ['a formula with a minus', '-1', `"'-1"`],
    ['a formula with an at', '@SUM(A1)', `"'@SUM(A1)"`],
    ['a formula after blanks', '  =1', `"'  =1"`],
    ['a formula in full-width letters', '＝1', `"'＝1"`],
    ['a tab, shown', '\t=1', '"\\u{9}=1"'],
    ['a line break, shown', 'a\r\nb', '"a\\u{d}\\u{a}b"'],
  ])('%s', (_, text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });

  it('is one field on one line that starts no formula, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const cell = csvCell(text);
        expect(cell).toMatch(/^"([^"\r\n]|"")*"$/);
        expect(cell).not.toMatch(/^"[=+\-@\t\r]/);
      }),
    );
  });
});
