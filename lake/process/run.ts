import { basename } from 'node:path';
import { systemClock } from '../../core/clock.js';
import { Secret } from '../../core/secret.js';
import { Background } from '../background/background.js';
import { dataServices } from '../data-services.js';
import { newFaultsToken } from '../faults.js';
import { FaultsDoor } from '../faults-door.js';
import { type AssembledLake, createLake } from '../lake.js';
import { provisionTemplate } from '../provision/provision.js';
import { type LakeServer, startServer } from '../server.js';
import { FileJournal } from '../storage/file-journal.js';
import { StudioDoor } from '../studio/studio-door.js';
import { ACCOUNT_ID, type Founders, foundAccount, keptFounders, PARTITION, REGION } from './account.js';
import { ClientFiles, environmentOf } from './client-files.js';
import type { ProcessOptions } from './options.js';
import { startSeed } from './seed-process.js';
import { checkSetup, keptSetup, readTemplates, setupOf, type Template } from './setup.js';
import type { StateFolder } from './state-folder.js';

export interface ReadyLake {
  readonly url: string;
  /** Only with `faults`. */
  readonly faultsToken: string | undefined;
  close(): Promise<void>;
}

type Listening = Pick<ReadyLake, 'url' | 'faultsToken'>;

export interface RunOptions {
  readonly options: ProcessOptions;
  readonly folder: StateFolder;
  /** Aborts what is under way when the process is to end. */
  readonly signal: AbortSignal;
  readonly onDefect: (defect: unknown) => void;
}

/** A lake that listens, and is not set up yet or taken up again. */
interface Opened {
  readonly assembled: AssembledLake;
  readonly journal: FileJournal | undefined;
  readonly setup: ReturnType<typeof keptSetup>;
  /** Not started yet. */
  readonly background: Background;
  readonly listen: () => Promise<Listening>;
  readonly files: ClientFiles;
  readonly close: () => Promise<void>;
}

/**
 * A lake from nothing to ready: founded, provisioned from its templates, listening, set up and loaded by its client; or
 * one that is kept, taken up again. Throws LakeproofError or UsageError; what was opened is closed again.
 */
export async function runLake(run: RunOptions): Promise<ReadyLake> {
  const { options, folder } = run;
  const isKept = folder.state === 'kept';
  // Before anything is started: a template that cannot be read is a matter of the command line.
  const templates = isKept ? [] : readTemplates(options.templates);
  const opened = openLake(run);
  try {
    const { url, faultsToken } = isKept ? await takeUp(opened, run) : await setUp(opened, run, templates);
    opened.assembled.rates.enforce();
    if (options.backgroundPerSecond > 0) opened.background.start();
    return { url, faultsToken, close: opened.close };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function openLake({ options, folder, onDefect }: RunOptions): Opened {
  const isKept = folder.state === 'kept';
  const journal =
    folder.state === 'temporary' ? undefined : new FileJournal({ path: folder.journalPath, isNew: !isKept, onDefect });
  const assembled = createLake({
    account: {
      partition: PARTITION,
      accountId: ACCOUNT_ID,
      region: REGION,
      clock: systemClock,
      stateDir: folder.path,
      ...(journal === undefined ? {} : { journal }),
      switches: options.switches,
      queryMemoryMb: options.queryMemoryMb,
      limits: options.limits,
      ...(options.queryTime === undefined ? {} : { queryTime: options.queryTime }),
    },
    services: dataServices,
    auditDelivery: options.auditDelivery,
    deliveryPeriods: options.deliveryPeriods,
    onDefect,
    // A stack may have changed whom a role trusts.
    onStackSettled: () => files.refresh(),
  });
  const studio = assembled.studioRoles && new StudioDoor(assembled.lake, assembled.studioRoles);
  const files = new ClientFiles(assembled, studio, onDefect);
  assembled.studioRoles?.watch(() => files.refresh());
  const background = new Background({
    lake: assembled.lake,
    trail: assembled.foreignTrail,
    perSecond: options.backgroundPerSecond,
  });
  let server: LakeServer | undefined;
  return {
    assembled,
    journal,
    setup: keptSetup(assembled.lake),
    background,
    listen: async () => {
      const faultsToken = options.faults ? newFaultsToken() : undefined;
      const sideDoors = [
        ...(faultsToken === undefined ? [] : [new FaultsDoor(assembled.faults, new Secret(faultsToken))]),
        ...(studio === undefined ? [] : [studio]),
      ];
      server = await startServer(assembled.door, { port: options.port, onDefect, sideDoors });
      return { url: server.url, faultsToken };
    },
    files,
    close: async () => {
      background.stop();
      await server?.close();
      files.close();
      journal?.close();
      assembled.close();
    },
  };
}

/** From nothing to ready. What is kept counts from the moment that all of it is there. */
async function setUp(
  { assembled, journal, setup, listen, files }: Opened,
  { options, folder, signal }: RunOptions,
  templates: readonly Template[],
): Promise<Listening> {
  const founders = foundAccount(assembled);
  const listening = await listen();
  const seed = startSeed({
    data: options.data,
    dataMark: options.dataMark,
    environment: environmentOf(listening.url, REGION, founders.adminKey),
    signal,
  });
  try {
    await provision(assembled, founders, templates, options.parameters);
    files.writeFor({ founders, url: listening.url });
    const seeding = seed.run();
    // The lake waits for its client now: time to make ready for the first query.
    await Promise.all([seeding, warmUp()]);
  } catch (error) {
    seed.abandon();
    throw error;
  }
  setup.set(setupOf(options, templates, founders));
  journal?.moveTo(folder.readyJournalPath);
  return listening;
}

/** From what is kept: nothing is founded, provisioned or loaded again. */
async function takeUp({ assembled, journal, setup, listen, files }: Opened, run: RunOptions): Promise<Listening> {
  const { options, folder } = run;
  journal?.restore();
  const kept = setup.get();
  if (kept === undefined) throw new Error(`${folder.journalPath} does not say what the lake was set up from`);
  checkSetup(options, kept, folder.path);
  const listening = await listen();
  // Nothing is waited for here as at a set-up: the grammar is made ready by the first statement.
  files.writeFor({ founders: keptFounders(assembled, kept), url: listening.url });
  return listening;
}

/** The SQL grammar is large, and slow for the first statements only. */
async function warmUp(): Promise<void> {
  const { warmUpGrammar } = await import('../engine/grammar/parse.js');
  warmUpGrammar();
}

async function provision(
  { lake, stacks }: AssembledLake,
  { admin }: Founders,
  templates: readonly Template[],
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
