import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../core/canonical-json.js';
import { UsageError } from '../../core/error.js';
import type { AuditEvent } from '../model/audit.js';
import type { Finding } from '../model/finding.js';
import type { Observation } from '../model/observation.js';
import type { RunRecord } from '../model/run.js';
import { malformed, parseRecord } from './parse.js';
import { readJsonl } from './read-jsonl.js';
import { JSON_SCHEMAS, type JsonFileName, type JsonFiles } from './schemas.js';

const MAX_JSON_BYTES = 256 * 1024 * 1024;

/**
 * A run read back from its folder: the last observation of each probe counts, each event once, each finding once.
 * A last line that a crash cut short is told in `notes`. Throws UsageError `RECORD_MISSING`, `RECORD_MALFORMED` (with
 * file:line) or `RECORD_NEWER`.
 */
export async function readRun(runDir: string): Promise<RunRecord> {
  const run = await readJson(runDir, 'run.json');
  const plan = await readJson(runDir, 'plan.json');
  const inventory = await readJson(runDir, 'inventory.json');
  const coverage = existsSync(join(runDir, 'coverage.json')) ? await readJson(runDir, 'coverage.json') : undefined;
  const observations = await readJsonl(join(runDir, 'observations.jsonl'), 'observations.jsonl');
  const auditEvents = await readJsonl(join(runDir, 'audit-events.jsonl'), 'audit-events.jsonl');
  const findings = await readJsonl(join(runDir, 'findings.jsonl'), 'findings.jsonl');
  return {
    run,
    plan,
    inventory,
    observations: lastOfEachProbe(observations.values),
    auditEvents: eachOnce(auditEvents.values, join(runDir, 'audit-events.jsonl')),
    findings: withUniqueIds(findings.values, join(runDir, 'findings.jsonl')),
    ...(coverage === undefined ? {} : { coverage }),
    notes: [...observations.notes, ...auditEvents.notes, ...findings.notes],
  };
}

async function readJson<N extends JsonFileName>(runDir: string, name: N): Promise<JsonFiles[N]> {
  const path = join(runDir, name);
  if (!existsSync(path)) throw missing(runDir, name);
  const { size } = await stat(path);
  if (size > MAX_JSON_BYTES) throw malformed(path, `larger than ${MAX_JSON_BYTES} bytes`);
  // The schemas are shown to be equal to the model's types in schemas.ts.
  return parseRecord(await readFile(path), JSON_SCHEMAS[name], path) as JsonFiles[N];
}

function missing(runDir: string, name: string): UsageError {
  return new UsageError({
    code: 'RECORD_MISSING',
    message: `${runDir} holds no ${name}`,
    likelyCause: 'it is no run folder, or the run ended before it had a plan',
    nextStep: 'name a folder under evidence/ that holds run.json, or start a new run',
  });
}

function lastOfEachProbe(observations: readonly Observation[]): Observation[] {
  return [...new Map(observations.map((observation) => [observation.probeId, observation])).values()];
}

/** A log may be read more than once, and an event never changes: equal lines are one, differing ones are no record. */
function eachOnce(events: readonly AuditEvent[], path: string): AuditEvent[] {
  const byId = new Map<string, AuditEvent>();
  for (const [index, event] of events.entries()) {
    const known = byId.get(event.eventID);
    if (known === undefined) byId.set(event.eventID, event);
    else if (canonicalJson(known) !== canonicalJson(event)) {
      throw malformed(`${path}:${index + 1}`, `event ${event.eventID} stands here twice, with different content`);
    }
  }
  return [...byId.values()];
}

function withUniqueIds(findings: readonly Finding[], path: string): readonly Finding[] {
  const ids = new Set<string>();
  for (const [index, { findingId }] of findings.entries()) {
    if (ids.has(findingId)) throw malformed(`${path}:${index + 1}`, `finding ${findingId} stands here twice`);
    ids.add(findingId);
  }
  return findings;
}
