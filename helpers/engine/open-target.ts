import type { ConnectionOptions } from '../config/connection.js';
import { DEFAULT_AUDIT_DELAY_MS, loadSettings } from '../config/settings.js';
import type { Settings, Target } from '../model/settings.js';
import { startLake } from './lake-process.js';

export interface OpenTargetOptions {
  readonly target: Target;
  readonly settingsFile: string;
  /** Of the embedded lake; none: its default template. */
  readonly templates: readonly string[];
  /** Delay of the embedded lake's log, in milliseconds; undefined: its default. */
  readonly auditDelayMs?: number | undefined;
  /** The embedded lake takes faults. */
  readonly faults?: boolean;
  /** Without the sample data the lake is there at once: enough to look at what is deployed. */
  readonly withoutData?: boolean;
  readonly signal?: AbortSignal;
}

/** Where to ask, and how. */
export interface OpenTarget {
  readonly settings: Settings;
  readonly connection: ConnectionOptions;
  /** Only with `faults`: where tests of this suite switch them. */
  readonly faultsDoor?: { readonly url: string; readonly token: string };
  /** Ends the embedded lake; on AWS there is nothing to end. */
  close(): Promise<void>;
}

/**
 * Reads the settings and, for the embedded target, starts a lake, which ends with this process at the latest.
 * Throws UsageError for the settings, before a lake is started, and LakeproofError `LAKE_…`.
 */
export async function openTarget(options: OpenTargetOptions): Promise<OpenTarget> {
  const { target, settingsFile, auditDelayMs = DEFAULT_AUDIT_DELAY_MS, signal } = options;
  const settings = await loadSettings(settingsFile, { target, auditDelayMaxMs: auditDelayMs });
  if (target === 'aws') {
    return { settings, connection: { kind: 'default-chain', region: settings.region }, close: () => Promise.resolve() };
  }
  const args = [
    ...options.templates.flatMap((file) => ['--template', file]),
    ...['--audit-delay', `${auditDelayMs}ms`],
    ...(options.withoutData === true ? ['--data', 'none'] : []),
    ...(options.faults === true ? ['--faults'] : []),
  ];
  const lake = await startLake({ args, ...(signal === undefined ? {} : { signal }) });
  const { connection, url, faultsToken } = lake;
  return {
    settings,
    connection,
    ...(faultsToken === undefined ? {} : { faultsDoor: { url: `${url}/_faults`, token: faultsToken.reveal() } }),
    close: () => lake.stop(),
  };
}
