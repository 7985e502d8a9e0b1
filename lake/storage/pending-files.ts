import { readFileSync, writeFileSync } from 'node:fs';
import { LRUCache } from 'lru-cache';

const MAX_TOTAL_BYTES = 2 * 1024 * 1024;
/** What a file costs here beside its bytes. */
const FILE_BYTES = 300;
/** A larger file is written at once. */
const MAX_FILE_BYTES = 8 * 1024;

/**
 * Small files that nobody has asked for yet: they are written when their path is needed, or when others want the room.
 * Most results of queries are read once, through the API, so that creating their files would be most of their cost.
 */
export class PendingFiles {
  readonly #files = new LRUCache<string, Uint8Array>({
    maxSize: MAX_TOTAL_BYTES,
    sizeCalculation: (bytes) => bytes.length + FILE_BYTES,
    dispose: (bytes, path, reason) => {
      if (reason === 'evict') write(path, bytes);
    },
  });

  /** A file that does not exist yet. */
  add(path: string, bytes: Uint8Array): void {
    if (bytes.length > MAX_FILE_BYTES) write(path, bytes);
    // A copy of its own: a small Buffer is a part of a larger one, which would be kept for it.
    else this.#files.set(path, new Uint8Array(bytes));
  }

  /** The path, with the file there. */
  settled(path: string): string {
    const bytes = this.#files.peek(path);
    if (bytes !== undefined) {
      write(path, bytes);
      this.#files.delete(path);
    }
    return path;
  }

  /** A small file's bytes, wherever they are. */
  read(path: string): Uint8Array {
    return this.#files.peek(path) ?? readFileSync(path);
  }

  /** False when there is a file to remove. */
  forget(path: string): boolean {
    return this.#files.delete(path);
  }
}

function write(path: string, bytes: Uint8Array): void {
  writeFileSync(path, bytes, { flag: 'wx', mode: 0o600 });
}
