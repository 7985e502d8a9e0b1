import { runScripts } from './run-scripts.js';

/** `npm run check`: every check of the source, in two lanes of about the same length. */
process.exitCode = await runScripts([
  [{ name: 'lint:syntax' }, { name: 'format:check' }],
  [{ name: 'lint:types' }, { name: 'typecheck' }, { name: 'imports' }, { name: 'dead' }],
]);
