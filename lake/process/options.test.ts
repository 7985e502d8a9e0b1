import { describe, expect, it } from 'vitest';
import { UsageError } from '../../core/error.js';
import { processOptions } from './options.js';

const DEFAULTS = {
  cellFiltersThroughViews: 'dropped',
  columnListBesideWriting: 'void',
  dataAccessOfRefusedRead: 'absent',
  dataAccessOfRefusedColumn: 'absent',
  accessKeyOfAthenasCalls: 'session',
} as const;

const SWITCHES = [
  ['--cell-filters-through-views', 'cellFiltersThroughViews', 'dropped', 'applied'],
  ['--column-list-beside-writing', 'columnListBesideWriting', 'void', 'unfiltered'],
  ['--data-access-of-refused-read', 'dataAccessOfRefusedRead', 'absent', 'error'],
  ['--data-access-of-refused-column', 'dataAccessOfRefusedColumn', 'absent', 'logged'],
  ['--access-key-of-athenas-calls', 'accessKeyOfAthenasCalls', 'session', 'absent'],
] as const;

describe('the switches of the lake', () => {
  it('stand as documented unless they are named', () => {
    expect(processOptions([])?.switches).toEqual(DEFAULTS);
  });

  it.each(SWITCHES)('are set by %s, each by itself', (option, name, usual, other) => {
    expect(processOptions([option, other])?.switches).toEqual({ ...DEFAULTS, [name]: other });
    expect(processOptions([option, usual])?.switches).toEqual(DEFAULTS);
  });

  it.each(SWITCHES)('are refused with another word: %s', (option) => {
    for (const word of ['true', '', 'Absent']) expect(() => processOptions([option, word])).toThrow(UsageError);
  });
});
