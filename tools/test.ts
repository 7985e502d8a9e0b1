import { runScripts } from './run-scripts.js';

/** `npm test`: the checks of the source beside the tests, which wait for lakes and clocks half of their time. */
process.exitCode = await runScripts([
  [
    { name: 'format:check' },
    { name: 'lint:syntax' },
    { name: 'lint:types' },
    { name: 'typecheck' },
    { name: 'imports' },
    { name: 'dead' },
  ],
  [{ name: 'test:unit-and-cross', shown: true }],
]);
