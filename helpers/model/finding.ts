import type { ResourceRef } from './resource.js';
import type { Control, ControlType, Objective, Reason, Status } from './status.js';

/** One line of findings.jsonl. Field order and names are stable (docs/evidence-format.md). */
export interface Finding {
  readonly findingId: string;
  readonly objective: Objective;
  readonly controlType: ControlType;
  readonly profile: string;
  readonly resource: ResourceRef;
  readonly expected: string;
  /** What was seen, in a few words; never a data value. */
  readonly observed: string;
  readonly status: Status;
  readonly reason: Reason;
  readonly control: Control;
  readonly probeIds: readonly string[];
  readonly queryExecutionIds: readonly string[];
  readonly eventIds: readonly string[];
  /** Ids of framework controls. */
  readonly controls: readonly string[];
}

/** What coverage.json holds: everything planned, and what became of it. */
export interface Coverage {
  readonly formatVersion: 1;
  readonly planned: number;
  readonly judged: number;
  readonly byStatus: Readonly<Record<Status, number>>;
  readonly byObjective: Readonly<Record<Objective, Readonly<Record<Status, number>>>>;
  /** Satisfied refusals that rest on the catalogue alone. */
  readonly refusalsByCatalogueOnly: number;
  /** findingIds that were planned and not judged. */
  readonly unjudged: readonly string[];
  readonly notPresent: readonly string[];
  readonly tests: {
    readonly selected: number;
    readonly ran: number;
    readonly failed: number;
    readonly didNotRun: number;
  };
}
