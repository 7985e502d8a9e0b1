import { sha256OfJson } from '../../core/digest.js';
import type { Inventory } from '../model/catalogue.js';
import type { PlannedFinding } from '../model/plan.js';
import type { ResourceRef } from '../model/resource.js';

export type FindingRequest = Omit<PlannedFinding, 'findingId' | 'resource'> & {
  readonly resource: Pick<ResourceRef, 'database' | 'table' | 'column'>;
};

/** The findings that a run owes, in the order they were added. */
export class FindingSet {
  readonly #findings: PlannedFinding[] = [];
  readonly #lake: Pick<ResourceRef, 'partition' | 'accountId' | 'region' | 'catalogId'>;

  constructor({ partition, accountId, region, catalogId }: Inventory) {
    this.#lake = { partition, accountId, region, catalogId };
  }

  add(request: FindingRequest): void {
    const resource: ResourceRef = { ...this.#lake, ...request.resource };
    const { objective, controlType, profile } = request;
    // Equal across runs: nothing of the run, of the probes or of the verdict is part of the id.
    const findingId = sha256OfJson([objective, controlType, profile, resource]).slice(0, 16);
    this.#findings.push({ ...request, findingId, resource });
  }

  list(): readonly PlannedFinding[] {
    return this.#findings;
  }
}
