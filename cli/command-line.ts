import { Command, CommanderError } from 'commander';
import { UsageError } from '../core/error.js';
import { toolVersion } from '../reports/pack/tool-version.js';
import { EXIT_UNDETERMINED, EXIT_USAGE } from './exit-code.js';
import { choicesOf, collect, type Flags, withOut, withPolicy, withTarget } from './flags.js';
import { runFolder } from './run-folder.js';
import { describeError, systemTerminal, type Terminal } from './terminal.js';

const EXIT_CODES = `
Exit codes: 0 compliant or good · 1 a finding is not satisfied, a check failed ·
2 could not be determined · 3 usage, settings or policy error ·
130, 143 interrupted. 1 wins over 2.`;

const FIRST_STEPS = `
First steps:
  lakeproof run                                the whole job on the embedded lake
  lakeproof doctor --target aws --settings F   what an account still lacks
  lakeproof run --target aws --settings F      the same job on AWS

Environment, where no flag says otherwise: LAKEPROOF_POLICY, LAKEPROOF_SETTINGS,
LAKEPROOF_TARGET, LAKEPROOF_TEMPLATE (several with :), LAKEPROOF_PROFILES (several
with commas), LAKEPROOF_SPECS, LAKEPROOF_OUT, LAKEPROOF_NO_WAIT=1.`;

/**
 * Runs one command and gives its exit code. Commands are loaded when they are called: `lint` needs no engine. Never
 * throws: errors of usage and policy give 3, everything else that is thrown 2, because nothing was determined then.
 */
export async function runCommandLine(argv: readonly string[], terminal: Terminal = systemTerminal): Promise<number> {
  let code = 0;
  const program = commandsFor(terminal, (exit) => {
    code = exit;
  });
  try {
    await program.parseAsync([...argv]);
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE;
    terminal.err(describeError(error));
    return error instanceof UsageError ? EXIT_USAGE : EXIT_UNDETERMINED;
  }
}

function commandsFor(terminal: Terminal, ends: (exitCode: number) => void): Command {
  const program = new Command('lakeproof')
    .description('Proves, by doing it, who can see what in an AWS data lake, and that every look was logged.')
    .exitOverride()
    .configureOutput({ writeOut: (text) => terminal.out(text), writeErr: (text) => terminal.err(text) })
    .showHelpAfterError('(see lakeproof --help)')
    .version(toolVersion(), '--version', 'print the version')
    .addHelpText('after', FIRST_STEPS)
    .addHelpText('afterAll', EXIT_CODES);
  addAsking(program, terminal, ends);
  addLooking(program, terminal, ends);
  addReading(program, terminal, ends);
  return program;
}

/** Commands that start queries. */
function addAsking(program: Command, terminal: Terminal, ends: (exitCode: number) => void): void {
  withOut(withTarget(withPolicy(program.command('run'))))
    .description('ask the lake, judge its answers, and leave an evidence pack')
    .option('--profile <name>', 'judge this profile only; may be given again', collect)
    .option('--specs <dir>', 'folder with specs of your own, to run as well')
    .option('--no-wait', 'end after asking, with the audit pending (see confirm)')
    .action(async (flags: Flags) => {
      const { run } = await import('./commands/run.js');
      ends(await run(choicesOf(flags), terminal));
    });
  withOut(withTarget(withPolicy(program.command('resume').argument('<run>', 'folder or id of the run'))))
    .description('go on with a run that was interrupted')
    .option('--specs <dir>', 'folder with specs of your own, to run as well')
    .action(async (text: string, flags: Flags) => {
      const { resume } = await import('./commands/resume.js');
      ends(await resume(text, flags, terminal));
    });
  withOut(withTarget(withPolicy(program.command('confirm').argument('<run>', 'folder or id of the run'))))
    .description('read the log for a run that did not wait for it, judge again, and close its pack')
    .action(async (text: string, flags: Flags) => {
      const { confirm } = await import('./commands/confirm.js');
      ends(await confirm(text, flags, terminal));
    });
}

/** Commands that look at what there is and start no query. */
function addLooking(program: Command, terminal: Terminal, ends: (exitCode: number) => void): void {
  withTarget(withPolicy(program.command('doctor')))
    .description('say what this machine and account still lack; starts no query')
    .action(async (flags: Flags) => {
      const { doctor } = await import('./commands/doctor.js');
      ends(await doctor(choicesOf(flags), terminal));
    });
  withTarget(withPolicy(program.command('plan')))
    .description('show every query that a run would ask; starts none')
    .option('--profile <name>', 'this profile only; may be given again', collect)
    .action(async (flags: Flags) => {
      const { plan } = await import('./commands/plan.js');
      ends(await plan(choicesOf(flags), terminal));
    });
}

/** Commands that work offline. */
function addReading(program: Command, terminal: Terminal, ends: (exitCode: number) => void): void {
  withPolicy(program.command('lint'))
    .description('check the policy and the settings, offline')
    .action(async (flags: Flags) => {
      const { lint } = await import('./commands/lint.js');
      ends(await lint(choicesOf(flags), terminal));
    });
  program
    .command('verify')
    .argument('<pack>', 'folder of the pack')
    .description('recompute every digest and every verdict of a pack, offline')
    .action(async (packDir: string) => {
      const { verify } = await import('./commands/verify.js');
      ends(await verify(packDir, terminal));
    });
  withOut(program.command('pack').argument('<run>', 'folder or id of the run'))
    .description('render the reports of a run and close its pack, after a bare `playwright test`')
    .action(async (text: string, flags: Flags) => {
      const { pack } = await import('./commands/pack.js');
      ends(await pack(await runFolder(text, choicesOf(flags).outDir), terminal));
    });
}
