import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { messageOf, UsageError } from '../../core/error.js';
import { packageRoot } from '../../core/package-root.js';
import { MAX_BACKGROUND_PER_SECOND } from '../background/background.js';
import { AWS_QUERY_TIME, type QueryTime } from '../limits/query-time.js';
import { DEFAULT_QUERY_MEMORY_MB, DEFAULT_SWITCHES, type LakeSwitches } from '../model/lake.js';
import { DEFAULT_PERIODS } from '../trail/delivery/deliveries.js';
import type { DeliveryPeriods } from '../trail/delivery/logging-spell.js';
import type { AuditDelivery, DelayDistribution } from '../trail/delivery-delay.js';
import { DEFAULT_DELAYS, distributionOf, seedOf, shareOf, withAuditDelay } from './audit-delay-option.js';
import { periodMs } from './duration.js';

/** What the lake was started with. */
export interface ProcessOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Undefined: a temporary folder, removed at the end. */
  readonly state: string | undefined;
  readonly templates: readonly string[];
  /** Values for the templates' parameters. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly data: 'reviews' | 'none';
  /** What of the set-up was said, and is not the default: state that is kept must have been set up so. */
  readonly said: Readonly<Record<'templates' | 'parameters' | 'data' | 'dataMark', boolean>>;
  /** Text that is planted in every string of the data, to be looked for where it must not be. */
  readonly dataMark: string | undefined;
  readonly auditDelivery: AuditDelivery;
  readonly deliveryPeriods: DeliveryPeriods;
  /** Events of other principals; 0: none. */
  readonly backgroundPerSecond: number;
  readonly faults: boolean;
  readonly switches: LakeSwitches;
  readonly queryMemoryMb: number;
  readonly limits: 'none' | 'aws';
  readonly queryTime: QueryTime | undefined;
  /** Ends when standard input closes, and so with whoever started it. */
  readonly exitWithParent: boolean;
}

const CELL_FILTERS_THROUGH_VIEWS = ['dropped', 'applied'] as const;
const COLUMN_LIST_BESIDE_WRITING = ['void', 'unfiltered'] as const;
const DATA_ACCESS_OF_REFUSED_READ = ['absent', 'error'] as const;
const DATA_ACCESS_OF_REFUSED_COLUMN = ['absent', 'logged'] as const;
const ACCESS_KEY_OF_ATHENAS_CALLS = ['session', 'absent'] as const;

const LIMITS = ['none', 'aws'] as const;

const parsedSchema = z.object({
  port: z.number(),
  state: z.string().optional(),
  template: z.array(z.string()).optional(),
  parameters: z.string().optional(),
  data: z.enum(['reviews', 'none']),
  dataMark: z.string().optional(),
  auditDelay: z.custom<Pick<AuditDelivery, 'delay' | 'bySource'>>().default(DEFAULT_DELAYS),
  auditDuplicates: z.number(),
  auditSeed: z.number(),
  trailPeriod: z.number(),
  digestPeriod: z.number(),
  background: z.number().default(0),
  faults: z.boolean().default(false),
  cellFiltersThroughViews: z.enum(CELL_FILTERS_THROUGH_VIEWS),
  columnListBesideWriting: z.enum(COLUMN_LIST_BESIDE_WRITING),
  dataAccessOfRefusedRead: z.enum(DATA_ACCESS_OF_REFUSED_READ),
  dataAccessOfRefusedColumn: z.enum(DATA_ACCESS_OF_REFUSED_COLUMN),
  accessKeyOfAthenasCalls: z.enum(ACCESS_KEY_OF_ATHENAS_CALLS),
  queryMemory: z.number(),
  limits: z.enum(LIMITS),
  queryTime: z.custom<DelayDistribution>().optional(),
  querySeed: z.number(),
  exitWithParent: z.boolean().default(false),
});

/**
 * Reads the command line. Undefined when only help was asked for, which has been printed. Throws UsageError `LAKE_USAGE`
 * or `LAKE_PARAMETERS`.
 */
export function processOptions(args: readonly string[]): ProcessOptions | undefined {
  const command = commandLine();
  try {
    command.parse([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    throw new UsageError({
      code: 'LAKE_USAGE',
      message: error.message.replace(/^error: /, ''),
      nextStep: 'see `npm run lake -- --help`',
      cause: error,
    });
  }
  const parsed = parsedSchema.parse(command.opts());
  return {
    port: parsed.port,
    state: parsed.state,
    templates: templatesOf(parsed.template),
    parameters: parsed.parameters === undefined ? {} : readParameters(parsed.parameters),
    data: parsed.data,
    said: {
      templates: parsed.template !== undefined,
      parameters: parsed.parameters !== undefined,
      data: command.getOptionValueSource('data') !== 'default',
      dataMark: parsed.dataMark !== undefined,
    },
    dataMark: parsed.dataMark,
    auditDelivery: { ...parsed.auditDelay, duplicates: parsed.auditDuplicates, seed: parsed.auditSeed },
    deliveryPeriods: { logFilesMs: parsed.trailPeriod, digestsMs: parsed.digestPeriod },
    backgroundPerSecond: parsed.background,
    faults: parsed.faults,
    switches: {
      cellFiltersThroughViews: parsed.cellFiltersThroughViews,
      columnListBesideWriting: parsed.columnListBesideWriting,
      dataAccessOfRefusedRead: parsed.dataAccessOfRefusedRead,
      dataAccessOfRefusedColumn: parsed.dataAccessOfRefusedColumn,
      accessKeyOfAthenasCalls: parsed.accessKeyOfAthenasCalls,
    },
    queryMemoryMb: parsed.queryMemory,
    limits: parsed.limits,
    queryTime: parsed.queryTime === undefined ? undefined : { distribution: parsed.queryTime, seed: parsed.querySeed },
    exitWithParent: parsed.exitWithParent,
  };
}

/** `none` alone: what is deployed comes by the API. A file of that name is `./none`. */
function templatesOf(named: readonly string[] | undefined): readonly string[] {
  if (named === undefined) return [join(packageRoot(), 'infra', 'walkthrough.template.yaml')];
  return named.length === 1 && named[0] === 'none' ? [] : named;
}

const WHEN_READY = `
When ready it prints \`lake ready URL state DIR\`. DIR/aws-config holds a profile for the
administrator, for the runner and for each Studio profile; DIR/lake.env the variables of
the user who may become the runner. See lake/README.md.`;

function commandLine(): Command {
  return new Command('lake')
    .description('The embedded lake: an AWS-compatible account on 127.0.0.1, until Ctrl-C.')
    .addOption(
      new Option('--port <n>', 'port to listen on; 0 takes any free one').argParser(portOf).default(0, 'any free one'),
    )
    .option('--state <dir>', 'folder that keeps the lake, to be taken up again (default: a temporary one)')
    .option(
      '--template <file...>',
      'CloudFormation templates to set the account up from; none leaves it empty (default: the walkthrough)',
    )
    .option('--parameters <file>', "JSON file with values for the templates' parameters")
    .addOption(new Option('--data <what>', 'data to load').choices(['reviews', 'none']).default('reviews'))
    .addOption(new Option('--data-mark <text>', 'text to plant in every string of the data').hideHelp())
    .addOption(
      new Option(
        '--audit-delay <delay>',
        'from a call to its event in the history and the log files: 2s, median:2s,p99:20s,max:60s or aws, and for one source lakeformation.amazonaws.com=5s; repeatable (default: 2s)',
      ).argParser(withAuditDelay),
    )
    .addOption(
      new Option('--audit-duplicates <share>', 'share of the events that are delivered twice')
        .argParser(shareOf)
        .default(0),
    )
    .addOption(
      new Option('--audit-seed <n>', 'of the delays and duplicates, which repeat with it').argParser(seedOf).default(1),
    )
    .addOption(
      new Option('--trail-period <duration>', 'from one log file of a trail to the next')
        .argParser(periodMs)
        .default(DEFAULT_PERIODS.logFilesMs, '5m'),
    )
    .addOption(
      new Option('--digest-period <duration>', 'from one digest of a trail to the next')
        .argParser(periodMs)
        .default(DEFAULT_PERIODS.digestsMs, '1h'),
    )
    .addOption(
      new Option('--background <rate>', 'events of other principals in the same account: 50/s').argParser(perSecondOf),
    )
    .addOption(
      new Option('--cell-filters-through-views <how>', "a table's cell filters below an Athena view")
        .choices(CELL_FILTERS_THROUGH_VIEWS)
        .default(DEFAULT_SWITCHES.cellFiltersThroughViews),
    )
    .addOption(
      new Option('--column-list-beside-writing <how>', 'SELECT on columns beside ALTER, DROP, DELETE or INSERT')
        .choices(COLUMN_LIST_BESIDE_WRITING)
        .default(DEFAULT_SWITCHES.columnListBesideWriting),
    )
    .addOption(
      new Option('--data-access-of-refused-read <how>', 'GetDataAccess of a read that is refused')
        .choices(DATA_ACCESS_OF_REFUSED_READ)
        .default(DEFAULT_SWITCHES.dataAccessOfRefusedRead),
    )
    .addOption(
      new Option('--data-access-of-refused-column <how>', 'GetDataAccess of a table of which a column is refused')
        .choices(DATA_ACCESS_OF_REFUSED_COLUMN)
        .default(DEFAULT_SWITCHES.dataAccessOfRefusedColumn),
    )
    .addOption(
      new Option('--access-key-of-athenas-calls <how>', "access key in the events of Athena's own calls")
        .choices(ACCESS_KEY_OF_ATHENAS_CALLS)
        .default(DEFAULT_SWITCHES.accessKeyOfAthenasCalls),
    )
    .addOption(
      new Option(
        '--query-memory <MB>',
        'memory of a large query, before it spills to files or ends for want of resources',
      )
        .argParser(megabytesOf)
        .default(DEFAULT_QUERY_MEMORY_MB),
    )
    .addOption(
      new Option('--limits <whose>', 'rates and active queries: none, or those that AWS publishes')
        .choices(LIMITS)
        .default('none'),
    )
    .addOption(
      new Option(
        '--query-time <time>',
        'how long queries take: 2s, median:1.2s,p99:6s,max:30s or aws (default: what they take)',
      ).argParser(queryTimeOf),
    )
    .addOption(
      new Option('--query-seed <n>', 'of the times of queries, which repeat with it').argParser(seedOf).default(1),
    )
    .option('--faults', 'let faults be switched on at run time, with the token that is printed')
    .addOption(new Option('--exit-with-parent', 'end when standard input closes').hideHelp())
    .addHelpText('after', WHEN_READY)
    .allowExcessArguments(false)
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
}

function perSecondOf(text: string): number {
  const rate = Number(/^(\d{1,4})\/s$/.exec(text)?.[1]);
  if (rate >= 1 && rate <= MAX_BACKGROUND_PER_SECOND) return rate;
  throw new InvalidArgumentError(`a rate is a whole number a second, from 1/s to ${MAX_BACKGROUND_PER_SECOND}/s`);
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('a port is a number from 0 to 65535');
}

function queryTimeOf(text: string): DelayDistribution {
  return text === 'aws' ? AWS_QUERY_TIME : distributionOf(text);
}

const MIN_QUERY_MEMORY_MB = 16;
const MAX_QUERY_MEMORY_MB = 65_536;

function megabytesOf(text: string): number {
  const megabytes = Number(text);
  if (/^\d{1,5}$/.test(text) && megabytes >= MIN_QUERY_MEMORY_MB && megabytes <= MAX_QUERY_MEMORY_MB) return megabytes;
  throw new InvalidArgumentError(`a whole number of megabytes from ${MIN_QUERY_MEMORY_MB} to ${MAX_QUERY_MEMORY_MB}`);
}

const value = z.union([z.string(), z.number(), z.boolean()]).transform(String);
/** As `aws cloudformation deploy` takes them: a list of keys and values, or one object. */
const parametersSchema = z.union([
  z
    .array(z.strictObject({ ParameterKey: z.string(), ParameterValue: value }))
    .transform((list) => Object.fromEntries(list.map((one) => [one.ParameterKey, one.ParameterValue]))),
  z.strictObject({ Parameters: z.record(z.string(), value) }).transform((file) => file.Parameters),
  z.record(z.string(), value),
]);

function readParameters(file: string): Readonly<Record<string, string>> {
  try {
    return parametersSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new UsageError({
      code: 'LAKE_PARAMETERS',
      message: `${file} could not be read as parameters: ${messageOf(error)}`,
      nextStep: 'give a JSON object of names and values, or a list of {"ParameterKey", "ParameterValue"}',
      cause: error,
    });
  }
}
