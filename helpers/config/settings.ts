import { readFile } from 'node:fs/promises';
import { messageOf, UsageError } from '../../core/error.js';
import type { Settings, Target } from '../model/settings.js';
import { type SettingsFile, settingsFileSchema } from './settings-schema.js';
import { invalid, parsePlacedYaml } from './yaml-places.js';

/** Where settings are looked for when nobody names a file. */
export const DEFAULT_SETTINGS_FILE = 'lakeproof.yaml';

/** The embedded lake's own delay of its log, unless the run sets another. */
export const DEFAULT_AUDIT_DELAY_MS = 2_000;

/** Absence is judged after this many times the largest delay that the run itself set. */
const EMBEDDED_SETTLE_FACTOR = 5;

export interface SettingsOptions {
  readonly target: Target;
  /** The largest delay that this run asks the embedded lake for, in milliseconds; target `aws` has no use for it. */
  readonly auditDelayMaxMs?: number;
}

/**
 * On AWS the account is left to its owners: few active queries, few starts, one LookupEvents every two seconds (the
 * service allows two a second to the whole account). The embedded lake serves nobody else.
 */
const LIMITS: Readonly<Record<Target, Settings['limits']>> = {
  aws: {
    activeQueries: 5,
    startsPerSecond: 2,
    lookupIntervalMs: 2_000,
    queryDeadlineMs: 300_000,
    runDeadlineMs: 14_400_000,
  },
  embedded: {
    activeQueries: 16,
    startsPerSecond: 1_000,
    lookupIntervalMs: 200,
    queryDeadlineMs: 30_000,
    runDeadlineMs: 600_000,
  },
};

/** 20 minutes: CloudTrail delivers in about 5 on average and promises nothing (CloudTrail User Guide). */
const AWS_SETTLE_MS = 1_200_000;

/** Reads a settings file. Throws UsageError `SETTINGS_MISSING` or `SETTINGS_INVALID` with file, line and column. */
export async function loadSettings(file: string, options: SettingsOptions): Promise<Settings> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new UsageError({
      code: 'SETTINGS_MISSING',
      message: `the settings file ${file} cannot be read: ${messageOf(cause)}`,
      nextStep:
        'name one with --settings FILE, or copy lakeproof.yaml and put in your account, Region and Studio domain',
      cause,
    });
  }
  return parseSettings(text, file, options);
}

/** The same from text; `file` is only named in errors. */
export function parseSettings(text: string, file: string, options: SettingsOptions): Settings {
  const yaml = parsePlacedYaml(text, file);
  const parsed = settingsFileSchema.safeParse(yaml.value);
  if (parsed.success) return withDefaults(parsed.data, options);
  const issue = parsed.error.issues[0];
  if (issue === undefined) throw invalid(yaml.placeOf([]), 'the settings are not valid');
  // An unknown field is reported on the map that holds it; its own place helps more.
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined;
  const path = unknown === undefined ? issue.path : [...issue.path, unknown];
  const field = path.length === 0 ? 'the file' : path.map(String).join('.');
  const problem = unknown === undefined ? `${field}: ${issue.message}` : `${field}: there is no such field`;
  throw invalid(yaml.placeOf(path), problem);
}

function withDefaults(file: SettingsFile, { target, auditDelayMaxMs }: SettingsOptions): Settings {
  const embeddedSettleMs = EMBEDDED_SETTLE_FACTOR * (auditDelayMaxMs ?? DEFAULT_AUDIT_DELAY_MS);
  return {
    formatVersion: 1,
    region: file.region,
    accountId: file.accountId,
    runner: withoutUndefined(file.runner),
    executionRoles: withoutUndefined(file.executionRoles ?? {}),
    sourceIdentity: file.sourceIdentity ?? 'run',
    studioDomain: file.studioDomain,
    workGroup: file.workGroup,
    ...(file.outputLocation === undefined ? {} : { outputLocation: file.outputLocation }),
    perProfile: Object.fromEntries(
      Object.entries(file.perProfile ?? {}).map(([profile, value]) => [profile, withoutUndefined(value)]),
    ),
    ...(file.trail === undefined ? {} : { trail: file.trail }),
    auditSettleMs: file.auditSettleMs ?? (target === 'aws' ? AWS_SETTLE_MS : embeddedSettleMs),
    limits: { ...LIMITS[target], ...withoutUndefined(file.limits ?? {}) },
  };
}

type WithoutUndefined<T> = { readonly [K in keyof T]: Exclude<T[K], undefined> };

/** With exactOptionalPropertyTypes an absent field and an undefined one differ; zod's `optional` allows both. */
function withoutUndefined<T extends object>(value: T): WithoutUndefined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as WithoutUndefined<T>;
}
