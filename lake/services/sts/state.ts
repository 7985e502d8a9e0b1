import type { LakeAccount } from '../../model/lake.js';
import type { IamStore } from '../iam/store.js';
import type { SessionStore } from './sessions.js';

/** What the actions of STS work on. */
export interface StsState {
  readonly account: LakeAccount;
  readonly iam: IamStore;
  readonly sessions: SessionStore;
}
