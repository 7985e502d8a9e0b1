import { open } from 'node:fs/promises';
import { sha256 } from '../../core/digest.js';
import { messageOf, UsageError } from '../../core/error.js';
import type { Policy } from '../model/policy.js';
import { normalise } from './normalise.js';
import { policyDocumentSchema } from './policy-document.js';
import { PolicyError } from './problem.js';
import { repaired } from './repair.js';
import { newReport } from './report.js';
import { schemaProblems } from './schema-problems.js';
import { readSource } from './source.js';

/** A policy of 300 profiles and 20 tables is half a megabyte. */
export const POLICY_MAX_BYTES = 5_000_000;

/**
 * Reads a policy file. Throws PolicyError (`POLICY_INVALID`) with everything that is wrong in it, and UsageError
 * `POLICY_UNREADABLE` when it is not there, larger than 5 MB or no UTF-8.
 */
export async function loadPolicy(file: string): Promise<Policy> {
  const bytes = await readBounded(file);
  let text: string;
  try {
    // The byte order mark is kept, so that the digest is that of the file's bytes; the YAML parser skips it.
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw unreadable(file, 'it is no UTF-8 text', 'save it as UTF-8', cause);
  }
  return parsePolicy(text, file);
}

/** The same from text; `file` is what errors and the policy call it. Pure. */
export function parsePolicy(text: string, file: string): Policy {
  const source = readSource(text, file);
  if (source.data === undefined) throw new PolicyError(file, source.problems);
  const parsed = policyDocumentSchema.safeParse(source.data);
  const report = newReport(source);
  if (!parsed.success) {
    const rest = policyDocumentSchema.safeParse(repaired(source.data, parsed.error));
    if (rest.success) normalise(rest.data, { file, digest: '' }, report);
    throw new PolicyError(file, [...source.problems, ...schemaProblems(parsed.error, source), ...report.problems]);
  }
  const policy = normalise(parsed.data, { file, digest: sha256(text) }, report);
  const problems = [...source.problems, ...report.problems];
  if (problems.length > 0) throw new PolicyError(file, problems);
  return policy;
}

async function readBounded(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, 'r');
    try {
      const buffer = Buffer.alloc(POLICY_MAX_BYTES + 1);
      let length = 0;
      for (;;) {
        const { bytesRead } = await handle.read(buffer, length, buffer.length - length, null);
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      if (length > POLICY_MAX_BYTES) {
        throw unreadable(file, 'it is larger than 5 MB', 'split the scope into several policies');
      }
      return buffer.subarray(0, length);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw unreadable(file, messageOf(cause), 'name a policy file that you may read', cause);
  }
}

function unreadable(file: string, why: string, nextStep: string, cause?: unknown): UsageError {
  return new UsageError({
    code: 'POLICY_UNREADABLE',
    message: `the policy ${file} could not be read: ${why}`,
    nextStep,
    cause,
  });
}
