import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { systemClock } from '../../core/clock.js';
import { messageOf, UsageError } from '../../core/error.js';
import { Secret } from '../../core/secret.js';
import { dataServices } from '../data-services.js';
import { newFaultsToken } from '../faults.js';
import { FaultsDoor } from '../faults-door.js';
import { type AssembledLake, createLake } from '../lake.js';
import { provisionTemplate } from '../provision/provision.js';
import { startServer } from '../server.js';
import { ACCOUNT_ID, type Founders, foundAccount, PARTITION, REGION } from './account.js';
import { environmentOf, writeClientFiles } from './client-files.js';
import type { ProcessOptions } from './options.js';
import { startSeed } from './seed-process.js';

export interface ReadyLake {
  readonly url: string;
  /** Only with `faults`. */
  readonly faultsToken: string | undefined;
  close(): Promise<void>;
}

export interface RunOptions {
  readonly options: ProcessOptions;
  readonly stateDir: string;
  /** Aborts what is under way when the process is to end. */
  readonly signal: AbortSignal;
  readonly onDefect: (defect: unknown) => void;
}

/**
 * A lake from nothing to ready: founded, provisioned from its templates, listening, set up and loaded by its client.
 * Throws LakeproofError or UsageError; what was opened is closed again.
 */
export async function runLake({ options, stateDir, signal, onDefect }: RunOptions): Promise<ReadyLake> {
  // Before anything is started: a template that cannot be read is a matter of the command line.
  const templates = options.templates.map((file) => ({ file, text: readTemplate(file) }));
  const assembled = createLake({
    account: {
      partition: PARTITION,
      accountId: ACCOUNT_ID,
      region: REGION,
      clock: systemClock,
      stateDir,
      switches: options.switches,
      queryMemoryMb: options.queryMemoryMb,
    },
    services: dataServices,
    auditDelivery: options.auditDelivery,
    deliveryPeriods: options.deliveryPeriods,
    onDefect,
    // Whoever deploys finds the new Studio profiles in `aws-config`, as after a start with the template.
    onStackSettled: () => refreshClientFiles(),
  });
  const founders = foundAccount(assembled);
  const faultsToken = options.faults ? newFaultsToken() : undefined;
  const server = await startServer(assembled.door, {
    port: options.port,
    onDefect,
    ...(faultsToken === undefined ? {} : { faultsDoor: new FaultsDoor(assembled.faults, new Secret(faultsToken)) }),
  });
  const close = async (): Promise<void> => {
    await server.close();
    await refreshing;
    assembled.close();
  };
  let refreshing: Promise<void> = Promise.resolve();
  function refreshClientFiles(): void {
    refreshing = refreshing.then(() => writeClientFiles(assembled, founders, server.url)).catch(onDefect);
  }
  const seed = startSeed({
    data: options.data,
    dataMark: options.dataMark,
    environment: environmentOf(server.url, REGION, founders.adminKey),
    signal,
  });
  try {
    await provision(assembled, founders, templates, options.parameters);
    await writeClientFiles(assembled, founders, server.url);
    const seeding = seed.run();
    // The lake waits for its client now: time to make ready for the first query.
    await Promise.all([seeding, warmUp()]);
  } catch (error) {
    seed.abandon();
    await close();
    throw error;
  }
  return { url: server.url, faultsToken, close };
}

/** The SQL grammar is large, and slow for the first statements only. */
async function warmUp(): Promise<void> {
  const { warmUpGrammar } = await import('../engine/grammar/parse.js');
  warmUpGrammar();
}

async function provision(
  { lake, stacks }: AssembledLake,
  { admin }: Founders,
  templates: readonly { readonly file: string; readonly text: string }[],
  parameters: Readonly<Record<string, string>>,
): Promise<void> {
  for (const { file, text } of templates) {
    await provisionTemplate({
      lake,
      stacks,
      deployer: admin,
      template: text,
      file,
      stackName: stackNameOf(file),
      parameters,
    });
  }
}

/** The file's name as far as a stack can have it. */
function stackNameOf(file: string): string {
  const name = basename(file)
    .replace(/(?:\.template)?\.(?:ya?ml|json)$/, '')
    .replaceAll(/[^a-zA-Z0-9]+/g, '-')
    .replace(/^[^a-zA-Z]+/, '')
    .slice(0, 128);
  return name === '' ? 'stack' : name;
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
