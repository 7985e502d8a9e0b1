import { groupBy } from '../../core/group-by.js';
import { confirmationsOf } from '../../helpers/audit/correlate.js';
import { coverageOf } from '../../helpers/judge/coverage.js';
import { exitCodeOf } from '../../helpers/judge/exit-code.js';
import type { AuditConfirmation, AuditEvent } from '../../helpers/model/audit.js';
import type { Coverage, Finding } from '../../helpers/model/finding.js';
import type { IdentityRecord, Observation } from '../../helpers/model/observation.js';
import type { PlannedFinding, Probe } from '../../helpers/model/plan.js';
import { EMULATED_NOTICE, type RunRecord } from '../../helpers/model/run.js';
import type { Status } from '../../helpers/model/status.js';
import { judgeInputOf } from '../../helpers/record/judge-input.js';

/** One probe with all that the record knows of it. */
export interface Question {
  /** `Q7`: its place in the plan. */
  readonly label: string;
  readonly probe: Probe;
  readonly observation: Observation | undefined;
  readonly identity: IdentityRecord | undefined;
  readonly confirmations: readonly AuditConfirmation[];
  readonly events: readonly AuditEvent[];
  readonly control: string | undefined;
}

/** A planned finding with its verdict, if it got one. */
export interface Verdict {
  /** `F12`: its place in the plan. */
  readonly label: string;
  readonly planned: PlannedFinding;
  readonly finding: Finding | undefined;
  readonly selected: boolean;
}

/** The record arranged for readers; nothing in it that the record does not yield. */
export interface RunView {
  readonly record: RunRecord;
  readonly coverage: Coverage;
  readonly overall: Status;
  /** Undefined on AWS. */
  readonly notice: string | undefined;
  readonly profiles: readonly string[];
  readonly verdicts: readonly Verdict[];
  readonly questions: readonly Question[];
  readonly questionOf: ReadonlyMap<string, Question>;
}

export function viewOf(record: RunRecord): RunView {
  const { plan, run, findings } = record;
  const coverage = record.coverage ?? coverageOf(plan, findings, run.tests, run.selectedTests);
  const questions = questionsOf(record);
  return {
    record,
    coverage,
    overall: overallOf(record, coverage),
    notice: run.target === 'emulated' ? EMULATED_NOTICE : undefined,
    profiles: [...new Set(plan.findings.filter(hasProfile).map(({ profile }) => profile))],
    verdicts: verdictsOf(record),
    questions,
    questionOf: new Map(questions.map((question) => [question.probe.probeId, question])),
  };
}

function overallOf(record: RunRecord, coverage: Coverage): Status {
  const exitCode = exitCodeOf(record.findings, coverage, record.run);
  switch (exitCode) {
    case 0:
      return 'satisfied';
    case 1:
      return 'not-satisfied';
    case 2:
      return 'indeterminate';
  }
}

function hasProfile({ controlType }: PlannedFinding): boolean {
  // `declared` findings name what the policy does not know, which is no profile of its matrix.
  return controlType !== 'declared';
}

function verdictsOf({ plan, run, findings }: RunRecord): Verdict[] {
  const byId = new Map(findings.map((finding) => [finding.findingId, finding]));
  const selected = run.selectedTests === undefined ? undefined : new Set(run.selectedTests);
  return plan.findings.map((planned, index) => ({
    label: `F${index + 1}`,
    planned,
    finding: byId.get(planned.findingId),
    selected: selected?.has(planned.testKey) ?? true,
  }));
}

function questionsOf(record: RunRecord): Question[] {
  const { plan, run } = record;
  const observations = new Map(record.observations.map((observation) => [observation.probeId, observation]));
  const identities = new Map(run.identities.map((identity) => [identity.profile, identity]));
  const events = new Map(record.auditEvents.map((event) => [event.eventID, event]));
  const confirmations = groupBy(confirmationsOf(judgeInputOf(record)), ({ probeId }) => probeId);
  const labels = new Map(plan.probes.map(({ probeId }, index) => [probeId, `Q${index + 1}`]));
  return plan.probes.map((probe) => {
    const confirmed = confirmations.get(probe.probeId) ?? [];
    return {
      label: labels.get(probe.probeId) ?? '',
      probe,
      observation: observations.get(probe.probeId),
      identity: identities.get(probe.profile),
      confirmations: confirmed,
      events: confirmed.flatMap(({ eventIds }) => eventIds.flatMap((eventId) => events.get(eventId) ?? [])),
      control: probe.controlProbeId === undefined ? undefined : labels.get(probe.controlProbeId),
    };
  });
}
