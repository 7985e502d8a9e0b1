import type { LakeAccount } from '../../model/lake.js';
import { FileObjectStore } from './object-store.js';
import type { Upload } from './upload.js';

/** What the S3 operations share. */
export class S3State {
  readonly account: LakeAccount;
  readonly objects: FileObjectStore;
  /** Multipart uploads that were neither completed nor aborted, by id. */
  readonly uploads = new Map<string, Upload>();

  constructor(account: LakeAccount) {
    this.account = account;
    this.objects = new FileObjectStore(account);
  }
}
