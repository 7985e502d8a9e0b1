import type { DataLakeSettings } from '@aws-sdk/client-lakeformation';
import { FilterStore } from '../../access/lakeformation/data-cells-filter.js';
import { IAM_ALLOWED_PRINCIPALS } from '../../access/lakeformation/grant.js';
import { GrantStore } from '../../access/lakeformation/grant-store.js';
import { OptInStore } from '../../access/lakeformation/opt-ins.js';
import { TagStore } from '../../access/lakeformation/tag-store.js';
import { type Lake, type LakeAccount, type LakeSwitches, switchesOf } from '../../model/lake.js';
import { initialSettings, names } from './settings.js';

/** An S3 location under Lake Formation's management. */
export interface RegisteredLocation {
  readonly resourceArn: string;
  readonly roleArn: string;
  readonly registeredAt: Date;
  /** Hybrid access mode: Lake Formation decides for whom has opted in, IAM for all others. */
  readonly hybrid: boolean;
}

/** All that Lake Formation knows of the account. */
export class LakeFormationState {
  readonly account: LakeAccount;
  readonly getLake: () => Lake;
  readonly grants = new GrantStore();
  readonly filters = new FilterStore();
  readonly tags = new TagStore();
  readonly optIns = new OptInStore();
  /** By path, `bucket/prefix`. */
  readonly locations = new Map<string, RegisteredLocation>();
  settings: DataLakeSettings;
  readonly columnListBesideWriting: LakeSwitches['columnListBesideWriting'];

  constructor(account: LakeAccount, getLake: () => Lake) {
    this.columnListBesideWriting = switchesOf(account).columnListBesideWriting;
    this.account = account;
    this.getLake = getLake;
    this.settings = initialSettings(account);
    // A new account's "database creators" are whom IAM allows (Developer Guide, "change-settings", step 4).
    this.grants.write(
      {
        principal: IAM_ALLOWED_PRINCIPALS,
        resource: { kind: 'catalog' },
        permissions: ['CREATE_DATABASE'],
        grantable: [],
      },
      account.clock.now(),
      account.accountId,
    );
  }

  isAdministrator(principalArn: string): boolean {
    return names(this.settings.DataLakeAdmins, principalArn);
  }

  isReadOnlyAdministrator(principalArn: string): boolean {
    return names(this.settings.ReadOnlyAdmins, principalArn);
  }

  /** Administrators of both kinds see the whole catalogue and every grant. */
  describesEverything(principalArn: string): boolean {
    return this.isAdministrator(principalArn) || this.isReadOnlyAdministrator(principalArn);
  }
}
