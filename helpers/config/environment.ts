import { z } from 'zod';
import { UsageError } from '../../core/error.js';
import { Secret } from '../../core/secret.js';
import type { Target } from '../model/settings.js';

/**
 * What the environment says. Variables, each with the flag of `lakeproof run` that says the same:
 *   LAKEPROOF_POLICY    --policy    policy file
 *   LAKEPROOF_TARGET    --target    `embedded` (default) or `aws`
 *   LAKEPROOF_SETTINGS  --settings  settings file (default lakeproof.yaml)
 *   LAKEPROOF_OUT       --out       folder of the run folders (default evidence)
 *   LAKEPROOF_TEMPLATE  --template  templates of the embedded lake, separated by `:`
 *   LAKEPROOF_PROFILES  --profile   profiles to judge, separated by commas (default all)
 *   LAKEPROOF_SPECS     --specs     folder of specs of your own
 *   LAKEPROOF_NO_WAIT   --no-wait   `1`: end after asking, with the audit pending
 * and, set by the command line for its own children only: LAKEPROOF_ENGINE_URL and LAKEPROOF_ENGINE_TOKEN (the engine's
 * door), LAKEPROOF_RUN_DIR (the run folder). Credentials, profiles and endpoints of AWS are read by the AWS SDK itself.
 */
export interface Environment {
  readonly policyFile: string;
  readonly target: Target;
  readonly settingsFile: string | undefined;
  readonly outDir: string;
  readonly templates: readonly string[];
  /** Empty: all profiles of the policy. */
  readonly profiles: readonly string[];
  readonly specsDir: string | undefined;
  readonly noWait: boolean;
  readonly door: { readonly url: string; readonly token: Secret } | undefined;
  readonly runDir: string | undefined;
}

const DEFAULT_POLICY_FILE = 'policies/walkthrough.policy.yaml';
const DEFAULT_OUT_DIR = 'evidence';

const filled = z.string().trim().min(1).optional().catch(undefined);

const schema = z.object({
  LAKEPROOF_POLICY: filled,
  LAKEPROOF_TARGET: z.enum(['embedded', 'aws'], { error: 'LAKEPROOF_TARGET must be `embedded` or `aws`' }).optional(),
  LAKEPROOF_SETTINGS: filled,
  LAKEPROOF_OUT: filled,
  LAKEPROOF_TEMPLATE: filled,
  LAKEPROOF_PROFILES: filled,
  LAKEPROOF_SPECS: filled,
  LAKEPROOF_NO_WAIT: z.enum(['0', '1', ''], { error: 'LAKEPROOF_NO_WAIT must be 1 or 0' }).optional(),
  LAKEPROOF_ENGINE_URL: z
    .string()
    .regex(/^http:\/\/127\.0\.0\.1:\d+$/, 'LAKEPROOF_ENGINE_URL is not an engine of this machine')
    .optional(),
  LAKEPROOF_ENGINE_TOKEN: filled,
  LAKEPROOF_RUN_DIR: filled,
});

/** Reads the environment. Throws UsageError `ENVIRONMENT_INVALID`; `env` can be given for tests. */
export function readEnvironment(env: Readonly<Record<string, string | undefined>> = process.env): Environment {
  const parsed = schema.safeParse(env);
  if (!parsed.success) {
    throw new UsageError({
      code: 'ENVIRONMENT_INVALID',
      message: parsed.error.issues.map(({ message }) => message).join('; '),
      nextStep: 'correct or unset the variable',
    });
  }
  const { data } = parsed;
  const url = data.LAKEPROOF_ENGINE_URL;
  const token = data.LAKEPROOF_ENGINE_TOKEN;
  return {
    policyFile: data.LAKEPROOF_POLICY ?? DEFAULT_POLICY_FILE,
    target: data.LAKEPROOF_TARGET ?? 'embedded',
    settingsFile: data.LAKEPROOF_SETTINGS,
    outDir: data.LAKEPROOF_OUT ?? DEFAULT_OUT_DIR,
    templates: (data.LAKEPROOF_TEMPLATE ?? '').split(':').filter((file) => file !== ''),
    profiles: (data.LAKEPROOF_PROFILES ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== ''),
    specsDir: data.LAKEPROOF_SPECS,
    noWait: data.LAKEPROOF_NO_WAIT === '1',
    door: url === undefined || token === undefined ? undefined : { url, token: new Secret(token) },
    runDir: data.LAKEPROOF_RUN_DIR,
  };
}
