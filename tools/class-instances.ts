import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';

/*
 * tsgolint has typescript-eslint's `no-unsafe-class-instance-assignment`; Oxlint 1.94, which asks it for the other rules,
 * does not offer that one yet. So it is asked here as Oxlint asks it: one JSON document in, framed ones out. The protocol
 * is nobody's promise: versions are pinned, an answer of another form is an error, and a test plants a violation.
 * To be dropped for a line in .oxlintrc.jsonc when Oxlint has the rule.
 */
const RULE = 'no-unsafe-class-instance-assignment';
const DEADLINE_MS = 300_000;
const OUTPUT_MAX_BYTES = 64 * 1024 * 1024;
/** Of a frame: the length of its document, then its type. */
const HEADER_BYTES = 5;
const DIAGNOSTIC = 1;

const diagnostic = z.object({
  rule: z.literal(RULE),
  file_path: z.string(),
  /** In bytes of the file's UTF-8. */
  range: z.object({ pos: z.int().nonnegative() }),
  message: z.object({ description: z.string() }),
});

/** Every place in the files that Oxlint checks below `root` where another thing stands for an instance of a class. */
export function classInstanceFindings(root: string): readonly string[] {
  const files = execFileSync(bin(root, 'oxlint'), ['--debug=files'], { cwd: root, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file.endsWith('.ts'));
  if (files.length === 0) throw new Error(`oxlint lists no file of TypeScript in ${root}`);
  const { status, stdout, stderr, error } = spawnSync(bin(root, 'tsgolint'), ['headless'], {
    cwd: root,
    input: JSON.stringify({
      version: 2,
      configs: [{ file_paths: files.map((file) => join(root, file)), rules: [{ name: RULE }] }],
    }),
    timeout: DEADLINE_MS,
    maxBuffer: OUTPUT_MAX_BYTES,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`tsgolint ended with ${String(status)}: ${stdout.toString()}${stderr.toString()}`);
  return frames(stdout).map(({ type, document }) => {
    if (type !== DIAGNOSTIC) throw new Error(`tsgolint answered with a frame of type ${type}: ${document}`);
    const { file_path, range, message } = diagnostic.parse(JSON.parse(document));
    const line = readFileSync(file_path).subarray(0, range.pos).toString().split('\n').length;
    return `${relative(root, file_path)}:${line}: ${message.description} (${RULE})`;
  });
}

function bin(root: string, name: string): string {
  return join(root, 'node_modules', '.bin', name);
}

function frames(output: Buffer): { type: number; document: string }[] {
  const found: { type: number; document: string }[] = [];
  for (let at = 0; at < output.length; ) {
    const end = at + HEADER_BYTES + output.readUInt32LE(at);
    if (end > output.length) throw new Error('tsgolint ended in the middle of an answer');
    found.push({ type: output.readUInt8(at + 4), document: output.toString('utf8', at + HEADER_BYTES, end) });
    at = end;
  }
  return found;
}
