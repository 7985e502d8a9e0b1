import { UsageError } from '../../core/error.js';
import { confirmationsOf } from '../audit/correlate.js';
import { createJudge } from '../judge/judge.js';
import type { AuditConfirmation } from '../model/audit.js';
import type { Answer, AskRequest } from '../model/door.js';
import type { Finding } from '../model/finding.js';
import type { PlannedFinding, Probe } from '../model/plan.js';
import type { JudgeInput } from '../model/run.js';
import type { PlanIndex } from './needed.js';
import type { RunState } from './run-state.js';

type Answered = Extract<Answer, { readonly state: 'answered' }>;

interface FullJudge {
  readonly version: number;
  readonly judge: (planned: PlannedFinding) => Finding;
  readonly confirmations: ReadonlyMap<string, readonly AuditConfirmation[]>;
}

/** Turns what the run knows into answers for tests. Judges with the judge's own rules; nothing is decided here. */
export class Answers {
  readonly #index: PlanIndex;
  readonly #state: RunState;
  #full: FullJudge | undefined;

  constructor(index: PlanIndex, state: RunState) {
    this.#index = index;
    this.#state = state;
  }

  /** Probes that must be done before a test can be answered. */
  isAsked(testKey: string): boolean {
    return this.#index.probesOf(testKey).every(({ probeId }) => this.#state.done.has(probeId));
  }

  /** True when the log has said its last about this test's probes. */
  isConfirmed(testKey: string): boolean {
    if (this.#state.audit.state !== 'waiting') return true;
    const { confirmations } = this.#fullJudge();
    const audited = this.#index.auditedProbes(new Set([testKey]));
    const open: readonly AuditConfirmation['kind'][] = ['late', 'unavailable', 'absent'];
    return [...audited].every((probeId) =>
      (confirmations.get(probeId) ?? []).every(({ kind }) => !open.includes(kind)),
    );
  }

  /** Everything that is known of one planned test. */
  answer(testKey: string): Answered {
    const test = this.#index.tests.get(testKey);
    const findings = this.#index.findings.get(testKey) ?? [];
    const probes = this.#index.probesOf(testKey);
    const target = test?.target;
    const { notPresent } = this.#index.plan;
    const absent = target !== undefined && notPresent.some((name) => name === target || target.startsWith(`${name}.`));
    // The log, and a closed world, are judged by all that was seen.
    const whole = test?.stage === 'audit' || test?.stage === 'posture';
    return {
      ...this.#answered(findings, probes, test?.profile, whole),
      notPresent: absent && findings.length === 0,
    };
  }

  /** For an audit test that came along with a selection which left its profile out. */
  notSelected(testKey: string): Answered {
    const note = `${testKey} was not selected`;
    return {
      state: 'answered',
      findings: [],
      observations: [],
      confirmations: [],
      notPresent: false,
      notSelected: true,
      note,
    };
  }

  /** The planned findings that a question of a user's own spec is about. Throws UsageError `ASK_UNKNOWN`. */
  findingsFor(request: AskRequest): readonly PlannedFinding[] {
    const { profile, database, table, columns } = request;
    const access = this.#index.plan.findings.filter(({ objective }) => objective === 'access');
    const ofProfile = access.filter((finding) => finding.profile === profile);
    if (ofProfile.length === 0)
      throw unknown(
        'profile',
        profile,
        access.map((finding) => finding.profile),
      );
    const ofTable = ofProfile.filter(({ resource }) => resource.database === database && resource.table === table);
    if (ofTable.length === 0) {
      const tables = ofProfile.flatMap(({ resource }) =>
        resource.table === undefined ? [] : `${resource.database}.${resource.table}`,
      );
      throw unknown('table', `${database}.${table}`, tables);
    }
    const cells = ofTable.filter(({ controlType }) => controlType === 'column-select');
    const whole = ofTable.filter(({ controlType }) => controlType === 'table-visibility');
    if (columns.length === 0) return [...whole, ...cells];
    // A table that is refused as a whole has no cells: what holds of it holds of each of its columns.
    if (cells.length === 0) return whole;
    return columns.map((column) => {
      const cell = cells.find(({ resource }) => resource.column === column.toLowerCase());
      if (cell === undefined)
        throw unknown(
          'column',
          column,
          cells.flatMap(({ resource }) => resource.column ?? []),
        );
      return cell;
    });
  }

  /** Answers a question of a user's own spec. */
  answerTo(request: AskRequest, findings: readonly PlannedFinding[]): Answered {
    const { clause } = request;
    const ids = new Set(findings.flatMap(({ probeIds }) => probeIds));
    const testKeys = [...new Set(findings.map(({ testKey }) => testKey))];
    const closure = testKeys.flatMap((testKey) => this.#index.probesOf(testKey));
    const answered = this.#answered(findings, closure, request.profile, false);
    const shown = answered.observations.filter(({ probeId }) => {
      const probe = this.#index.probes.get(probeId);
      const asked = probe?.accessRequest.context.clause;
      return ids.has(probeId) && (clause === undefined || asked === undefined || asked === clause);
    });
    return { ...answered, observations: shown };
  }

  #answered(
    findings: readonly PlannedFinding[],
    probes: readonly Probe[],
    profile: string | undefined,
    whole: boolean,
  ): Answered {
    const judge = whole ? this.#fullJudge().judge : createJudge(this.#slice(findings, probes));
    const identity = profile === undefined ? undefined : this.#state.identities.get(profile);
    const confirmations = whole ? this.#fullJudge().confirmations : new Map<string, AuditConfirmation[]>();
    const observations = probes.flatMap(({ probeId }) => this.#state.observations.get(probeId) ?? []);
    const note =
      identity?.status === 'failed'
        ? `${identity.profile} could not be had: ${identity.fault?.code ?? 'unknown'}; nothing was asked as it`
        : undefined;
    return {
      state: 'answered',
      findings: findings.map(judge),
      observations,
      confirmations: probes.flatMap(({ probeId }) => confirmations.get(probeId) ?? []),
      ...(identity === undefined ? {} : { identity }),
      notPresent: false,
      ...(note === undefined ? {} : { note }),
    };
  }

  /**
   * The part of the record that findings about access rest on. The verdict is the same as from the whole;
   * judging a test of 30 probes must not walk the 30,000 of a large run.
   */
  #slice(findings: readonly PlannedFinding[], probes: readonly Probe[]): JudgeInput {
    const input = this.#state.judgeInput(probes);
    return { ...input, plan: { ...input.plan, findings }, auditEvents: [] };
  }

  #fullJudge(): FullJudge {
    const { version } = this.#state;
    if (this.#full?.version === version) return this.#full;
    const input = this.#state.judgeInput();
    const confirmations = new Map<string, AuditConfirmation[]>();
    for (const confirmation of confirmationsOf(input)) {
      const known = confirmations.get(confirmation.probeId) ?? [];
      confirmations.set(confirmation.probeId, [...known, confirmation]);
    }
    this.#full = { version, judge: createJudge(input), confirmations };
    return this.#full;
  }
}

function unknown(what: string, name: string, known: readonly string[]): UsageError {
  const names = [...new Set(known)].sort();
  return new UsageError({
    code: 'ASK_UNKNOWN',
    message: `the policy has no ${what} "${name}" to ask about`,
    nextStep: names.length === 0 ? 'name it in the policy first' : `it has: ${names.slice(0, 40).join(', ')}`,
  });
}
