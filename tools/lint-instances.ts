import { packageRoot } from '../core/package-root.js';
import { classInstanceFindings } from './class-instances.js';

/** Half of `npm run lint:types`: the one type-aware rule that Oxlint does not offer. */
const findings = classInstanceFindings(packageRoot());
for (const finding of findings) process.stdout.write(`${finding}\n`);
process.exitCode = findings.length === 0 ? 0 : 1;
