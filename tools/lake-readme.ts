import { writeFileSync } from 'node:fs';
import { LAKE_README, renderedReadme } from './lake-readme-lists.js';

/** Writes the lists of lake/README.md from the code; a unit test fails while they are stale. */
writeFileSync(LAKE_README, renderedReadme());
process.stdout.write(`wrote ${LAKE_README}\n`);
