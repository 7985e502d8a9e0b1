import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packWorld } from '../../tests/support/pack-world.js';
import { askCommand, becomeCommands, lookCommands, quoted } from './reperform.js';
import { viewOf } from './view.js';

const view = viewOf(packWorld().record);
const { run } = view.record;

/** What a shell makes of a command: its words, by a shell and not by us. */
function words(command: string): string[] {
  const printed = execFileSync('/bin/sh', ['-c', `aws() { printf '%s\\0' "$@"; }; EXTERNAL_ID=the-id; ${command}`]);
  return printed.toString('utf8').split('\0').slice(0, -1);
}

describe('commands to ask again', () => {
  it('give a shell the very SQL of each question', () => {
    for (const question of view.questions) {
      const given = words(askCommand(run, question));
      expect(given.slice(0, 2)).toEqual(['athena', 'start-query-execution']);
      expect(given[given.indexOf('--query-string') + 1]).toBe(question.probe.sql);
      expect(given[given.indexOf('--work-group') + 1]).toBe(`studio-${question.probe.profile}`);
    }
  });

  it('look at the query and at each cited event', () => {
    const question = view.questions.find(({ probe }) => probe.kind === 'column-count');
    if (question === undefined) throw new TypeError('the world has such a question');
    const commands = lookCommands(run, question).map(words);
    expect(commands.map((command) => command.slice(0, 2).join(' '))).toEqual([
      'athena get-query-execution',
      'cloudtrail lookup-events',
      'cloudtrail lookup-events',
    ]);
    expect(commands[1]?.at(-1)).toBe('AttributeKey=EventId,AttributeValue=start-2');
  });

  it('become the runner, then the profile, under names that its trust policy takes', () => {
    const identity = run.identities[1];
    if (identity === undefined) throw new TypeError('the world has two identities');
    const [runner, profile] = becomeCommands(run, identity).map(words);
    expect(runner).toContain('arn:aws:iam::111122223333:role/LakeproofRunner');
    expect(profile).toContain('arn:aws:iam::111122223333:role/SageMakerStudioExecutionRole_data-scientist-limited');
    expect(profile?.[profile.indexOf('--role-session-name') + 1]).toMatch(/^lakeproof-/);
    expect(profile?.[profile.indexOf('--external-id') + 1]).toBe('the-id');
  });

  it('quote any name for a shell', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('\0')),
        (text) => {
          expect(words(`aws ${quoted(text)}`)).toEqual([text]);
        },
      ),
      { numRuns: 50 },
    );
  });
});
