import { runScripts } from './run-scripts.js';

/** `npm run check`: every check of the source. The type-aware lint takes as long as all the others together. */
process.exitCode = await runScripts([
  [{ name: 'lint' }],
  [{ name: 'format:check' }, { name: 'typecheck' }, { name: 'imports' }, { name: 'dead' }],
]);
