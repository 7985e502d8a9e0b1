import { z } from 'zod';
import { CONDITION_OPERATOR_NAMES } from './condition-operators.js';
import { checkAction, checkResource, checkSids, malformed, notJson } from './policy-checks.js';
import { parsePolicyJson } from './policy-json.js';

/** A policy as IAM stores it, normalised so that the evaluator meets lists everywhere. */
export interface PolicyDocument {
  readonly version: '2012-10-17' | '2008-10-17';
  readonly statements: readonly PolicyStatement[];
}

export interface PolicyStatement {
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: Selection;
  /** Undefined in a trust policy, whose resource is the role itself. */
  readonly resources?: Selection;
  /** Undefined in an identity policy, whose principal is its holder. */
  readonly principals?: PrincipalSelection;
  readonly conditions: readonly Condition[];
}

/** `not` is true for NotAction, NotResource and NotPrincipal: everything but the patterns. */
export interface Selection {
  readonly patterns: readonly string[];
  readonly not: boolean;
}

export interface PrincipalSelection {
  /** `*`, account ids, ARNs. */
  readonly aws: readonly string[];
  readonly service: readonly string[];
  readonly federated: readonly string[];
  readonly not: boolean;
}

export interface Condition {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export type PolicyKind = 'identity' | 'trust' | 'resource';

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const oneOrMany = z.union([z.string().transform((text) => [text]), z.array(z.string())]);
const scalars = z.union([scalar.transform((text) => [text]), z.array(scalar)]);
const principal = z.union([
  z.literal('*').transform(() => ({ AWS: ['*'] })),
  z.strictObject({
    AWS: oneOrMany.optional(),
    Service: oneOrMany.optional(),
    Federated: oneOrMany.optional(),
    CanonicalUser: oneOrMany.optional(),
  }),
]);
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMany.optional(),
  NotAction: oneOrMany.optional(),
  Resource: oneOrMany.optional(),
  NotResource: oneOrMany.optional(),
  Principal: principal.optional(),
  NotPrincipal: principal.optional(),
  Condition: z.record(z.string(), z.record(z.string(), scalars)).optional(),
});
const documentSchema = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([statement.transform((one) => [one]), z.array(statement).min(1)]),
});

/**
 * Reads the JSON text of a policy. Throws AwsError `MalformedPolicyDocument` in IAM's words for what IAM would refuse to
 * store, so that no stored policy holds an element that the evaluator does not know.
 * Source: IAM User Guide, "IAM JSON policy elements reference".
 */
export function parsePolicy(text: string, kind: PolicyKind): PolicyDocument {
  let json: unknown;
  try {
    json = parsePolicyJson(text);
  } catch {
    throw notJson(kind);
  }
  const parsed = documentSchema.safeParse(json);
  if (!parsed.success) throw malformed('Syntax errors in policy.');
  // Other services have rules of their own for the ids of statements.
  if (kind !== 'resource') checkSids(parsed.data.Statement.flatMap(({ Sid }) => Sid ?? []));
  return {
    version: parsed.data.Version ?? '2008-10-17',
    statements: parsed.data.Statement.map((one) => normalise(one, kind)),
  };
}

function normalise(raw: z.infer<typeof statement>, kind: PolicyKind): PolicyStatement {
  const actions = select(raw.Action, raw.NotAction);
  if (actions === undefined || actions.patterns.length === 0) {
    throw malformed('Policy statement must contain actions.');
  }
  for (const pattern of actions.patterns) checkAction(pattern);
  const resources = select(raw.Resource, raw.NotResource);
  const principals = selectPrincipals(raw);
  checkElements(kind, actions, resources, principals);
  return {
    ...(raw.Sid === undefined ? {} : { sid: raw.Sid }),
    effect: raw.Effect,
    actions,
    ...(resources === undefined ? {} : { resources }),
    ...(principals === undefined ? {} : { principals }),
    conditions: conditionsOf(raw.Condition ?? {}),
  };
}

function select(positive: string[] | undefined, negative: string[] | undefined): Selection | undefined {
  if (positive !== undefined && negative !== undefined) throw malformed('Syntax errors in policy.');
  if (positive !== undefined) return { patterns: positive, not: false };
  return negative === undefined ? undefined : { patterns: negative, not: true };
}

function selectPrincipals(raw: z.infer<typeof statement>): PrincipalSelection | undefined {
  if (raw.Principal !== undefined && raw.NotPrincipal !== undefined) throw malformed('Syntax errors in policy.');
  const named: z.infer<typeof principal> | undefined = raw.Principal ?? raw.NotPrincipal;
  if (named === undefined) return undefined;
  return {
    aws: named.AWS ?? [],
    service: ('Service' in named ? named.Service : undefined) ?? [],
    federated: ('Federated' in named ? named.Federated : undefined) ?? [],
    not: raw.NotPrincipal !== undefined,
  };
}

function checkElements(
  kind: PolicyKind,
  actions: Selection,
  resources: Selection | undefined,
  principals: PrincipalSelection | undefined,
): void {
  if (kind === 'identity') {
    if (principals !== undefined) throw malformed('Policy document should not specify a principal.');
    if (resources === undefined || resources.patterns.length === 0) {
      throw malformed('Policy statement must contain resources.');
    }
    for (const pattern of resources.patterns) checkResource(pattern);
    return;
  }
  if (principals === undefined) throw malformed('Missing required field Principal');
  if (kind === 'trust') {
    if (resources !== undefined) throw malformed('Has prohibited field Resource');
    if (actions.not || actions.patterns.some((pattern) => !pattern.toLowerCase().startsWith('sts:'))) {
      throw malformed('AssumeRole policy may only specify STS AssumeRole actions.');
    }
  }
}

function conditionsOf(raw: Readonly<Record<string, Readonly<Record<string, string[]>>>>): readonly Condition[] {
  return Object.entries(raw).flatMap(([operator, keys]) => {
    const bare = operator.replace(/^For(?:AllValues|AnyValue):/, '').replace(/IfExists$/, '');
    if (!CONDITION_OPERATOR_NAMES.has(bare) || operator === 'NullIfExists') {
      throw malformed(`Invalid Condition type : ${operator}.`);
    }
    return Object.entries(keys).map(([key, values]) => ({ operator, key, values }));
  });
}
