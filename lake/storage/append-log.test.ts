import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppendLog } from './append-log.js';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lakeproof-log-'));
  path = join(folder, 'inside', 'small.log');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('what is appended', () => {
  it('is read back before and after it is written to the file', () => {
    const log = new AppendLog(path);
    const first = log.append(Buffer.from('one'));
    const second = log.append(Buffer.from('two more'));
    expect(existsSync(path)).toBe(false);
    expect([log.read(first, 3).toString(), log.read(second, 8).toString()]).toEqual(['one', 'two more']);
    log.flush();
    expect(readFileSync(path, 'utf8')).toBe('onetwo more');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect([log.read(first, 3).toString(), log.read(second, 8).toString()]).toEqual(['one', 'two more']);
    log.close();
  });

  it('is found among many that were written on the way', () => {
    const log = new AppendLog(path);
    const contents = Array.from({ length: 500 }, (_, index) => Buffer.alloc(1 + (index % 997), `${index};`));
    const offsets = contents.map((bytes) => log.append(bytes));
    const wrong = contents.filter((bytes, index) => !log.read(offsets[index] ?? 0, bytes.length).equals(bytes));
    expect(wrong).toEqual([]);
    expect(existsSync(path)).toBe(true);
    log.close();
  });

  it('may be empty, and is a copy of what the caller had', () => {
    const log = new AppendLog(path);
    expect(log.read(log.append(new Uint8Array()), 0)).toHaveLength(0);
    const bytes = Buffer.from('text');
    const offset = log.append(bytes);
    bytes.fill(0);
    expect(log.read(offset, 4).toString()).toBe('text');
    log.close();
  });

  it('may be a line of text, of any characters and any length', () => {
    const log = new AppendLog(path);
    const texts = ['', 'plain', 'größer', '𝟘'.repeat(9), '\ud800 alone', 'é'.repeat(30_000), 'last'];
    const offsets = texts.map((text, index) => [log.appendLine(text, `${index} `), log.appendLine(text)] as const);
    const lines = texts.map((text, index) => [Buffer.from(`${index} ${text}\n`), Buffer.from(`${text}\n`)] as const);
    for (const [index, [withHead, alone]] of lines.entries()) {
      const [withHeadAt, aloneAt] = offsets[index] ?? [-1, -1];
      expect(log.read(withHeadAt, withHead.length).equals(withHead)).toBe(true);
      expect(log.read(aloneAt, alone.length).equals(alone)).toBe(true);
    }
    expect(log.sizeBytes).toBe(Buffer.concat(lines.flat()).length);
    log.close();
    expect(readFileSync(path).equals(Buffer.concat(lines.flat()))).toBe(true);
  });

  it('is found among many lines that were written on the way', () => {
    const log = new AppendLog(path);
    const texts = Array.from({ length: 500 }, (_, index) => `${index} ${'ä'.repeat(index % 997)}`);
    const offsets = texts.map((text) => log.appendLine(text));
    const wrong = texts.filter((text, index) => {
      const line = Buffer.from(`${text}\n`);
      return !log.read(offsets[index] ?? 0, line.length).equals(line);
    });
    expect(wrong).toEqual([]);
    expect(existsSync(path)).toBe(true);
    log.close();
  });

  it('may be larger than what is gathered, between others', () => {
    const log = new AppendLog(path);
    const contents = ['before', 'x'.repeat(200_000), 'after'].map((text) => Buffer.from(text));
    const offsets = contents.map((bytes) => log.append(bytes));
    expect(contents.map((bytes, index) => log.read(offsets[index] ?? 0, bytes.length))).toEqual(contents);
    log.close();
    expect(readFileSync(path)).toEqual(Buffer.concat(contents));
  });
});

it('has everything in the file when it is closed', () => {
  const log = new AppendLog(path);
  log.append(Buffer.from('text'));
  log.close();
  expect(readFileSync(path, 'utf8')).toBe('text');
});

it('goes on after it was closed', () => {
  const log = new AppendLog(path);
  const first = log.append(Buffer.from('one'));
  log.close();
  const second = log.append(Buffer.from('two'));
  log.close();
  expect(readFileSync(path, 'utf8')).toBe('onetwo');
  expect([log.read(first, 3).toString(), log.read(second, 3).toString()]).toEqual(['one', 'two']);
});

it('makes no file for nothing', () => {
  new AppendLog(path).close();
  expect(existsSync(path)).toBe(false);
});

describe('a log that is taken up again', () => {
  it('goes on after what counts, and cuts off what does not', () => {
    const first = new AppendLog(path);
    first.append(Buffer.from('counts, does not'));
    first.close();
    const again = new AppendLog(path);
    again.resume('counts'.length);
    expect(again.append(Buffer.from('; goes on'))).toBe('counts'.length);
    again.close();
    expect(readFileSync(path, 'utf8')).toBe('counts; goes on');
  });

  it('is refused when it is shorter than that, or is not there', () => {
    expect(() => new AppendLog(path).resume(1)).toThrow(expect.objectContaining({ code: 'LAKE_STATE_DAMAGED' }));
    const first = new AppendLog(path);
    first.append(Buffer.from('text'));
    first.close();
    expect(() => new AppendLog(path).resume(5)).toThrow(expect.objectContaining({ code: 'LAKE_STATE_DAMAGED' }));
  });
});
