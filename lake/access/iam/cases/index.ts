import { abac } from './abac.js';
import { externalId, sessionTags, sourceIdentity } from './assuming-roles.js';
import { boundaries, sessionPolicies } from './boundaries.js';
import type { DocumentedPage } from './case.js';
import { multipleKeysOrValues, multivaluedExamples, singleAndMultivaluedKeys } from './condition-logic.js';
import { conditionOperators } from './condition-operators.js';
import { action, notAction, notResource, resource } from './elements.js';
import { evaluationLogic, explicitAndImplicit } from './evaluation-logic.js';
import { exampleDates, exampleHomeDirectory, exampleRequestedRegion, exampleSourceIp, iamTags } from './examples.js';
import { globalKeys } from './global-keys.js';
import { notPrincipal, principal } from './principals.js';
import { variables } from './variables.js';

/** What the IAM documentation says about concrete requests, page by page; the oracle of the evaluator's tests. */
export const PAGES: readonly DocumentedPage[] = [
  evaluationLogic,
  explicitAndImplicit,
  action,
  notAction,
  resource,
  notResource,
  principal,
  notPrincipal,
  conditionOperators,
  multipleKeysOrValues,
  singleAndMultivaluedKeys,
  multivaluedExamples,
  variables,
  globalKeys,
  boundaries,
  sessionPolicies,
  sessionTags,
  sourceIdentity,
  externalId,
  iamTags,
  abac,
  exampleDates,
  exampleSourceIp,
  exampleRequestedRegion,
  exampleHomeDirectory,
];
