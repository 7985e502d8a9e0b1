import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMULATED_NOTICE } from '../../helpers/model/run.js';
import { writePack } from '../../reports/pack/write-pack.js';
import { findBrowser } from '../../tools/find-browser.js';
import { FORMULA_COLUMN, FULL, LIMITED, packWorld, writeWorld } from '../support/pack-world.js';

/* The page as a reader's browser shows it: opened from the disk, with scripts and without, on paper and on a phone. */

/** Finding and, at need, installing a browser takes its time. */
const BROWSER_DEADLINE_MS = 600_000;

let folder: string;
let browser: Browser;
let packDir: string;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lakeproof-browser-'));
  packDir = join(folder, 'pack');
  await writeWorld(packDir, packWorld());
  await writePack(packDir);
  url = pathToFileURL(join(packDir, 'index.html')).href;
  const { executablePath, args } = await findBrowser();
  browser = await chromium.launch({ executablePath, args: [...args] });
}, BROWSER_DEADLINE_MS);
afterAll(async () => {
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

interface Opened {
  readonly page: Page;
  readonly complaints: readonly string[];
  readonly requests: readonly string[];
}

/** Gives the page to `look`, with all that the browser complained of and all that was loaded. */
async function open(options: BrowserContextOptions, look: (opened: Opened) => Promise<void>): Promise<void> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => complaints.push(dialog.message()));
  page.on('request', (request) => requests.push(request.url()));
  await page.goto(url);
  await look({ page, complaints, requests });
  await context.close();
}

/** `profile column` → status and what stands in the cell, read from the table's own headers and not from our attributes. */
async function matrix(page: Page): Promise<Map<string, string>> {
  const table = page.getByRole('table', { name: 'Columns of amazon_reviews_db.amazon_reviews_parquet' });
  const profiles = (await table.locator('thead th').allInnerTexts()).slice(1);
  const cells = new Map<string, string>();
  for (const row of await table.locator('tbody tr').all()) {
    const column = (await row.locator('th').textContent()) ?? '';
    const texts = await row.locator('td').allInnerTexts();
    for (const [index, text] of texts.entries())
      cells.set(`${profiles[index] ?? ''} ${column}`, text.replaceAll(/\s+/g, ' '));
  }
  return cells;
}

const MATRIX = new Map([
  [`${FULL} product_id`, '✓ readable'],
  [`${LIMITED} product_id`, '✓ readable'],
  [`${FULL} star_rating`, '✓ readable'],
  [`${LIMITED} star_rating`, '✓ readable'],
  [`${FULL} review_body`, '✓ readable'],
  [`${LIMITED} review_body`, '✓ readable'],
  [`${FULL} customer_id`, '✓ readable'],
  [`${LIMITED} customer_id`, '✗ over-exposed'],
  [`${FULL} ${FORMULA_COLUMN}`, '✓ readable'],
  [`${LIMITED} ${FORMULA_COLUMN}`, '✓ refused'],
]);

describe('index.html in Chromium', () => {
  it('shows the verdict, the notice and the matrix, and loads nothing else', async () => {
    await open({}, async ({ page, complaints, requests }) => {
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Not everything holds.');
      expect(await page.getByRole('note').first().textContent()).toContain(EMULATED_NOTICE);
      expect(await matrix(page)).toEqual(MATRIX);
      expect(requests).toEqual([url]);
      expect(complaints).toEqual([]);
    });
  });

  it('says the same without scripts', async () => {
    await open({ javaScriptEnabled: false }, async ({ page }) => {
      expect(await matrix(page)).toEqual(MATRIX);
      expect(await page.locator('table.findings tbody tr').count()).toBe(22);
      expect(await page.locator('#filter').isVisible()).toBe(false);
    });
  });

  it('leads from a cell to its finding, and from there to the question', async () => {
    await open({}, async ({ page }) => {
      await page.getByRole('cell', { name: 'over-exposed' }).getByRole('link').click();
      const finding = page.locator('table.findings tr:target');
      expect(await finding.textContent()).toContain('customer_id');
      await finding.getByRole('link').first().click();
      const question = page.locator('details.entry:target');
      // The browser tells the page of its new place a moment after the click.
      await question.locator('pre.sql').waitFor({ state: 'visible' });
      expect(await question.locator('pre.sql').textContent()).toContain('SELECT * FROM');
    });
  });

  it('filters the findings', async () => {
    await open({}, async ({ page }) => {
      const rows = page.locator('table.findings tbody tr:visible');
      await page.getByLabel('Status').selectOption('not-satisfied');
      expect(await rows.count()).toBe(4);
      await page.getByLabel('Profile').selectOption(LIMITED);
      expect(await rows.count()).toBe(2);
      await page.getByLabel('Contains').fill('CUSTOMER');
      expect(await rows.count()).toBe(1);
      expect(await page.locator('#filter output').textContent()).toBe('1 of 22');
    });
  });

  it.each([
    ['a phone', 390],
    ['a small window', 800],
    ['a wide one', 1600],
  ])('fits %s', async (_, width) => {
    await open({ viewport: { width, height: 800 } }, async ({ page }) => {
      const overflow = await page.evaluate(
        'document.documentElement.scrollWidth - document.documentElement.clientWidth',
      );
      expect(overflow).toBe(0);
    });
  });

  it('reads junit.xml as well-formed XML', async () => {
    const text = await readFile(join(packDir, 'junit.xml'), 'utf8');
    await open({}, async ({ page }) => {
      const problem = await page.evaluate(
        `new DOMParser().parseFromString(${JSON.stringify(text)}, 'application/xml').querySelector('parsererror')?.textContent`,
      );
      expect(problem).toBeUndefined();
    });
  });

  it('prints without its controls', async () => {
    await open({}, async ({ page }) => {
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('nav').isVisible()).toBe(false);
      expect(await page.locator('#filter').isVisible()).toBe(false);
      expect((await page.pdf({ format: 'A4' })).length).toBeGreaterThan(10_000);
    });
  });
});
