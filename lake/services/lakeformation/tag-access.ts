import type { LakeFormationPermission } from '../../access/lakeformation/grant.js';
import { grantees } from '../../access/lakeformation/principals.js';
import type { TagDefinition } from '../../access/lakeformation/tag-store.js';
import { holdsOnTag } from './authority.js';
import { entityNotFound, notAuthorisedForPermissions } from './errors.js';
import type { LakeFormationState } from './state.js';
import { ALL_VALUES, tagWord } from './tag-shape.js';

/** The values of a tag that the principal may see: all to administrators, else those on which it holds anything. */
export function visibleValues(
  state: LakeFormationState,
  principalArn: string,
  definition: TagDefinition,
): readonly string[] {
  if (state.describesEverything(principalArn)) return definition.values;
  const held = grantees(principalArn).flatMap((principal) =>
    state.grants
      .tags(principal)
      .flatMap(({ resource }) => (resource.kind === 'tag' && resource.key === definition.key ? resource.values : [])),
  );
  return held.includes(ALL_VALUES) ? definition.values : definition.values.filter((value) => held.includes(value));
}

/** The tag, to whom sees one of its values. To others a missing tag and a hidden one are one answer. */
export function visibleTag(
  state: LakeFormationState,
  key: string | undefined,
  principalArn: string,
): { readonly definition: TagDefinition; readonly values: readonly string[] } {
  const definition = state.tags.definitions.get(tagWord(key));
  if (definition === undefined) {
    throw state.describesEverything(principalArn)
      ? entityNotFound('Tag key does not exist.')
      : notAuthorisedForPermissions();
  }
  const values = visibleValues(state, principalArn, definition);
  if (values.length === 0) throw notAuthorisedForPermissions();
  return { definition, values };
}

/** Throws AccessDeniedException unless the principal is an administrator or holds the permission on the whole tag. */
export function requireOnTag(
  state: LakeFormationState,
  principalArn: string,
  permission: LakeFormationPermission,
  definition: TagDefinition,
): void {
  if (!holdsOnTag(state, principalArn, permission, definition.key, definition.values)) {
    throw notAuthorisedForPermissions();
  }
}

/** Throws AccessDeniedException unless the principal is an administrator or holds the permission on the catalog. */
export function requireOnCatalog(
  state: LakeFormationState,
  principalArn: string,
  permission: LakeFormationPermission,
): void {
  const holds =
    state.isAdministrator(principalArn) ||
    grantees(principalArn).some((principal) =>
      state.grants.catalog(principal).some(({ permissions }) => permissions.includes(permission)),
    );
  if (!holds) throw notAuthorisedForPermissions();
}
