import pLimit from 'p-limit';
import { parseArn, roleOfSession } from '../../core/arn.js';
import { LakeproofError } from '../../core/error.js';
import type { AwsAccess } from '../aws/access.js';
import { CallFailure, unlessMissing } from '../aws/call.js';
import { listTrails } from '../aws/cloudtrail.js';
import { type DataLakeSettings, getDataLakeSettings, listGrants } from '../aws/lakeformation.js';
import type { Runner } from '../aws/runner.js';
import { type DomainFacts, describeDomain, executionRoleOf, listDomains, listUserProfiles } from '../aws/sagemaker.js';
import type { Inventory, InventoryPart, StudioProfile, TrailFacts } from '../model/catalogue.js';
import type { Policy } from '../model/policy.js';
import type { Settings } from '../model/settings.js';
import { readCatalogue } from './read-catalogue.js';

/** Calls at a time per part: a polite guest, as with queries. */
const CONCURRENCY = 4;

export interface Discovery {
  readonly inventory: Inventory;
  /** Why no role of this domain is all that its person can be, when none is. */
  readonly notReproducible?: string;
}

type Gap = Inventory['gaps'][number];

/**
 * Reads, as the runner, what there is: catalogue, grants, settings, profiles, trails. A part that cannot be read
 * becomes a gap and never an empty list; what rests on a gap is indeterminate. Throws only for errors of our own.
 */
export async function discover(
  access: AwsAccess,
  runner: Runner,
  policy: Policy,
  settings: Settings,
): Promise<Discovery> {
  const gaps: Gap[] = [];
  const part = async <T>(what: InventoryPart, read: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch (error) {
      gaps.push(gapOf(what, error));
      return undefined;
    }
  };
  const scope = policy.databases.map(({ name }) => name);
  const [catalogue, grants, lakeSettings, studio, trails] = await Promise.all([
    part('catalogue', () => readCatalogue(access, runner, policy)),
    part('grants', () => listGrants(access, runner.clients)),
    part('settings', () => getDataLakeSettings(access, runner.clients)),
    part('profiles', () => readStudio(access, runner, policy, settings)),
    part('trails', () => listTrails(access, runner.clients)),
  ]);
  const inScope = (grants ?? []).filter(({ grant, unevaluated }) =>
    grant.database === undefined ? unevaluated !== undefined : scope.includes(grant.database),
  );
  const unevaluated = inScope.flatMap(({ unevaluated: why }) => why ?? []);
  if (unevaluated.length > 0) {
    const kinds = [...new Set(unevaluated)].sort().join(', ');
    gaps.push({ what: 'grants', fault: 'unevaluated', message: `${unevaluated.length} not evaluated: ${kinds}` });
  }
  gaps.push(...incomplete('catalogue', catalogue?.leftOut ?? []), ...incomplete('profiles', studio?.leftOut ?? []));
  if (lakeSettings !== undefined && !isAdministrator(runner, lakeSettings)) gaps.push(PARTIAL_VIEW);
  const inventory: Inventory = {
    formatVersion: 1,
    accountId: runner.accountId,
    partition: runner.partition,
    region: access.region,
    catalogId: runner.accountId,
    databases: catalogue?.databases ?? [],
    databasesOutsideScope: catalogue?.outside ?? [],
    grants: inScope.filter(({ grant }) => grant.database !== undefined).map(({ grant }) => grant),
    dataLakeAdmins: lakeSettings?.admins ?? [],
    readOnlyAdmins: lakeSettings?.readOnlyAdmins ?? [],
    ...(studio === undefined ? {} : { studioDomain: { id: studio.domain.id, name: studio.domain.name } }),
    profiles: studio?.profiles ?? [],
    trails: ownTrails(trails ?? [], settings),
    gaps: gaps.sort((a, b) => (a.what < b.what ? -1 : 1)),
  };
  const notReproducible = notReproducibleBecause(studio?.domain, inventory);
  return notReproducible === undefined ? { inventory } : { inventory, notReproducible };
}

/** To anyone else both listings answer with a part, and a part looks whole (Lake Formation API, ListPermissions). */
const PARTIAL_VIEW: Gap = {
  what: 'grants',
  fault: 'NOT_ADMINISTRATOR',
  message: 'the runner is no data lake administrator, so what others hold, and what is not granted to it, stays unseen',
};

/** A listing that leaves out what can be had by name may leave out more, and looks whole all the same. */
function incomplete(what: InventoryPart, leftOut: readonly string[]): Gap[] {
  if (leftOut.length === 0) return [];
  const message = `the listing leaves out ${leftOut.join(', ')}, found by name`;
  return [{ what, fault: 'LISTING_INCOMPLETE', message }];
}

/** The trail that the settings name; all of them where they name none. */
export function ownTrails(trails: readonly TrailFacts[], { trail: ours }: Settings): readonly TrailFacts[] {
  return trails.filter(({ name, arn }) => ours === undefined || name === ours || arn === ours);
}

function isAdministrator({ sessionArn, accountId }: Runner, { admins, readOnlyAdmins }: DataLakeSettings): boolean {
  const roleName = roleOfSession(sessionArn)?.roleName;
  return [...admins, ...readOnlyAdmins].some((principal) => {
    const arn = parseArn(principal);
    const [kind, ...path] = arn?.resource.split('/') ?? [];
    // A session's ARN leaves out the role's path.
    return arn?.accountId === accountId && kind === 'role' && path.at(-1) === roleName;
  });
}

async function readStudio(
  access: AwsAccess,
  runner: Runner,
  policy: Policy,
  settings: Settings,
): Promise<{ domain: DomainFacts; profiles: StudioProfile[]; leftOut: string[] }> {
  const domains = await listDomains(access, runner.clients);
  const wanted = settings.studioDomain;
  const found = domains.filter(({ id, name }) => id === wanted || name === wanted);
  const [only] = found;
  if (only === undefined || found.length > 1) {
    throw new LakeproofError({
      code: only === undefined ? 'DISCOVERY_NO_DOMAIN' : 'DISCOVERY_AMBIGUOUS_DOMAIN',
      message: `${found.length} Studio domains are called ${wanted}, of ${domains.length} in this Region`,
      nextStep: 'name the domain by its id in the settings file (studioDomain)',
    });
  }
  const domain = await describeDomain(access, runner.clients, only);
  const listed = await listUserProfiles(access, runner.clients, only.id);
  const unlisted = policy.profiles.map(({ name }) => name).filter((name) => !listed.includes(name));
  const limit = pLimit(CONCURRENCY);
  const described = (name: string): Promise<StudioProfile> =>
    limit(async () => {
      const own = await executionRoleOf(access, runner.clients, only.id, name);
      const executionRoleArn = own ?? domain.defaultExecutionRoleArn;
      return executionRoleArn === undefined ? { name } : { name, executionRoleArn };
    });
  const profiles = await Promise.all(listed.map(described));
  const leftOut = (await Promise.all(unlisted.map((name) => unlessMissing(described(name))))).flatMap(
    (one) => one ?? [],
  );
  return { domain, profiles: [...profiles, ...leftOut].sort(byName), leftOut: leftOut.map(({ name }) => name) };
}

/** Grants to people of Identity Center, and sessions that carry them, are beyond any role (design: identities). */
function notReproducibleBecause(domain: DomainFacts | undefined, inventory: Inventory): string | undefined {
  if (domain?.authMode === 'SSO' && domain.trustedIdentityPropagation) {
    return 'the Studio domain propagates the identity of the person, so a role is not all that its person can be';
  }
  const person = inventory.grants.find(({ principal }) => /^arn:[^:]*:identitystore:/.test(principal));
  if (person === undefined) return undefined;
  return 'a grant in scope is to a user or group of Identity Center, whom a role does not stand for';
}

function gapOf(what: InventoryPart, error: unknown): Gap {
  if (error instanceof CallFailure) {
    return {
      what,
      fault: error.fault.class,
      message: `${error.fault.operation}: ${error.fault.code}: ${error.fault.message}`,
    };
  }
  if (error instanceof LakeproofError) return { what, fault: error.code, message: error.message };
  throw error;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
}
