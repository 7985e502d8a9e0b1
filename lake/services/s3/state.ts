import type { LakeAccount } from '../../model/lake.js';
import { journalOf } from '../../storage/journal.js';
import { KeptMap } from '../../storage/kept-map.js';
import { FileObjectStore } from './object-store.js';
import { uploadsIn } from './saved.js';
import type { Upload } from './upload.js';

/** What the S3 operations share. */
export class S3State {
  readonly account: LakeAccount;
  readonly objects: FileObjectStore;
  /** Multipart uploads that were neither completed nor aborted, by id. */
  readonly uploads: KeptMap<Upload>;

  constructor(account: LakeAccount) {
    this.account = account;
    this.objects = new FileObjectStore(account);
    const journal = journalOf(account);
    this.uploads = new KeptMap(journal, {
      ...uploadsIn(account.stateDir),
      restored: () => this.objects.takeUp(this.#partFiles()),
    });
  }

  #partFiles(): readonly string[] {
    return [...this.uploads.values()].flatMap(({ parts }) => [...parts.values()].map(({ path }) => path));
  }
}
