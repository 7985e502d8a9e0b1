import { evaluate } from './evaluate.js';
import type { PolicyDocument } from './policy-document.js';
import { conditionContext } from './variables.js';

/**
 * Whether a role's trust policy lets an AWS service do `action`, for example sts:SetSourceIdentity, with it. Only
 * statements that name the service count (IAM User Guide, "AWS JSON policy elements: Principal").
 */
export function trustsService(trust: PolicyDocument, service: string, action: string, resource: string): boolean {
  const about = trust.statements.filter(
    ({ principals }) => principals?.not === false && principals.service.includes(service),
  );
  const context = conditionContext({ 'aws:PrincipalIsAWSService': 'true' });
  return evaluate([{ ...trust, statements: about }], { action, resource, context }) === 'allow';
}
