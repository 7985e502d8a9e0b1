/** Writes lake/LEDGER.md from lake/ledger.yaml: `npm run lake:ledger`. A test fails while the two differ. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../core/package-root.js';
import { readLedger } from '../lake/testing/ledger.js';
import { ledgerPage } from '../lake/testing/ledger-page.js';

writeFileSync(join(packageRoot(), 'lake', 'LEDGER.md'), ledgerPage(readLedger()));
