import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Environment, readEnvironment } from '../helpers/config/environment.js';
import { DEFAULT_SETTINGS_FILE } from '../helpers/config/settings.js';
import type { Target } from '../helpers/model/settings.js';

/** What a person chose, flags before the environment; files are absolute. */
export interface Choices {
  readonly policyFile: string;
  readonly settingsFile: string;
  readonly target: Target;
  readonly outDir: string;
  readonly templates: readonly string[];
  readonly profiles: readonly string[];
  readonly specsDir: string | undefined;
  readonly noWait: boolean;
  /** Delay of the embedded lake's log, in milliseconds; undefined: its own default. */
  readonly auditDelayMs: number | undefined;
  /** The embedded lake takes faults; for tests of this suite. */
  readonly faults: boolean;
}

/** As commander gives them. */
export interface Flags {
  readonly policy?: string;
  readonly settings?: string;
  readonly target?: Target;
  readonly out?: string;
  readonly template?: readonly string[];
  readonly profile?: readonly string[];
  readonly specs?: string;
  readonly wait?: boolean;
  readonly auditDelay?: number;
  readonly faults?: boolean;
}

export function withPolicy(command: Command): Command {
  return command
    .option('--policy <file>', 'who may see what (default policies/walkthrough.policy.yaml)')
    .option('--settings <file>', `the account: ids, roles, workgroups, trail (default ${DEFAULT_SETTINGS_FILE})`);
}

export function withTarget(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--target <target>',
        'whom to ask: the embedded lake, or AWS with the credentials of this shell (default embedded)',
      ).choices(['embedded', 'aws']),
    )
    .option(
      '--template <file>',
      'template that the embedded lake deploys; may be given again (default infra/walkthrough.template.yaml)',
      collect,
    )
    .addOption(
      new Option(
        '--audit-delay <time>',
        "from a call to its event in the embedded lake's log: 500ms, 2s, 1m (default 2s)",
      ).argParser(parseDelayMs),
    )
    .addOption(new Option('--faults', 'let the embedded lake take faults, to test this suite').hideHelp());
}

export function withOut(command: Command): Command {
  return command.option('--out <dir>', 'folder that holds the run folders (default evidence)');
}

/** Joins flags with the environment. Throws UsageError `ENVIRONMENT_INVALID`. */
export function choicesOf(flags: Flags, environment: Environment = readEnvironment()): Choices {
  return {
    policyFile: resolve(flags.policy ?? environment.policyFile),
    settingsFile: resolve(flags.settings ?? environment.settingsFile ?? DEFAULT_SETTINGS_FILE),
    target: flags.target ?? environment.target,
    outDir: resolve(flags.out ?? environment.outDir),
    templates: (flags.template ?? environment.templates).map((file) => resolve(file)),
    profiles: flags.profile ?? environment.profiles,
    specsDir: absolute(flags.specs ?? environment.specsDir),
    noWait: flags.wait === false || environment.noWait,
    auditDelayMs: flags.auditDelay,
    faults: flags.faults ?? false,
  };
}

export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

const UNIT_MS = { ms: 1, s: 1_000, m: 60_000 } as const;

/** `500ms`, `2s`, `1m`; at most ten minutes, because the embedded lake's log is waited for. */
export function parseDelayMs(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text.trim());
  const unit = match?.[2];
  if (match?.[1] === undefined || (unit !== 'ms' && unit !== 's' && unit !== 'm')) {
    throw new InvalidArgumentError('write it like 500ms, 2s or 1m');
  }
  const delayMs = Math.round(Number(match[1]) * UNIT_MS[unit]);
  if (delayMs > 600_000) throw new InvalidArgumentError('at most 10m');
  return delayMs;
}

function absolute(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}
