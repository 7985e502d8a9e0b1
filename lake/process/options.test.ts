import { describe, expect, it } from 'vitest';
import { UsageError } from '../../core/error.js';
import { processOptions } from './options.js';

describe('the switches of the lake', () => {
  it('stand as documented unless they are named', () => {
    expect(processOptions([])?.switches).toEqual({
      cellFiltersThroughViews: 'dropped',
      columnListBesideWriting: 'void',
    });
  });

  it.each([
    [
      '--cell-filters-through-views',
      'applied',
      { cellFiltersThroughViews: 'applied', columnListBesideWriting: 'void' },
    ],
    [
      '--cell-filters-through-views',
      'dropped',
      { cellFiltersThroughViews: 'dropped', columnListBesideWriting: 'void' },
    ],
    [
      '--column-list-beside-writing',
      'unfiltered',
      { cellFiltersThroughViews: 'dropped', columnListBesideWriting: 'unfiltered' },
    ],
    ['--column-list-beside-writing', 'void', { cellFiltersThroughViews: 'dropped', columnListBesideWriting: 'void' }],
  ])('are set by %s %s', (option, way, switches) => {
    expect(processOptions([option, way])?.switches).toEqual(switches);
  });

  it.each([
    ['--cell-filters-through-views', 'true'],
    ['--column-list-beside-writing', ''],
  ])('are refused with another word: %s %j', (option, way) => {
    expect(() => processOptions([option, way])).toThrow(UsageError);
  });
});
