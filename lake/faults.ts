import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { FAULTS } from './faults/index.js';
import type { FaultName, FaultOrder, FaultSubject, FaultSwitchboard } from './model/fault.js';

const subjectSchema = z.strictObject({
  service: z.string().optional(),
  operation: z.string().optional(),
  eventName: z.string().optional(),
  principalName: z.string().optional(),
  databaseName: z.string().optional(),
  tableName: z.string().optional(),
  /** A part of the text of the query that it is about: one query of many is found by it. */
  queryText: z.string().optional(),
});

const MAX_DELAY_MS = 86_400_000;

/** An order as it comes through the door; what some faults need beside is said by their own files. */
export const faultOrderSchema = z
  .strictObject({
    fault: z.enum(FAULTS.map(({ name }) => name)),
    match: subjectSchema.default({}),
    times: z.int().positive().nullable().default(null),
    delayMs: z.int().nonnegative().max(MAX_DELAY_MS).optional(),
    toPrincipalArn: z.string().optional(),
    skewMs: z.int().min(-MAX_DELAY_MS).max(MAX_DELAY_MS).optional(),
  })
  .superRefine((order, context) => {
    const needs = FAULTS.find(({ name }) => name === order.fault)?.needs;
    if (needs === undefined || order[needs] !== undefined) return;
    context.addIssue({ code: 'custom', message: `${order.fault} needs ${needs}`, path: [needs] });
  });

interface ArmedFault {
  readonly order: FaultOrder;
  left: number | null;
}

const MAX_ARMED = 1_000;

/** The faults that are switched on. One board for each lake; without `--faults` nothing can switch any on. */
export class Faults implements FaultSwitchboard {
  readonly #armed: ArmedFault[] = [];

  /** Throws RangeError when too many are on. */
  arm(order: FaultOrder): void {
    if (this.#armed.length >= MAX_ARMED) throw new RangeError(`no more than ${MAX_ARMED} faults at a time`);
    this.#armed.push({ order, left: order.times });
  }

  clear(): void {
    this.#armed.length = 0;
  }

  /** Nearly always false, and then nothing need be found out that a fault could be aimed at. */
  get areArmed(): boolean {
    return this.#armed.length > 0;
  }

  strikes(fault: FaultName, about: FaultSubject): boolean {
    return this.strike(fault, about) !== undefined;
  }

  /** The first armed fault that covers `about`; counts down a limited one. */
  strike(fault: FaultName, about: FaultSubject): FaultOrder | undefined {
    if (!this.areArmed) return undefined;
    const index = this.#armed.findIndex(({ order }) => order.fault === fault && covers(order.match, about));
    const armed = this.#armed[index];
    if (armed === undefined) return undefined;
    if (armed.left !== null) {
      armed.left -= 1;
      if (armed.left <= 0) this.#armed.splice(index, 1);
    }
    return armed.order;
  }
}

function covers(match: FaultOrder['match'], about: FaultSubject): boolean {
  const { queryText, ...named } = match;
  if (queryText !== undefined && about.queryText?.includes(queryText) !== true) return false;
  const found: Readonly<Record<string, string | undefined>> = { ...about };
  return Object.entries(named).every(([name, wanted]) => wanted === undefined || found[name] === wanted);
}

/** The token that whoever started the lake needs to switch faults on. */
export function newFaultsToken(): string {
  return randomBytes(24).toString('base64url');
}
