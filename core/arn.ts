/** An ARN taken apart: `arn:partition:service:region:account-id:resource`. Source: IAM User Guide, "Amazon Resource Names". */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly accountId: string;
  readonly resource: string;
}

/** Undefined when `text` is no ARN. */
export function parseArn(text: string): Arn | undefined {
  const [arn, partition, service, region, accountId, ...resource] = text.split(':');
  if (arn !== 'arn' || !partition || !service || region === undefined || accountId === undefined) return undefined;
  if (resource.length === 0) return undefined;
  return { partition, service, region, accountId, resource: resource.join(':') };
}

export function formatArn(arn: Arn): string {
  return `arn:${arn.partition}:${arn.service}:${arn.region}:${arn.accountId}:${arn.resource}`;
}

/**
 * The role that a session belongs to: `arn:aws:sts::A:assumed-role/NAME/session` gives `NAME` and account `A`.
 * Undefined for any other ARN. A session ARN leaves out the role's path, so only the name can be compared.
 */
export function roleOfSession(text: string): { accountId: string; roleName: string; sessionName: string } | undefined {
  const arn = parseArn(text);
  if (arn?.service !== 'sts') return undefined;
  const match = /^assumed-role\/([^/]+)\/(.+)$/.exec(arn.resource);
  if (!match?.[1] || !match[2]) return undefined;
  return { accountId: arn.accountId, roleName: match[1], sessionName: match[2] };
}
