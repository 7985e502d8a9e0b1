import { renderCsv } from './csv.js';
import { renderHtml } from './html.js';
import { renderJunit } from './junit.js';
import type { RunView } from './view.js';

/** Files of a pack that are computed from the record: the same record gives the same bytes, whenever and wherever. */
export const PROJECTIONS: Readonly<Record<string, (view: RunView) => string>> = {
  'index.html': renderHtml,
  'findings.csv': renderCsv,
  'junit.xml': renderJunit,
};
