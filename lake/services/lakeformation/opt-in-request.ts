import type { DataLakePrincipal, Resource } from '@aws-sdk/client-lakeformation';
import { IAM_ALLOWED_PRINCIPALS } from '../../access/lakeformation/grant.js';
import type { OptInResource } from '../../access/lakeformation/opt-ins.js';
import { isPrincipalIdentifier } from '../../access/lakeformation/principals.js';
import { notImplemented } from '../../model/aws-error.js';
import { invalidInput, notAuthorisedForPermissions } from './errors.js';
import { resourceFor } from './known-resource.js';
import type { LakeFormationState } from './state.js';

/**
 * The pair that an opt-in names. Throws AccessDeniedException unless the caller is a data lake administrator ("only a
 * data lake administrator role can opt in principals", Developer Guide, "notes-hybrid").
 */
export function optInPair(
  state: LakeFormationState,
  input: {
    readonly Principal?: DataLakePrincipal | undefined;
    readonly Resource?: Resource | undefined;
    readonly Condition?: unknown;
  },
  callerArn: string,
): { readonly principal: string; readonly resource: OptInResource } {
  if (input.Condition !== undefined) throw notImplemented('An opt-in with a Condition');
  if (!state.isAdministrator(callerArn)) throw notAuthorisedForPermissions();
  const principal = input.Principal?.DataLakePrincipalIdentifier ?? '';
  if (!isPrincipalIdentifier(principal) || principal === IAM_ALLOWED_PRINCIPALS)
    throw invalidInput('Invalid principal');
  return { principal, resource: optInResource(state, input.Resource ?? {}, callerArn) };
}

/** Databases and tables can be opted in to, by name also where LF-Tags gave the permissions ("notes-hybrid"). */
export function optInResource(state: LakeFormationState, sent: Resource, callerArn: string): OptInResource {
  const resource = resourceFor(state, sent, callerArn);
  switch (resource.kind) {
    case 'database':
    case 'table':
    case 'all-tables':
      return resource;
    case 'catalog':
      throw notImplemented('An opt-in on the catalog');
    case 'tag-policy':
    case 'named-tag-policy':
      throw notImplemented('An opt-in on an LF-Tag policy');
    case 'columns':
    case 'filter':
    case 'location':
    case 'tag':
    case 'tag-expression':
      throw invalidInput('Opt-ins are supported on databases and tables.');
  }
}
