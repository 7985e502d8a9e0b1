#!/usr/bin/env node
import { hushSdkNotice } from '../helpers/config/sdk-notice.js';
import { runCommandLine } from './command-line.js';
import { EXIT_UNDETERMINED } from './exit-code.js';
import { describeError } from './terminal.js';

/** What nobody caught proves nothing: never 0, and never Node's own 1, which would read as a verdict. */
function fail(error: unknown): void {
  process.stderr.write(describeError(error), () => process.exit(EXIT_UNDETERMINED));
}

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
hushSdkNotice();
process.exitCode = await runCommandLine(process.argv);
