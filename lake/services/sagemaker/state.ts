import { createHash } from 'node:crypto';
import type { DescribeDomainResponse, DescribeUserProfileResponse, Tag } from '@aws-sdk/client-sagemaker';
import { z } from 'zod';
import type { LakeAccount } from '../../model/lake.js';
import { journalOf } from '../../storage/journal.js';
import { KeptMap } from '../../storage/kept-map.js';
import { sdkShape } from '../../storage/sdk-shape.js';
import { resourceNotFound } from './errors.js';

/** A domain as DescribeDomain tells of it, with what the lake always knows. */
export interface Domain extends DescribeDomainResponse {
  readonly DomainId: string;
  readonly DomainArn: string;
  readonly DomainName: string;
  readonly CreationTime: Date;
}

export interface UserProfile extends DescribeUserProfileResponse {
  readonly DomainId: string;
  readonly UserProfileArn: string;
  readonly UserProfileName: string;
  readonly CreationTime: Date;
}

const tagsSchema = z.array(sdkShape<Tag>());

/** Studio domains, user profiles and their tags. */
export class SageMakerState {
  readonly account: LakeAccount;
  readonly domains: KeptMap<Domain>;
  /** By ARN. */
  readonly profiles: KeptMap<UserProfile>;
  /** By ARN. */
  readonly tags: KeptMap<readonly Tag[]>;

  constructor(account: LakeAccount) {
    this.account = account;
    const journal = journalOf(account);
    this.domains = new KeptMap(journal, {
      name: 'sagemaker/domains',
      parse: (saved) => sdkShape<Domain>().parse(saved),
    });
    this.profiles = new KeptMap(journal, {
      name: 'sagemaker/user-profiles',
      parse: (saved) => sdkShape<UserProfile>().parse(saved),
    });
    this.tags = new KeptMap(journal, { name: 'sagemaker/tags', parse: (saved) => tagsSchema.parse(saved) });
  }

  /** Throws ResourceNotFound. */
  domain(domainId: string | undefined): Domain {
    const domain = this.domains.get(domainId ?? '');
    if (domain === undefined) throw resourceNotFound(`Domain [${domainId}] does not exist.`);
    return domain;
  }

  /** Throws ResourceNotFound. */
  profile(domainId: string | undefined, name: string | undefined): UserProfile {
    const profile = this.profiles.get(this.profileArn(domainId ?? '', name ?? ''));
    if (profile === undefined) throw resourceNotFound(`UserProfile [${domainId}/${name}] does not exist.`);
    return profile;
  }

  domainArn(domainId: string): string {
    return this.#arn(`domain/${domainId}`);
  }

  profileArn(domainId: string, name: string): string {
    return this.#arn(`user-profile/${domainId}/${name}`);
  }

  /** ARN of all resources of a kind, for calls that list them. */
  wildcardArn(kind: 'domain' | 'user-profile' | 'app' | 'space', domainId: string | undefined): string {
    return this.#arn(kind === 'domain' ? 'domain/*' : `${kind}/${domainId ?? '*'}/*`);
  }

  /** `d-` and twelve letters or digits, the same for a name on every start of the lake. */
  domainIdFor(name: string): string {
    const { accountId, region } = this.account;
    const digest = createHash('sha256').update(`${accountId}/${region}/${name}`).digest();
    return `d-${[...digest.subarray(0, 12)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('')}`;
  }

  #arn(resource: string): string {
    const { partition, region, accountId } = this.account;
    return `arn:${partition}:sagemaker:${region}:${accountId}:${resource}`;
  }
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
