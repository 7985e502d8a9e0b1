import { describe, expect, it } from 'vitest';
import { goodWorld, KEPT, withObservation } from '../../tests/support/judge-world.js';
import type { ListedGrant } from '../model/catalogue.js';
import type { Observation } from '../model/observation.js';
import type { PlannedFinding } from '../model/plan.js';
import type { JudgeInput } from '../model/run.js';
import { judgeFinding } from './judge.js';

const ROLE = 'arn:aws:iam::111122223333:role/Role_limited';
const DECLARED: PlannedFinding = {
  ...KEPT,
  findingId: 'declared',
  objective: 'posture',
  controlType: 'declared',
  profile: '*',
  resource: {
    partition: 'aws',
    accountId: '111122223333',
    region: 'us-east-1',
    catalogId: '111122223333',
    database: 'db',
  },
  expected: 'declared',
  probeIds: [],
};
const ELSEWHERE: PlannedFinding = { ...DECLARED, resource: { ...DECLARED.resource, database: 'other' } };
const GRANT: ListedGrant = {
  principal: ROLE,
  database: 'db',
  table: 't',
  columns: ['a'],
  tableWildcard: false,
  permissions: ['SELECT'],
  permissionsWithGrantOption: [],
};

/** The good world, in which `limited` reads column `a` of `db.t` by the one grant that is listed. */
function world(grants: readonly ListedGrant[] = [GRANT], gaps: JudgeInput['inventory']['gaps'] = []): JudgeInput {
  const good = goodWorld();
  const probes = good.plan.probes.map((probe) =>
    probe.probeId === 'set' ? { ...probe, expectedNames: ['a'] } : probe,
  );
  const profiles = [{ name: 'limited', executionRoleArn: ROLE }];
  return { ...good, plan: { ...good.plan, probes }, inventory: { ...good.inventory, profiles, grants, gaps } };
}

const seen = (probeId: string, change: Partial<Observation>): JudgeInput => withObservation(world(), probeId, change);

describe('a closed world', () => {
  it.each<[string, JudgeInput, PlannedFinding, string]>([
    ['what was read has its grant', world(), DECLARED, 'satisfied as-permitted'],
    ['what was read has no listed grant', world([]), DECLARED, 'indeterminate metadata-disagrees'],
    ['…nor is the list of grants whole for another database', world([]), ELSEWHERE, 'indeterminate metadata-disagrees'],
    [
      'the grant is of another column',
      world([{ ...GRANT, columns: ['b'] }]),
      DECLARED,
      'indeterminate metadata-disagrees',
    ],
    [
      'the list is known to be a part',
      world([], [{ what: 'grants', fault: 'unevaluated', message: 'm' }]),
      DECLARED,
      'indeterminate catalogue-unavailable',
    ],
    [
      'SHOW TABLES shows a table beside the catalogue',
      seen('tables', { names: ['t', 'u'] }),
      DECLARED,
      'indeterminate metadata-disagrees',
    ],
    [
      '…which says nothing of another database',
      seen('tables', { names: ['t', 'u'] }),
      ELSEWHERE,
      'satisfied as-permitted',
    ],
    [
      'SELECT * shows a column beside the catalogue',
      seen('set', { names: ['a', 'z'] }),
      DECLARED,
      'indeterminate metadata-disagrees',
    ],
    [
      'a column that the policy denies is told where it leaks',
      seen('set', { names: ['a', 'b'] }),
      DECLARED,
      'satisfied as-permitted',
    ],
    ['nothing was seen', withObservation(world([]), 'set', undefined), DECLARED, 'satisfied as-permitted'],
  ])('%s', (_what, input, planned, verdict) => {
    const { status, reason } = judgeFinding(planned, input);
    expect(`${status} ${reason}`).toBe(verdict);
  });
});
