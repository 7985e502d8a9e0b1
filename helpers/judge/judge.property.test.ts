import fc from 'fast-check';
import { expect, it } from 'vitest';
import { faulted, goodWorld, refusal, withEvents, withObservation } from '../../tests/support/judge-world.js';
import type { Observation } from '../model/observation.js';
import { FAULT_CLASSES } from '../model/observation.js';
import type { JudgeInput } from '../model/run.js';
import { judgeAll } from './judge.js';

const PROBE_IDS = goodWorld().observations.map(({ probeId }) => probeId);
const EVENT_IDS = goodWorld().auditEvents.map(({ eventID }) => eventID);

/** Any answer a lake could give to a probe, right or wrong. */
const answer: fc.Arbitrary<Partial<Observation>> = fc.oneof(
  fc.record({
    decision: fc.constant('permit' as const),
    names: fc.subarray(['a', 'b', 't', 'hidden']),
    counts: fc.constantFrom({}, { a: 0 }, { a: 3 }),
    rowCount: fc.nat(9),
  }),
  fc
    .tuple(
      fc.constantFrom(
        'denied-column' as const,
        'denied-table' as const,
        'denied-database' as const,
        'denied-iam' as const,
      ),
      fc.constantFrom('a', 'b', 't', 'hidden', 'db'),
    )
    .map(([signature, object]) => refusal(signature, object)),
);

const world: fc.Arbitrary<JudgeInput> = fc
  .array(fc.tuple(fc.constantFrom(...PROBE_IDS), answer), { maxLength: 5 })
  .map((changes) => changes.reduce((changed, [probeId, seen]) => withObservation(changed, probeId, seen), goodWorld()));

const loss = fc.oneof(fc.constant(undefined), fc.constantFrom(...FAULT_CLASSES).map(faulted));

it('losing an answer never makes access greener', () => {
  fc.assert(
    fc.property(
      world,
      fc.array(fc.tuple(fc.constantFrom(...PROBE_IDS), loss), { minLength: 1, maxLength: 6 }),
      (whole, losses) => {
        const poorer = losses.reduce((changed, [probeId, lost]) => withObservation(changed, probeId, lost), whole);
        expect(newlyGreen(whole, poorer, 'access')).toEqual([]);
      },
    ),
    { numRuns: 500 },
  );
});

it('losing events never confirms a look, and never keeps one', () => {
  fc.assert(
    fc.property(world, fc.subarray(EVENT_IDS, { minLength: 1 }), (whole, lost) => {
      const poorer = withEvents(whole, (events) => events.filter(({ eventID }) => !lost.includes(eventID)));
      const confirmed = newlyGreen(whole, poorer, 'audit').filter(({ reason }) => reason === 'confirmed');
      expect([...confirmed, ...newlyGreen(whole, poorer, 'kept')]).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

it('is total and pure: any record gets the same verdicts twice, one for each planned finding', () => {
  fc.assert(
    fc.property(world, (input) => {
      const findings = judgeAll(input);
      expect(findings).toHaveLength(input.plan.findings.length);
      expect(judgeAll(structuredClone(input))).toEqual(findings);
    }),
  );
});

function newlyGreen(before: JudgeInput, after: JudgeInput, objective: string): ReturnType<typeof judgeAll> {
  const wasGreen = new Set(
    judgeAll(before)
      .filter(({ status }) => status === 'satisfied')
      .map(({ findingId }) => findingId),
  );
  return judgeAll(after).filter(
    (finding) => finding.objective === objective && finding.status === 'satisfied' && !wasGreen.has(finding.findingId),
  );
}
