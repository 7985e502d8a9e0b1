import {
  DescribeDomainCommand,
  DescribeUserProfileCommand,
  ListDomainsCommand,
  ListUserProfilesCommand,
} from '@aws-sdk/client-sagemaker';
import type { AwsAccess, Clients } from './access.js';
import { allPages, given } from './pages.js';

export interface DomainName {
  readonly id: string;
  readonly name: string;
}

export interface DomainFacts extends DomainName {
  readonly authMode: 'IAM' | 'SSO' | undefined;
  /** Lake Formation then decides for the person in Identity Center, whom a role does not stand for. */
  readonly trustedIdentityPropagation: boolean;
  readonly defaultExecutionRoleArn?: string;
}

/** Throws CallFailure, as all functions here do. */
export async function listDomains(access: AwsAccess, clients: Clients): Promise<DomainName[]> {
  return allPages('sagemaker:ListDomains', async (token) => {
    const { output } = await access.call('sagemaker:ListDomains', (options) =>
      clients.sagemaker.send(new ListDomainsCommand({ NextToken: token }), options),
    );
    const domains = (output.Domains ?? []).flatMap(({ DomainId: id, DomainName: name }) =>
      id === undefined || name === undefined ? [] : [{ id, name }],
    );
    return { items: domains, next: output.NextToken };
  });
}

export async function describeDomain(access: AwsAccess, clients: Clients, domain: DomainName): Promise<DomainFacts> {
  const { output } = await access.call('sagemaker:DescribeDomain', (options) =>
    clients.sagemaker.send(new DescribeDomainCommand({ DomainId: domain.id }), options),
  );
  const propagation = output.DomainSettings?.TrustedIdentityPropagationSettings;
  return {
    ...domain,
    authMode: output.AuthMode,
    trustedIdentityPropagation: propagation?.Status === 'ENABLED',
    ...given('defaultExecutionRoleArn', output.DefaultUserSettings?.ExecutionRole),
  };
}

/** Names of a domain's user profiles, sorted. */
export async function listUserProfiles(access: AwsAccess, clients: Clients, domainId: string): Promise<string[]> {
  const names = await allPages('sagemaker:ListUserProfiles', async (token) => {
    const { output } = await access.call('sagemaker:ListUserProfiles', (options) =>
      clients.sagemaker.send(new ListUserProfilesCommand({ DomainIdEquals: domainId, NextToken: token }), options),
    );
    const page = (output.UserProfiles ?? []).flatMap(({ UserProfileName }) => UserProfileName ?? []);
    return { items: page, next: output.NextToken };
  });
  return names.sort();
}

/** The profile's own execution role, if it has one: else the domain's default applies (SageMaker Developer Guide). */
export async function executionRoleOf(
  access: AwsAccess,
  clients: Clients,
  domainId: string,
  profile: string,
): Promise<string | undefined> {
  const { output } = await access.call('sagemaker:DescribeUserProfile', (options) =>
    clients.sagemaker.send(new DescribeUserProfileCommand({ DomainId: domainId, UserProfileName: profile }), options),
  );
  return output.UserSettings?.ExecutionRole;
}
