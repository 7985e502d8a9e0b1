import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { packageRoot } from '../../core/package-root.js';
import { settingsFileSchema } from '../../helpers/config/settings-schema.js';
import { readTemplate } from '../../infra/testing/read-template.js';
import { documents, pageAt } from './markdown.js';

const ROOT = packageRoot();
const TEMPLATES = ['infra/walkthrough.template.yaml', 'infra/walkthrough-as-published.template.yaml'];
const manifest = z
  .object({ license: z.string(), scripts: z.record(z.string(), z.string()), engines: z.object({ node: z.string() }) })
  .parse(JSON.parse(pageAt('package.json')));

/** Targets of links, without those that lead out of the repository or stay on the page. */
function linksIn(page: string): readonly string[] {
  return [...page.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => target.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}

/** Paths in code that begin with a folder of the repository and name one thing: no pattern, no placeholder. */
function pathsIn(page: string): readonly string[] {
  const rooms = 'bench|cli|core|docs|fixtures|helpers|infra|lake|policies|reports|specs|tests|tools|\\.ci';
  return [...page.matchAll(new RegExp(`[\`\\s]((?:${rooms})/[\\w./-]*)(?=[\`\\s:,;])`, 'g'))].map(
    ([, path = '']) => path,
  );
}

describe.each(documents())('%s', (document) => {
  const page = pageAt(document);

  it('links to what exists', () => {
    const broken = linksIn(page).filter((target) => !existsSync(join(ROOT, dirname(document), target)));
    expect(broken).toEqual([]);
  });

  it('names files that exist', () => {
    expect(pathsIn(page).filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names scripts that exist', () => {
    const scripts = [...page.matchAll(/\bnpm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(scripts.filter((name) => manifest.scripts[name] === undefined)).toEqual([]);
  });
});

describe('the checks above', () => {
  it('see a link and a path that lead nowhere', () => {
    expect(linksIn('[a](docs/none.md) [b](https://aws.amazon.com) [c](#here)')).toEqual(['docs/none.md']);
    expect(pathsIn('see `helpers/none.ts` and `helpers/<kind>.ts`, run docs/none.md now')).toEqual([
      'helpers/none.ts',
      'docs/none.md',
    ]);
  });
});

describe('docs/running-on-aws.md', () => {
  const page = pageAt('docs/running-on-aws.md');

  it.each(TEMPLATES)('names every parameter of %s', (template) => {
    const { Parameters } = z
      .object({ Parameters: z.record(z.string(), z.unknown()) })
      .parse(readTemplate(join(ROOT, template)));
    expect(Object.keys(Parameters).filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });

  it.each(['RunnerPolicy', 'UserProfileExecutionPolicy'])('names every statement of %s', (logicalId) => {
    const policy = readTemplate(join(ROOT, TEMPLATES[0] ?? '')).Resources[logicalId];
    const sids = z
      .object({
        Properties: z.object({ PolicyDocument: z.object({ Statement: z.array(z.object({ Sid: z.string() })) }) }),
      })
      .parse(policy)
      .Properties.PolicyDocument.Statement.map(({ Sid }) => Sid);
    expect(sids.filter((sid) => !page.includes(`\`${sid}\``))).toEqual([]);
  });

  it('names every setting', () => {
    const { limits, ...fields } = settingsFileSchema.shape;
    const names = [...Object.keys(fields), ...Object.keys(limits.unwrap().shape).map((name) => `limits.${name}`)];
    const told = names.filter((name) => name !== 'formatVersion');
    expect(told.filter((name) => !new RegExp(`\`${name}[\`.]`).test(page))).toEqual([]);
  });
});

describe('package.json', () => {
  it('says what README and LICENSE say', () => {
    expect(pageAt('README.md')).toContain(`Node ${manifest.engines.node.replace('>=', '')} or later`);
    expect(manifest.license).toBe('Apache-2.0');
    expect(pageAt('LICENSE')).toContain('Apache License');
  });

  it('has no script that CONTRIBUTING.md leaves out', () => {
    const page = pageAt('CONTRIBUTING.md');
    // Parts of another script need no line of their own; these are the README's.
    const parts = Object.values(manifest.scripts).flatMap((script) => [...script.matchAll(/npm run ([\w:-]+)/g)]);
    const known = new Set(['prepare', 'start', 'lake', 'test', ...parts.map(([, name]) => name)]);
    const untold = Object.keys(manifest.scripts).filter(
      (name) => !known.has(name) && !page.includes(`npm run ${name}`),
    );
    expect(untold).toEqual([]);
  });
});
