import { createHash } from 'node:crypto';
import type {
  DescribeAppResponse,
  DescribeDomainResponse,
  DescribeSpaceResponse,
  DescribeUserProfileResponse,
  Tag,
} from '@aws-sdk/client-sagemaker';
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

export interface Space extends DescribeSpaceResponse {
  readonly DomainId: string;
  readonly SpaceArn: string;
  readonly SpaceName: string;
  readonly CreationTime: Date;
}

export interface App extends DescribeAppResponse {
  readonly AppArn: string;
  readonly CreationTime: Date;
}

const tagsSchema = z.array(sdkShape<Tag>());

/** Studio domains, user profiles, spaces, apps and their tags. */
export class SageMakerState {
  readonly account: LakeAccount;
  readonly domains: KeptMap<Domain>;
  /** By ARN. */
  readonly profiles: KeptMap<UserProfile>;
  /** By ARN. */
  readonly spaces: KeptMap<Space>;
  /** By ARN; those that were deleted as well. */
  readonly apps: KeptMap<App>;
  /** By ARN. */
  readonly tags: KeptMap<readonly Tag[]>;
  #changed: () => void = () => undefined;

  constructor(account: LakeAccount) {
    this.account = account;
    const journal = journalOf(account);
    this.domains = new KeptMap(journal, {
      name: 'sagemaker/domains',
      parse: (saved) => sdkShape<Domain>().parse(saved),
      onChange: () => this.#changed(),
    });
    this.profiles = new KeptMap(journal, {
      name: 'sagemaker/user-profiles',
      parse: (saved) => sdkShape<UserProfile>().parse(saved),
      onChange: () => this.#changed(),
    });
    this.spaces = new KeptMap(journal, { name: 'sagemaker/spaces', parse: (saved) => sdkShape<Space>().parse(saved) });
    this.apps = new KeptMap(journal, { name: 'sagemaker/apps', parse: (saved) => sdkShape<App>().parse(saved) });
    this.tags = new KeptMap(journal, { name: 'sagemaker/tags', parse: (saved) => tagsSchema.parse(saved) });
  }

  /** Calls back when a domain or a profile was made, changed or deleted. */
  watch(changed: () => void): void {
    this.#changed = changed;
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

  /** Throws ResourceNotFound. */
  space(domainId: string | undefined, name: string | undefined): Space {
    const space = this.spaces.get(this.spaceArn(domainId ?? '', name ?? ''));
    if (space === undefined) throw resourceNotFound(`Space [${domainId}/${name}] does not exist.`);
    return space;
  }

  /** Throws ResourceNotFound. */
  app(arn: string): App {
    const app = this.apps.get(arn);
    if (app === undefined) throw resourceNotFound(`App [${arn}] does not exist.`);
    return app;
  }

  /** Apps of a domain, or of a profile or space of it, that were not deleted. */
  runningApps(of: {
    readonly DomainId: string;
    readonly UserProfileName?: string;
    readonly SpaceName?: string;
  }): readonly App[] {
    return [...this.apps.values()].filter(
      (app) =>
        app.Status === 'InService' &&
        app.DomainId === of.DomainId &&
        (of.UserProfileName === undefined || app.UserProfileName === of.UserProfileName) &&
        (of.SpaceName === undefined || app.SpaceName === of.SpaceName),
    );
  }

  domainArn(domainId: string): string {
    return this.arn(`domain/${domainId}`);
  }

  profileArn(domainId: string, name: string): string {
    return this.arn(`user-profile/${domainId}/${name}`);
  }

  spaceArn(domainId: string, name: string): string {
    return this.arn(`space/${domainId}/${name}`);
  }

  /** ARN of all resources of a kind, for calls that list them. */
  wildcardArn(kind: 'domain' | 'user-profile' | 'app' | 'space', domainId: string | undefined): string {
    return this.arn(kind === 'domain' ? 'domain/*' : `${kind}/${domainId ?? '*'}/*`);
  }

  /** `d-` and twelve letters or digits, the same for a name on every start of the lake. */
  domainIdFor(name: string): string {
    const { accountId, region } = this.account;
    const digest = createHash('sha256').update(`${accountId}/${region}/${name}`).digest();
    return `d-${[...digest.subarray(0, 12)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('')}`;
  }

  arn(resource: string): string {
    const { partition, region, accountId } = this.account;
    return `arn:${partition}:sagemaker:${region}:${accountId}:${resource}`;
  }
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';
