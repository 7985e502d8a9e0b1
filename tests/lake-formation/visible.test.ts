import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Account } from './account.js';
import { anyChange, anyWorld } from './arbitrary.js';
import { CASES, seedOf } from './cases.js';
import { type Door, innerDoor, wireDoor } from './doors.js';
import { type BesideWriting, Model } from './model.js';
import { expected, type Named, observed, type View } from './view.js';
import { type Change, type ColumnName, type Grant, type Person, ROWS, type Table, type World } from './world.js';

/** Through HTTP and signatures a case takes much longer, and shows nothing but that they change no answer. */
const WIRE_CASES = Math.ceil(CASES / 40);
const SWITCHED_CASES = Math.ceil(CASES / 10);

/** An account, two of its people, and what becomes of it. */
interface Case {
  readonly asked: World;
  readonly people: readonly [Person, Person];
  readonly change: Change;
  readonly named: Named;
}

/** Rows are missing, or cells of them. */
function isMasked(model: Model, who: Person, table: Table): boolean {
  const columns = model.reads(who, table);
  return columns.length > 0 && ROWS.some((row) => columns.some((column) => !model.isOpen(who, table, column, row)));
}

const anyCase: fc.Arbitrary<Case> = anyWorld.chain((asked) =>
  fc.record({
    asked: fc.constant(asked),
    people: fc.constantFrom<(readonly [Person, Person])[]>(
      ['alice', 'bob'],
      ['bob', 'alice'],
      ['alice', 'auditor'],
      ['auditor', 'alice'],
    ),
    change: anyChange(asked),
    named: fc.record({
      table: fc.constantFrom(...asked.tables),
      column: fc.constantFrom<ColumnName[]>('a', 'b', 'c', 'd', 'k'),
    }),
  }),
);

/** The same, with a column list beside a permission to write that comes from another principal, which is not refused. */
const anyCaseBesideWriting: fc.Arbitrary<Case> = anyCase.map((one) => {
  const { grants, tables } = one.asked;
  const lists = tables.map(({ name, columns }): Grant => {
    const on = { kind: 'columns', table: name, columns: { kind: 'include', names: columns.slice(0, 1) } } as const;
    return { to: 'alice', on, permissions: ['SELECT'] };
  });
  const writes = tables.map(
    ({ name }): Grant => ({
      to: 'everyone',
      on: { kind: 'table', table: name },
      permissions: ['INSERT'],
    }),
  );
  return { ...one, asked: { ...one.asked, grants: [...grants, ...lists, ...writes] } };
});

/** How often the cases met what they are to meet. */
interface Met {
  grants: number;
  granted: number;
  answers: number;
  refusals: number;
  masked: number;
  /** Cases in which the two people see one table differently, and in which one sees a table differently afterwards. */
  unlike: number;
  changed: number;
  /** Cases whose answer depends on what a column list is worth beside writing. */
  switched: number;
}

/**
 * Two people ask the same of the same tables in turn; then grants, filters or files are changed, and both ask again, at
 * the same time.
 */
async function check(account: Account, { asked, people, change, named }: Case, met: Met): Promise<void> {
  const { door } = account;
  const world = await account.build(asked);
  try {
    const [one, other] = people.map((who) => expected(new Model(world, door.besideWriting), world, ROWS, who, named));
    const views: View[] = [];
    for (const who of people) views.push(await observed(door, world, who, named));
    expect(views).toEqual([one, other]);
    const changed = await account.change(world, change);
    const model = new Model(changed, door.besideWriting);
    const after = people.map((who) => expected(model, changed, change.rows ?? ROWS, who, named));
    const again = people.map((who) => observed(door, changed, who, named));
    expect(await Promise.all(again)).toEqual(after);
    met.grants += asked.grants.length;
    met.granted += world.grants.length;
    for (const table of world.tables) {
      if (typeof one?.answers[table.name] === 'string') met.refusals += 1;
      else met.answers += 1;
      if (isMasked(new Model(world), people[0], table)) met.masked += 1;
    }
    if (bothAnswered(one, other)) met.unlike += 1;
    if (bothAnswered(one, after[0])) met.changed += 1;
    if (dependsOnSwitch(world, people)) met.switched += 1;
  } finally {
    await account.clear(world);
  }
}

/** The same statement of the same table was answered differently, and refused neither time. */
function bothAnswered(one: View | undefined, other: View | undefined): boolean {
  return Object.entries(one?.answers ?? {}).some(([name, answer]) => {
    const second = other?.answers[name];
    const answered = typeof answer === 'object' && typeof second === 'object';
    return answered && JSON.stringify(answer) !== JSON.stringify(second);
  });
}

function dependsOnSwitch(world: World, people: readonly Person[]): boolean {
  const reads = (besideWriting: BesideWriting): string => {
    const model = new Model(world, besideWriting);
    return JSON.stringify(people.map((who) => world.tables.map((table) => model.reads(who, table))));
  };
  return reads('void') !== reads('unfiltered');
}

async function checkAll(door: Door, cases: number, anyOne = anyCase): Promise<Met> {
  const met: Met = { grants: 0, granted: 0, answers: 0, refusals: 0, masked: 0, unlike: 0, changed: 0, switched: 0 };
  const account = await Account.open(door);
  try {
    await fc.assert(
      fc.asyncProperty(anyOne, (one) => check(account, one, met)),
      { numRuns: cases, ...seedOf() },
    );
    expect(door.defects).toEqual([]);
    return met;
  } finally {
    await account.close();
  }
}

describe('what people see through Athena and Glue', () => {
  it(
    `is what the documentation says, in ${CASES} accounts before and after a change`,
    async () => {
      const met = await checkAll(await innerDoor(), CASES);
      // The cases were neither all refused nor all open.
      expect(met.granted / met.grants).toBeGreaterThan(0.8);
      expect(Math.min(met.answers, met.refusals)).toBeGreaterThan(CASES / 4);
      expect(met.masked).toBeGreaterThan(CASES / 20);
      // An answer that was kept for another person, or from before the change, would have been wrong.
      expect(Math.min(met.unlike, met.changed)).toBeGreaterThan(CASES / 20);
    },
    120_000 + CASES * 2_000,
  );

  it(
    `is the other reading of the documentation where the lake is switched so, in ${SWITCHED_CASES} accounts`,
    async () => {
      const met = await checkAll(await innerDoor('unfiltered'), SWITCHED_CASES, anyCaseBesideWriting);
      expect(met.switched).toBeGreaterThan(SWITCHED_CASES / 5);
    },
    120_000 + SWITCHED_CASES * 2_000,
  );

  it(
    `is the same over the wire, in ${WIRE_CASES} accounts`,
    async () => {
      await checkAll(await wireDoor(), WIRE_CASES);
    },
    120_000 + WIRE_CASES * 5_000,
  );
});
