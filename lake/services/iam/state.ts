import type { LakeAccount } from '../../model/lake.js';
import type { IamStore } from './store.js';

/** What the actions of IAM work on. */
export interface IamState {
  readonly account: LakeAccount;
  readonly store: IamStore;
}
