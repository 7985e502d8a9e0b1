import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStateFolder } from './state-folder.js';
import { startOf } from './state-lock.js';

let parent: string;
let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'lakeproof-state-'));
  folder = join(parent, 'state');
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(parent, { recursive: true, force: true });
});

/** Another process, living. */
async function livingPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000); console.log("up")']);
  children.push(child);
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child.pid ?? 0;
}

const code = (expected: string): unknown => expect.objectContaining({ code: expected });

describe('the folder of a lake', () => {
  it('is made for its owner only, is new, and is free again when it is given free', () => {
    const opened = openStateFolder(folder);
    expect(opened.state).toBe('new');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(() => openStateFolder(folder)).toThrow(code('LAKE_STATE_IN_USE'));
    opened.release();
    expect(readdirSync(folder)).toEqual([]);
    openStateFolder(folder).release();
  });

  it('is kept once its lake was ready', () => {
    mkdirSync(join(folder, 'trail'), { recursive: true });
    mkdirSync(join(folder, 'athena-spill'));
    writeFileSync(join(folder, 'journal.jsonl'), 'kept');
    const opened = openStateFolder(folder);
    expect(opened).toMatchObject({ state: 'kept', journalPath: join(folder, 'journal.jsonl') });
    expect(existsSync(join(folder, 'trail'))).toBe(true);
    expect(existsSync(join(folder, 'athena-spill'))).toBe(false);
  });

  it('is begun anew when its lake never was ready', () => {
    mkdirSync(join(folder, 's3', 'ab'), { recursive: true });
    writeFileSync(join(folder, 'starting.jsonl'), 'half');
    writeFileSync(join(folder, 'lake.env'), 'AWS_REGION=us-east-1');
    const opened = openStateFolder(folder);
    expect(opened.state).toBe('abandoned');
    opened.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused with something of others in it, which stays', () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'thesis.txt'), 'mine');
    expect(() => openStateFolder(folder)).toThrow(code('LAKE_STATE_NOT_EMPTY'));
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });
});

describe('the lock', () => {
  it('of a living process holds, and names it', async () => {
    mkdirSync(folder);
    const pid = await livingPid();
    const started = startOf(pid);
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid, started }));
    expect(() => openStateFolder(folder)).toThrow(code('LAKE_STATE_IN_USE'));
    expect(() => openStateFolder(folder)).toThrow(`process ${pid}`);
  });

  it('of a process that was killed counts for nothing', async () => {
    mkdirSync(folder);
    const pid = await livingPid();
    const started = startOf(pid);
    const [child] = children;
    const gone = new Promise((resolve) => child?.once('exit', resolve));
    child?.kill('SIGKILL');
    await gone;
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid, started }));
    openStateFolder(folder).release();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('does not hold for a process that has the number of the one before', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'lock'), JSON.stringify({ pid: await livingPid(), started: 'another/123' }));
    openStateFolder(folder).release();
  });
});
