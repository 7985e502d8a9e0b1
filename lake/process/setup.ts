import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { sha256, sha256OfJson } from '../../core/digest.js';
import { messageOf, UsageError } from '../../core/error.js';
import type { LakeAccount } from '../model/lake.js';
import { journalOf } from '../storage/journal.js';
import { KeptMap } from '../storage/kept-map.js';
import type { Founders } from './account.js';
import type { ProcessOptions } from './options.js';

const setupSchema = z.object({
  templates: z.array(z.object({ name: z.string(), digest: z.string() })),
  parameters: z.string(),
  data: z.string(),
  dataMark: z.exactOptional(z.string()),
  adminKeyId: z.string(),
  operatorKeyId: z.string(),
});

/** What a lake was set up from, and the keys that it gave to whoever started it. */
export type Setup = z.infer<typeof setupSchema>;

export interface Template {
  readonly file: string;
  readonly text: string;
}

/** A lake is set up once. */
const ONLY = 'setup';

/** Registers the record of the set-up. It is there when the lake was ready. */
export function keptSetup(account: LakeAccount): { get(): Setup | undefined; set(setup: Setup): void } {
  const kept = new KeptMap(journalOf(account), { name: 'lake/setup', parse: (saved) => setupSchema.parse(saved) });
  return {
    get: () => kept.get(ONLY),
    set: (setup) => {
      kept.set(ONLY, setup);
    },
  };
}

export function setupOf(options: ProcessOptions, templates: readonly Template[], founders: Founders): Setup {
  return {
    templates: templates.map(({ file, text }) => ({ name: basename(file), digest: sha256(text) })),
    parameters: sha256OfJson(options.parameters),
    data: options.data,
    ...(options.dataMark === undefined ? {} : { dataMark: sha256(options.dataMark) }),
    adminKeyId: founders.adminKey.accessKeyId,
    operatorKeyId: founders.operatorKey.accessKeyId,
  };
}

/**
 * Throws UsageError `LAKE_STATE_CONTRADICTED` when the command line asks for another set-up than the one that is kept;
 * what it leaves out it does not ask for.
 */
export function checkSetup(options: ProcessOptions, setup: Setup, folder: string): void {
  const { said } = options;
  if (said.templates) {
    const asked = readTemplates(options.templates).map(({ text }) => sha256(text));
    const kept = setup.templates.map(({ digest }) => digest);
    const names = setup.templates.map(({ name }) => name).join(', ');
    const what = `was set up from ${names}, and what --template names is not the same`;
    if (!isDeepStrictEqual(asked, kept)) throw contradicted(folder, what, '--template');
  }
  if (said.parameters && sha256OfJson(options.parameters) !== setup.parameters) {
    throw contradicted(folder, 'was set up with other parameters than --parameters gives', '--parameters');
  }
  if (said.data && options.data !== setup.data) {
    throw contradicted(folder, `was set up with --data ${setup.data}, not ${options.data}`, '--data');
  }
  if (options.dataMark !== undefined && sha256(options.dataMark) !== setup.dataMark) {
    throw contradicted(folder, 'was loaded with another mark in its data', '--data-mark');
  }
}

/** Throws UsageError `LAKE_TEMPLATE` for one that cannot be read. */
export function readTemplates(files: readonly string[]): readonly Template[] {
  return files.map((file) => ({ file, text: readTemplate(file) }));
}

function readTemplate(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError({
      code: 'LAKE_TEMPLATE',
      message: `the template ${file} could not be read: ${messageOf(error)}`,
      nextStep: 'name a CloudFormation template in YAML or JSON with --template',
      cause: error,
    });
  }
}

function contradicted(folder: string, what: string, option: string): UsageError {
  return new UsageError({
    code: 'LAKE_STATE_CONTRADICTED',
    message: `the lake in ${folder} ${what}`,
    likelyCause: 'a lake is set up once; it goes on with what is kept, and its set-up is not done again',
    nextStep: `leave ${option} out to go on, change the lake through its API, or name an empty folder with --state`,
  });
}
