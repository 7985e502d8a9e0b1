import { z } from 'zod';
import { canonicalJson } from '../../../core/canonical-json.js';
import { type Journal, NO_JOURNAL } from '../../storage/journal.js';
import { KeptMap } from '../../storage/kept-map.js';
import type { GrantResource } from './grant.js';
import { grantees } from './principals.js';
import { optInResourceSchema } from './saved-grant.js';

/** What can be opted in to. */
export type OptInResource = Extract<GrantResource, { kind: 'catalog' | 'database' | 'all-tables' | 'table' }>;

/** A principal for whom Lake Formation is enforced on a resource (Lake Formation API, LakeFormationOptInsInfo). */
export interface OptIn {
  readonly principal: string;
  readonly resource: OptInResource;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

const optInSchema: z.ZodType<OptIn> = z.object({
  principal: z.string(),
  resource: optInResourceSchema,
  updatedAt: z.date(),
  updatedBy: z.string(),
});

/** The opt-ins of hybrid access mode. One on a database is about the database; its tables need their own, or all tables'. */
export class OptInStore {
  readonly #optIns: KeptMap<OptIn>;

  constructor(journal: Journal = NO_JOURNAL) {
    this.#optIns = new KeptMap(journal, {
      name: 'lakeformation/opt-ins',
      parse: (saved) => optInSchema.parse(saved),
    });
  }

  all(): readonly OptIn[] {
    return [...this.#optIns.values()];
  }

  has(principal: string, resource: OptInResource): boolean {
    return this.#optIns.has(keyOf(principal, resource));
  }

  add(optIn: OptIn): void {
    this.#optIns.set(keyOf(optIn.principal, optIn.resource), optIn);
  }

  remove(principal: string, resource: OptInResource): void {
    this.#optIns.delete(keyOf(principal, resource));
  }

  coversDatabase(principalArn: string, databaseName: string): boolean {
    return this.#covers(principalArn, [{ kind: 'database', databaseName }]);
  }

  coversTable(principalArn: string, databaseName: string, tableName: string): boolean {
    return this.#covers(principalArn, [
      { kind: 'table', databaseName, tableName },
      { kind: 'all-tables', databaseName },
    ]);
  }

  dropTable(databaseName: string, tableName: string): void {
    this.#dropWhere(
      (resource) =>
        resource.kind === 'table' && resource.databaseName === databaseName && resource.tableName === tableName,
    );
  }

  dropDatabase(databaseName: string): void {
    this.#dropWhere((resource) => resource.kind !== 'catalog' && resource.databaseName === databaseName);
  }

  #covers(principalArn: string, resources: readonly OptInResource[]): boolean {
    if (this.#optIns.size === 0) return false;
    return grantees(principalArn).some((principal) => resources.some((resource) => this.has(principal, resource)));
  }

  #dropWhere(isGone: (resource: OptInResource) => boolean): void {
    for (const [key, { resource }] of this.#optIns) if (isGone(resource)) this.#optIns.delete(key);
  }
}

function keyOf(principal: string, resource: OptInResource): string {
  return canonicalJson([principal, resource]);
}
