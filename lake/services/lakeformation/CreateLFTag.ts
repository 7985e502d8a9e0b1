import type { CreateLFTagCommandInput, CreateLFTagResponse } from '@aws-sdk/client-lakeformation';
import { permissionsOf } from '../../access/lakeformation/permission-sets.js';
import type { Action } from '../../model/action.js';
import { AwsError } from '../../model/aws-error.js';
import { checkCatalogId } from './catalog-id.js';
import { invalidInput } from './errors.js';
import { lakeFormationAction } from './lake-formation-action.js';
import type { LakeFormationState } from './state.js';
import { requireOnCatalog } from './tag-access.js';
import { ALL_VALUES, tagWord, tagWords } from './tag-shape.js';

/** Quota "LF-Tags per account" (AWS General Reference, Lake Formation). */
const MAX_TAGS = 1000;
/** "LF-Tag keys and values must be 50 characters or less" (Developer Guide, "TBAC-notes"). */
const MAX_LENGTH = 50;

/**
 * Administrators and holders of CREATE_LF_TAG define tags. Whoever is no administrator holds from then on every
 * permission on what he defined, with the grant option (Developer Guide, "TBAC-adding-tag-creator").
 */
export const createLFTag = (state: LakeFormationState): Action<CreateLFTagCommandInput, CreateLFTagResponse> =>
  lakeFormationAction({
    operation: 'CreateLFTag',
    readOnly: false,
    handle: (input, exchange) => {
      checkCatalogId(input.CatalogId, state.account.accountId);
      const { principalArn } = exchange.caller;
      requireOnCatalog(state, principalArn, 'CREATE_LF_TAG');
      const key = tagWord(input.TagKey);
      const values = tagWords(input.TagValues);
      if (values.length === 0 || values.includes(ALL_VALUES)) throw invalidInput('Tag values are not valid.');
      if ([key, ...values].some((word) => word.length > MAX_LENGTH)) {
        throw invalidInput(`LF-Tag keys and values must be ${MAX_LENGTH} characters or less.`);
      }
      if (state.tags.definitions.has(key)) throw invalidInput('Tag key already exists');
      if (state.tags.definitions.size >= MAX_TAGS) {
        throw new AwsError('ResourceNumberLimitExceededException', 'The number of LF-Tags has reached its limit.');
      }
      state.tags.definitions.set(key, { key, values });
      if (!state.isAdministrator(principalArn)) giveToCreator(state, principalArn, key);
      return {};
    },
  });

function giveToCreator(state: LakeFormationState, principal: string, key: string): void {
  const resource = { kind: 'tag', key, values: [ALL_VALUES] } as const;
  const permissions = permissionsOf(resource);
  state.grants.write(
    { principal, resource, permissions, grantable: permissions },
    state.account.clock.now(),
    principal,
  );
}
