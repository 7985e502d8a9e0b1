import { verifyPack } from '../../reports/pack/verify-pack.js';
import { renderVerifyReport, verifyExitCode } from '../../reports/pack/verify-text.js';
import type { Terminal } from '../terminal.js';

/** Recomputes every digest and every verdict of a pack, offline. */
export async function verify(packDir: string, terminal: Terminal): Promise<number> {
  const report = await verifyPack(packDir);
  terminal.out(renderVerifyReport(report));
  return verifyExitCode(report);
}
