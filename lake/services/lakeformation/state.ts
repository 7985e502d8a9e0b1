import type { DataLakeSettings } from '@aws-sdk/client-lakeformation';
import { z } from 'zod';
import { FilterStore } from '../../access/lakeformation/data-cells-filter.js';
import { IAM_ALLOWED_PRINCIPALS } from '../../access/lakeformation/grant.js';
import { GrantStore } from '../../access/lakeformation/grant-store.js';
import { OptInStore } from '../../access/lakeformation/opt-ins.js';
import { TagStore } from '../../access/lakeformation/tag-store.js';
import { type Lake, type LakeAccount, type LakeSwitches, switchesOf } from '../../model/lake.js';
import { journalOf } from '../../storage/journal.js';
import { KeptMap } from '../../storage/kept-map.js';
import { sdkShape } from '../../storage/sdk-shape.js';
import { initialSettings, names } from './settings.js';

/** An S3 location under Lake Formation's management. */
export interface RegisteredLocation {
  readonly resourceArn: string;
  readonly roleArn: string;
  readonly registeredAt: Date;
  /** Hybrid access mode: Lake Formation decides for whom has opted in, IAM for all others. */
  readonly hybrid: boolean;
}

const locationSchema: z.ZodType<RegisteredLocation> = z.object({
  resourceArn: z.string(),
  roleArn: z.string(),
  registeredAt: z.date(),
  hybrid: z.boolean(),
});

/** The account has one set of settings. */
const SETTINGS = 'account';

/** All that Lake Formation knows of the account. */
export class LakeFormationState {
  readonly account: LakeAccount;
  readonly getLake: () => Lake;
  readonly grants: GrantStore;
  readonly filters: FilterStore;
  readonly tags: TagStore;
  readonly optIns: OptInStore;
  /** By path, `bucket/prefix`. */
  readonly locations: KeptMap<RegisteredLocation>;
  readonly #settings: KeptMap<DataLakeSettings>;
  readonly columnListBesideWriting: LakeSwitches['columnListBesideWriting'];

  constructor(account: LakeAccount, getLake: () => Lake) {
    this.columnListBesideWriting = switchesOf(account).columnListBesideWriting;
    this.account = account;
    this.getLake = getLake;
    const journal = journalOf(account);
    this.grants = new GrantStore(journal);
    this.filters = new FilterStore(journal);
    this.tags = new TagStore(journal);
    this.optIns = new OptInStore(journal);
    this.locations = new KeptMap(journal, {
      name: 'lakeformation/locations',
      parse: (saved) => locationSchema.parse(saved),
    });
    this.#settings = new KeptMap(journal, {
      name: 'lakeformation/settings',
      parse: (saved) => sdkShape<DataLakeSettings>().parse(saved),
    });
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

  get settings(): DataLakeSettings {
    const settings = this.#settings.get(SETTINGS);
    if (settings === undefined) throw new Error('the settings of the data lake are gone');
    return settings;
  }

  set settings(settings: DataLakeSettings) {
    this.#settings.set(SETTINGS, settings);
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
