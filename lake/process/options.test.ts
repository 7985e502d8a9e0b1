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

describe('the delays of the log', () => {
  const LF = 'lakeformation.amazonaws.com';
  const fixed = (ms: number) => ({ medianMs: ms, p99Ms: ms, maxMs: ms });
  const spread = { medianMs: 2_000, p99Ms: 20_000, maxMs: 60_000 };
  it.each<[readonly string[], object]>([
    [[], { delay: fixed(2_000), bySource: {}, duplicates: 0, seed: 1 }],
    [['--audit-delay', '300ms'], { delay: fixed(300), bySource: {} }],
    [['--audit-delay', 'median:2s,p99:20s,max:60s'], { delay: spread, bySource: {} }],
    [
      [
        '--audit-delay',
        '0ms',
        '--audit-delay',
        `${LF}=median:2s,p99:20s,max:1m`,
        '--audit-delay',
        'sts.amazonaws.com=1s',
      ],
      { delay: fixed(0), bySource: { [LF]: spread, 'sts.amazonaws.com': fixed(1_000) } },
    ],
    [['--audit-delay', `${LF}=5s`], { delay: fixed(2_000), bySource: { [LF]: fixed(5_000) } }],
    [['--audit-duplicates', '0.05', '--audit-seed', '42'], { duplicates: 0.05, seed: 42 }],
  ])('are set by %j', (args, expected) => {
    expect(processOptions(args)?.auditDelivery).toMatchObject(expected);
  });

  it('are AWS’s by its name: a fast STS and a slow Lake Formation', () => {
    const delivery = processOptions(['--audit-delay', 'aws'])?.auditDelivery;
    const medians = [delivery?.bySource['sts.amazonaws.com'], delivery?.delay, delivery?.bySource[LF]];
    const [fast = 0, usual = 0, slow = 0] = medians.map((one) => one?.medianMs);
    expect(fast).toBeLessThan(usual);
    expect(usual).toBeLessThan(slow);
  });

  it.each([
    ['--audit-delay', 'soon'],
    ['--audit-delay', `${LF}=`],
    ['--audit-delay', 'example.com=1s'],
    ['--audit-delay', 'median:2s'],
    ['--audit-delay', 'median:2s,p99:1s,max:60s'],
    ['--audit-delay', 'median:2s,p99:20s,max:10s'],
    ['--audit-delay', 'median:0s,p99:20s,max:30s'],
    ['--audit-duplicates', '1.5'],
    ['--audit-duplicates', '5%'],
    ['--audit-seed', '-1'],
    ['--trail-period', '500ms'],
    ['--digest-period', '0s'],
  ])('are refused in another form: %s %s', (option, text) => {
    expect(() => processOptions([option, text])).toThrow(UsageError);
  });
});

describe('the periods of trails', () => {
  it('are CloudTrail’s unless they are named', () => {
    expect(processOptions([])?.deliveryPeriods).toEqual({ logFilesMs: 300_000, digestsMs: 3_600_000 });
    expect(processOptions(['--trail-period', '1s', '--digest-period', '2s'])?.deliveryPeriods).toEqual({
      logFilesMs: 1_000,
      digestsMs: 2_000,
    });
  });
});

describe('the events of other principals', () => {
  it.each([
    [[], 0],
    [['--background', '1/s'], 1],
    [['--background', '50/s'], 50],
    [['--background', '1000/s'], 1_000],
  ])('are as many as %j says', (args, perSecond) => {
    expect(processOptions(args)?.backgroundPerSecond).toBe(perSecond);
  });

  it.each(['0/s', '1001/s', '50', '50/m', '-1/s', '1.5/s', ''])('are not %j', (rate) => {
    expect(() => processOptions(['--background', rate])).toThrow(UsageError);
  });
});
