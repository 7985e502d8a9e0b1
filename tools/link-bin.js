// Puts `lakeproof` where `npx` finds it in a clone. A `bin` in package.json would not do: npm links the commands of
// dependencies only, and for a package's own command npx builds a second copy of it in its cache. Run by `prepare`.
import { chmodSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = join(root, 'node_modules', '.bin', 'lakeproof');
mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
rmSync(bin, { force: true });
symlinkSync(join('..', '..', 'dist', 'cli', 'main.js'), bin);
chmodSync(join(root, 'dist', 'cli', 'main.js'), 0o755);
