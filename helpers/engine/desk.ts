import { UsageError } from '../../core/error.js';
import { judgeAll } from '../judge/judge.js';
import type { Answer, AskRequest, BeginResponse, EndResponse, RunResponse } from '../model/door.js';
import type { Finding } from '../model/finding.js';
import type { TestOutcome } from '../model/run.js';
import type { Answers } from './answers.js';
import type { DoorKeeper } from './door.js';
import type { PlanIndex } from './needed.js';
import type { RunState } from './run-state.js';
import type { Work } from './work.js';

export interface DeskOptions {
  readonly begun: BeginResponse;
  readonly index: PlanIndex;
  readonly state: RunState;
  readonly work: Work;
  readonly answers: Answers;
  readonly describe: () => RunResponse;
}

/** Serves those who come to the door: waits until a question can be answered, and then answers it. */
export class Desk implements DoorKeeper {
  readonly #options: DeskOptions;
  readonly #answered = new Set<string>();
  #closed = false;

  constructor(options: DeskOptions) {
    this.#options = options;
  }

  /** From here on nothing is answered: the record is being closed. */
  close(): void {
    this.#closed = true;
  }

  begin(tests: readonly string[] | 'all'): BeginResponse {
    this.#include(tests);
    return this.#options.begun;
  }

  describe(): RunResponse {
    return this.#options.describe();
  }

  async answer(testKey: string, timeoutMs: number, { ifSelected } = { ifSelected: false }): Promise<Answer> {
    const { index, answers, work } = this.#options;
    if (ifSelected && work.phase !== 'opened' && !work.selection.has(testKey)) return answers.notSelected(testKey);
    // A test that nobody selected beforehand is one of a user's own spec, or of a run without our reporter.
    this.#includeOrAll([testKey]);
    const stage = index.tests.get(testKey)?.stage;
    const audited = stage === 'audit';
    const ready = (): boolean => {
      if (!answers.isAsked(testKey)) return false;
      // A closed world is judged by what everybody saw, so when all was asked.
      if (stage === 'posture') return work.phase === 'confirming' || work.isOver;
      return !audited || work.phase === 'done' || answers.isConfirmed(testKey);
    };
    if (!(await work.waiting.untilOr(ready, timeoutMs))) return this.#pending(audited);
    this.#answered.add(testKey);
    return answers.answer(testKey);
  }

  async ask(request: AskRequest, timeoutMs: number): Promise<Answer> {
    const { answers, work } = this.#options;
    const findings = answers.findingsFor(request);
    const testKeys = [...new Set(findings.map(({ testKey }) => testKey))];
    this.#includeOrAll(testKeys);
    const ready = (): boolean => testKeys.every((testKey) => answers.isAsked(testKey));
    if (!(await work.waiting.untilOr(ready, timeoutMs))) return this.#pending(false);
    return answers.answerTo(request, findings);
  }

  addOutcomes(outcomes: readonly TestOutcome[]): void {
    this.#options.state.outcomes.push(...outcomes);
  }

  end(): EndResponse {
    const { state, work } = this.#options;
    const findings = judgeAll(state.judgeInput(), work.selection.testKeys());
    const count = (status: Finding['status']): number => findings.filter((finding) => finding.status === status).length;
    const unjudged = work.selection.tests().filter(({ testKey }) => !this.#answered.has(testKey));
    return {
      unjudged: unjudged.map(({ title }) => title),
      counts: {
        satisfied: count('satisfied'),
        notSatisfied: count('not-satisfied'),
        indeterminate: count('indeterminate'),
      },
    };
  }

  #include(tests: readonly string[] | 'all'): void {
    if (this.#closed) throw new UsageError({ code: 'ENGINE_CLOSED', message: 'the run has ended' });
    this.#options.work.include(tests);
  }

  /** Without a reporter that says what was selected, the first question opens the whole run. */
  #includeOrAll(testKeys: readonly string[]): void {
    const { work } = this.#options;
    if (work.phase === 'opened') {
      work.selection.assertKnown(testKeys);
      this.#include('all');
    } else {
      this.#include(testKeys);
    }
  }

  #pending(audited: boolean): Answer {
    const { work, state } = this.#options;
    const planned = work.selection.probes().length;
    const reading = audited && work.phase === 'confirming';
    const note = reading ? 'reading the log' : `${state.observations.size} of ${planned} probes are answered`;
    return { state: 'pending', note };
  }
}
