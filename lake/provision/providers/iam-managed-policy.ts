import { z } from 'zod';
import { listChange } from '../changes.js';
import { holdersOf, NO_HOLDERS, policyHolders } from '../iam-policies.js';
import { answered, cfnPolicyDocument, cfnText, defineProvider, given, type ProvideContext } from '../provider.js';

const policyAnswer = z.object({ Policy: z.object({ Arn: z.string(), PolicyId: z.string() }) });
const versionsAnswer = z.object({
  Versions: z.array(z.object({ VersionId: z.string(), IsDefaultVersion: z.boolean() })).default([]),
});
/** A policy has five versions at most (IAM User Guide, "IAM and AWS STS quotas"). */
const MAX_VERSIONS = 5;

/** AWS::IAM::ManagedPolicy by CreatePolicy and the Attach… calls. Ref gives the policy's ARN. */
export const iamManagedPolicy = defineProvider({
  type: 'AWS::IAM::ManagedPolicy',
  schema: z.strictObject({
    ManagedPolicyName: cfnText.optional(),
    Path: cfnText.optional(),
    Description: cfnText.optional(),
    PolicyDocument: cfnPolicyDocument,
    ...policyHolders,
  }),
  attributes: ['PolicyArn', 'PolicyId'],
  replacedBy: ['ManagedPolicyName', 'Path', 'Description'],
  names: ['ManagedPolicyName'],
  async create({ ManagedPolicyName, Path, Description, PolicyDocument, ...holders }, context) {
    const PolicyName = ManagedPolicyName ?? context.madeUpName(128);
    const answer = await context.call('iam', 'CreatePolicy', given({ PolicyName, Path, Description, PolicyDocument }));
    const { Arn: PolicyArn, PolicyId } = answered(policyAnswer, answer).Policy;
    const provided = { physicalId: PolicyArn, attributes: { PolicyArn, PolicyId } };
    context.made(provided);
    await changeHolders(PolicyArn, NO_HOLDERS, holders, context);
    return provided;
  },
  async update({ properties: before, ...provided }, after, context) {
    const PolicyArn = provided.physicalId;
    if (before.PolicyDocument !== after.PolicyDocument) {
      const old = await otherVersions(PolicyArn, context);
      // The oldest makes room, as CloudFormation does it.
      if (old.length >= MAX_VERSIONS - 1)
        await context.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: old.at(-1) });
      await context.call('iam', 'CreatePolicyVersion', {
        PolicyArn,
        PolicyDocument: after.PolicyDocument,
        SetAsDefault: true,
      });
    }
    await changeHolders(PolicyArn, before, after, context);
    return provided;
  },
  async remove({ physicalId: PolicyArn, properties }, context) {
    await changeHolders(PolicyArn, properties, NO_HOLDERS, context);
    for (const VersionId of await otherVersions(PolicyArn, context))
      await context.forget('iam', 'DeletePolicyVersion', { PolicyArn, VersionId });
    await context.forget('iam', 'DeletePolicy', { PolicyArn });
  },
});

async function changeHolders(
  PolicyArn: string,
  before: Parameters<typeof holdersOf>[0],
  after: Parameters<typeof holdersOf>[0],
  context: ProvideContext,
): Promise<void> {
  const { added, removed } = listChange(holdersOf(before), holdersOf(after));
  for (const { kind, held } of added) await context.call('iam', `Attach${kind}Policy`, { ...held, PolicyArn });
  for (const { kind, held } of removed) await context.forget('iam', `Detach${kind}Policy`, { ...held, PolicyArn });
}

/** Versions that are not the default one, newest first; none of a policy that is gone. */
async function otherVersions(PolicyArn: string, context: ProvideContext): Promise<readonly string[]> {
  const answer = await context.forget('iam', 'ListPolicyVersions', { PolicyArn });
  const { Versions } = answered(versionsAnswer, answer ?? {});
  const number = (version: string) => Number(version.slice(1));
  return Versions.filter(({ IsDefaultVersion }) => !IsDefaultVersion)
    .map(({ VersionId }) => VersionId)
    .toSorted((a, b) => number(b) - number(a));
}
