import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PendingFiles } from './pending-files.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakeproof-pending-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a small file', () => {
  it('is there when its path is asked for, and readable before and after', () => {
    const files = new PendingFiles();
    const path = join(folder, 'a');
    files.add(path, Buffer.from('text'));
    expect(existsSync(path)).toBe(false);
    expect(Buffer.from(files.read(path)).toString()).toBe('text');
    expect(files.settled(path)).toBe(path);
    expect(readFileSync(path, 'utf8')).toBe('text');
    expect(Buffer.from(files.read(path)).toString()).toBe('text');
  });

  it('is written when others want its room', () => {
    const files = new PendingFiles();
    const paths = Array.from({ length: 2_000 }, (_, index) => join(folder, String(index)));
    for (const path of paths) files.add(path, Buffer.alloc(4_000, path));
    expect(existsSync(paths[0] ?? '')).toBe(true);
    const wrong = paths.filter((path) => !Buffer.alloc(4_000, path).equals(files.read(path)));
    expect(wrong).toEqual([]);
  });

  it('leaves nothing when it is forgotten', () => {
    const files = new PendingFiles();
    const path = join(folder, 'a');
    files.add(path, Buffer.from('text'));
    expect(files.forget(path)).toBe(true);
    expect(files.forget(path)).toBe(false);
    expect(files.settled(path)).toBe(path);
    expect(existsSync(path)).toBe(false);
  });
});

it('writes a larger file at once', () => {
  const path = join(folder, 'large');
  new PendingFiles().add(path, Buffer.alloc(100_000));
  expect(existsSync(path)).toBe(true);
});
