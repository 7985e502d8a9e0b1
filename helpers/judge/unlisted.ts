import type { CatalogueDatabase } from '../model/catalogue.js';
import type { Observation } from '../model/observation.js';
import type { Probe } from '../model/plan.js';
import type { JudgeInput } from '../model/run.js';
import { grantedOf } from '../plan/granted.js';

/** Something that a profile saw, and that a listing of the runner's should have named. */
export interface Unlisted {
  /** The database whose catalogue is not whole; undefined: the list of grants, which is one for all. */
  readonly database: string | undefined;
  readonly what: string;
}

/**
 * Declared, granted and observed are three readings. Where a profile lists or reads what the catalogue does not have, or
 * reads by right of the policy what Lake Formation lists no grant for, a listing was not whole, and what else it leaves
 * out cannot be called undeclared or absent. A profile that reads against the policy is over-exposed, which is told there.
 */
export function unlistedIn({ plan, observations, inventory }: JudgeInput): readonly Unlisted[] {
  const seen = new Map(observations.map((observation) => [observation.probeId, observation]));
  const databases = new Map(inventory.databases.map((database) => [database.name, database]));
  const readable = !inventory.gaps.some(({ what }) => what === 'catalogue');
  return plan.probes.flatMap((probe) => {
    const observation = seen.get(probe.probeId);
    if (probe.purpose !== 'subject' || observation?.decision !== 'permit') return [];
    const database = databases.get(probe.accessRequest.resource.database ?? '');
    const beside = readable && database !== undefined ? besideCatalogue(database, probe, observation) : [];
    return probe.kind === 'column-set' ? [...beside, ...besideGrants(inventory, probe, observation)] : beside;
  });
}

function besideCatalogue(database: CatalogueDatabase, probe: Probe, { names = [] }: Observation): Unlisted[] {
  const known = namesIn(database, probe);
  const stranger = known === undefined ? undefined : names.find((name) => !known.includes(name));
  if (stranger === undefined) return [];
  const what = `${probe.kind} of ${probe.profile} shows ${stranger}, which the catalogue does not list`;
  return [{ database: database.name, what }];
}

function namesIn({ tables }: CatalogueDatabase, { kind, accessRequest }: Probe): readonly string[] | undefined {
  if (kind === 'list-tables') return tables.map(({ name }) => name);
  if (kind !== 'column-set') return undefined;
  return tables.find(({ name }) => name === accessRequest.resource.table)?.columns.map(({ name }) => name);
}

function besideGrants(inventory: JudgeInput['inventory'], probe: Probe, { names = [] }: Observation): Unlisted[] {
  const { database = '', table = '' } = probe.accessRequest.resource;
  const granted = grantedOf(inventory, probe.profile, database, table);
  const column = (probe.expectedNames ?? []).find((name) => names.includes(name) && granted(name) === 'not granted');
  if (column === undefined) return [];
  const what = `${probe.profile} reads ${database}.${table}.${column}, for which Lake Formation lists no grant`;
  return [{ database: undefined, what }];
}
