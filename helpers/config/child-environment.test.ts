import { describe, expect, it } from 'vitest';
import { childEnvironment } from './child-environment.js';

const options = {
  policyFile: '/p.yaml',
  settingsFile: '/s.yaml',
  target: 'embedded',
  profiles: [],
  specsDir: undefined,
  runDir: '/run',
  door: { url: 'http://127.0.0.1:1', token: 't' },
} as const;

describe('the environment of Playwright', () => {
  it('has no credential and no way to one', () => {
    const env = {
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_SESSION_TOKEN: 't',
      AWS_PROFILE: 'p',
      AWS_SHARED_CREDENTIALS_FILE: 'f',
      AWS_WEB_IDENTITY_TOKEN_FILE: 'f',
      PATH: '/bin',
    };
    const names = Object.keys(childEnvironment(options, env));
    expect(names.filter((name) => name.startsWith('AWS_'))).toEqual([]);
    expect(names).toContain('PATH');
  });

  it('says what the run has decided, whatever the shell said', () => {
    const env = { LAKEPROOF_POLICY: '/other.yaml', LAKEPROOF_SPECS: '/other', LAKEPROOF_PROFILES: 'x' };
    const child = childEnvironment({ ...options, profiles: ['a', 'b'] }, env);
    expect(child).toMatchObject({ LAKEPROOF_POLICY: '/p.yaml', LAKEPROOF_PROFILES: 'a,b', LAKEPROOF_RUN_DIR: '/run' });
    expect(child.LAKEPROOF_SPECS).toBeUndefined();
  });
});
