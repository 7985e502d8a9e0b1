import { type Check, missing, ok, unknown } from '../check.js';
import type { Facts, ProfileFacts } from '../facts.js';
import { checkOf } from '../told.js';

/** Each profile: known to Studio, its role assumable and the one named, its workgroup usable. */
export function profileChecks(facts: Facts): readonly Check[] {
  return facts.profiles.flatMap((profile) => [
    studioCheck(facts, profile),
    roleCheck(facts, profile),
    workGroupCheck(facts, profile),
  ]);
}

function studioCheck({ inventory, settings }: Facts, { profile }: ProfileFacts): Check {
  const title = `${profile}: known to Studio`;
  if (inventory.kind !== 'told') return checkOf(inventory, title, 'see the runner');
  const gap = inventory.value.gaps.find(({ what }) => what === 'profiles');
  if (gap !== undefined) {
    const remedy = `check studioDomain (${settings.studioDomain}), and allow the runner sagemaker:List* and Describe*`;
    const missed = gap.fault === 'access-denied' || gap.fault.startsWith('DISCOVERY_');
    return missed ? missing(title, gap.message, remedy) : unknown(title, gap.message, remedy);
  }
  const found = inventory.value.profiles.find(({ name }) => name === profile);
  if (found === undefined) {
    return missing(title, 'Studio has no such user profile', 'correct its name in the policy, or create the profile');
  }
  if (found.executionRoleArn !== undefined) return ok(title, found.executionRoleArn);
  return missing(title, 'neither it nor its domain has an execution role', 'give the profile a role of its own');
}

function roleCheck({ settings }: Facts, { profile, identity }: ProfileFacts): Check {
  const title = `${profile}: its role can be assumed`;
  if (identity === undefined) return unknown(title, 'not asked: there is no runner to ask as');
  const { status, sessionArn, roleArn, fault } = identity;
  const why = fault === undefined ? 'no reason given' : `${fault.operation}: ${fault.code}: ${fault.message}`;
  switch (status) {
    case 'proven':
      return ok(title, sessionArn ?? roleArn ?? profile);
    case 'not-reproducible':
      return unknown(title, why, 'its refusals stay indeterminate: a role is not all that this person can be');
    case 'failed': {
      if (fault?.code === 'NO_EXECUTION_ROLE') return unknown(title, 'not asked: no execution role is known');
      // The workgroup is looked at before the role is assumed, and has a line of its own.
      if (fault?.operation.startsWith('athena:') === true)
        return unknown(title, 'not asked: its workgroup is not known');
      const withId = settings.executionRoles.externalId === undefined ? '' : ', the external id';
      const source = settings.sourceIdentity === 'run' ? ' and sts:SetSourceIdentity' : '';
      const remedy = `let the trust policy of ${roleArn ?? 'its execution role'} allow ${settings.runner.roleName} sts:AssumeRole${source}, with sts:RoleSessionName like lakeproof-*${withId}`;
      const refused = fault?.class === 'access-denied' || fault?.code.startsWith('IDENTITY_');
      return refused === true ? missing(title, why, remedy) : unknown(title, why, remedy);
    }
  }
}

function workGroupCheck({ settings }: Facts, { profile, workGroupName, workGroup }: ProfileFacts): Check {
  const title = `${profile}: workgroup ${workGroupName}`;
  if (workGroup.kind !== 'told') {
    // Athena has no error of its own for it (API reference, GetWorkGroup: InvalidRequestException).
    if (workGroup.kind === 'failed' && /WorkGroup .*not found/.test(workGroup.why)) {
      return missing(title, 'there is none of that name', 'correct workGroup in the settings, or create it');
    }
    return checkOf(workGroup, title, 'check workGroup in the settings, and allow the runner athena:GetWorkGroup');
  }
  const { enabled, enforcesConfiguration, outputLocation, identityCenter } = workGroup.value;
  if (!enabled) return missing(title, 'it is disabled', 'enable it, or name another in the settings');
  if (identityCenter) {
    return unknown(title, 'it is bound to Identity Center', 'refusals of this profile stay indeterminate');
  }
  const named = settings.perProfile[profile]?.outputLocation ?? settings.outputLocation;
  const location = enforcesConfiguration ? outputLocation : (named ?? outputLocation);
  if (location !== undefined) return ok(title, `results go to ${location}${enforcesConfiguration ? ', enforced' : ''}`);
  return missing(title, 'it has no results location', 'set one on the workgroup, or outputLocation in the settings');
}
