/** The page's look: ink on paper, three statuses that differ in shape, sign and colour, and a print form. */
export const STYLE = `
:root {
  --ink: #1d2433; --quiet: #5b6478; --line: #dfe3ea; --paper: #fff; --wash: #f6f7f9;
  --good: #14713f; --good-wash: #e8f5ed; --bad: #b3261e; --bad-wash: #fcebea; --open: #8a5300; --open-wash: #fff4e0;
}
* { box-sizing: border-box; }
html { background: var(--wash); scroll-padding-top: 3.5rem; }
body {
  margin: 0 auto; padding: 0 2.5rem 4rem; max-width: 80rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  font-variant-numeric: tabular-nums; box-shadow: 0 0 0 1px var(--line);
}
h1 { font-size: 1.75rem; line-height: 1.2; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 1.3rem; margin: 0 0 0.75rem; letter-spacing: -0.005em; }
h3 { font-size: 1rem; margin: 1.25rem 0 0.4rem; }
p { margin: 0.4rem 0; max-width: 62rem; }
a { color: inherit; text-decoration-color: #a9b1c0; text-underline-offset: 0.15em; }
a:hover, a:focus-visible { text-decoration-color: currentColor; }
small { font-size: 0.85em; color: var(--quiet); }
code, pre { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.86em; }
code { overflow-wrap: anywhere; }
pre { margin: 0.4rem 0; padding: 0.6rem 0.8rem; background: var(--wash); border-radius: 4px; white-space: pre-wrap; overflow-wrap: anywhere; }
.sh span { display: block; padding-left: 1.5em; text-indent: -1.5em; }
#readings, #questions, #identities { content-visibility: auto; contain-intrinsic-size: auto 50rem; }
section { padding: 2rem 0 0.5rem; border-top: 1px solid var(--line); margin-top: 2rem; }
main > section:first-child { border-top: 0; margin-top: 0; }
.quiet { color: var(--quiet); font-weight: 400; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

nav { position: sticky; top: 0; z-index: 2; margin: 0 -2.5rem; padding: 0.55rem 2.5rem; background: var(--paper); border-bottom: 1px solid var(--line); display: flex; flex-wrap: wrap; gap: 0.2rem 1.25rem; font-size: 0.88rem; }
nav a { text-decoration: none; color: var(--quiet); }
nav a:hover { color: var(--ink); }
header { padding-top: 1.5rem; }
.brand { font-weight: 700; font-size: 1rem; margin: 0 0 1rem; }
.brand span { font-weight: 400; color: var(--quiet); margin-left: 0.5rem; }
.run { display: flex; flex-wrap: wrap; gap: 0.3rem 2.2rem; margin: 0 0 1.1rem; }
.run dt { font-size: 0.78rem; color: var(--quiet); }
.run dd { margin: 0; font-weight: 500; }
.notice {
  max-width: none; margin: 0 0 1rem; padding: 0.6rem 1rem; border: 2px solid var(--open); color: #5c3700;
  background: repeating-linear-gradient(-45deg, #fff4e0 0 14px, #ffeac4 14px 28px);
}
.notice strong { font-size: 1.05rem; margin-right: 0.75rem; }
.verdict { display: flex; gap: 1.1rem; align-items: center; padding: 1.2rem 1.4rem; border-radius: 6px; border-left: 6px solid; }
.verdict p { margin: 0.25rem 0 0; }
.verdict.satisfied { background: var(--good-wash); border-color: var(--good); }
.verdict.not-satisfied { background: var(--bad-wash); border-color: var(--bad); }
.verdict.indeterminate { background: var(--open-wash); border-color: var(--open); }
.verdict > .mark { font-size: 1.7rem; width: 2em; height: 2em; flex: none; }
.warnings { margin: 0.9rem 0; padding: 0.7rem 1rem 0.7rem 2.2rem; border: 1px solid var(--open); border-radius: 4px; }

.mark { display: inline-flex; align-items: center; justify-content: center; width: 1.35em; height: 1.35em; font-weight: 700; font-size: 0.8rem; color: #fff; line-height: 1; flex: none; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
.mark.satisfied { background: var(--good); border-radius: 50%; }
.mark.not-satisfied { background: var(--bad); border-radius: 2px; }
.mark.indeterminate { background: var(--open); clip-path: polygon(50% -8%, 108% 50%, 50% 108%, -8% 50%); }
.badge { display: inline-flex; align-items: center; gap: 0.4em; white-space: nowrap; font-weight: 600; }
.badge.satisfied { color: var(--good); }
.badge.not-satisfied { color: var(--bad); }
.badge.indeterminate { color: var(--open); }

table { border-collapse: collapse; width: 100%; font-size: 0.92rem; }
caption { text-align: left; font-weight: 600; font-size: 1rem; padding: 1.25rem 0 0.5rem; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.7rem; border-bottom: 1px solid var(--line); overflow-wrap: break-word; }
thead th { font-size: 0.8rem; color: var(--quiet); font-weight: 600; border-bottom: 1px solid #b9c0cc; vertical-align: bottom; }
tbody th { font-weight: 500; }
.number { text-align: right; white-space: nowrap; }
.scroll { overflow-x: auto; }
.counts { margin-top: 1rem; }
.counts th small { display: block; font-weight: 400; }
.counts td { font-size: 1.15rem; font-weight: 600; }
.counts .zero { color: #a9b1c0; font-weight: 400; }
.counts .satisfied { color: var(--good); } .counts .not-satisfied { color: var(--bad); } .counts .indeterminate { color: var(--open); }

.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1.25rem; margin: 0.5rem 0; }
.facts dt { color: var(--quiet); font-size: 0.9rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 2.5rem; margin-top: 1rem; }
.columns ul { margin: 0; padding-left: 1.1rem; }
.columns li { margin-bottom: 0.35rem; }

.legend { display: flex; flex-wrap: wrap; gap: 0.3rem 1.75rem; padding: 0; margin: 0; list-style: none; font-size: 0.9rem; color: var(--quiet); }
.legend li { display: flex; gap: 0.5em; align-items: center; }
.matrix { width: auto; min-width: 26rem; }
.matrix tbody th { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; font-size: 0.86rem; padding-right: 2rem; }
.cell { padding: 0; min-width: 11rem; }
.cell a { display: flex; gap: 0.5em; align-items: center; padding: 0.35rem 0.7rem; text-decoration: none; height: 100%; }
.cell a:hover .word { text-decoration: underline; }
.cell.not-satisfied { background: var(--bad-wash); } .cell.not-satisfied .word { color: var(--bad); font-weight: 700; }
.cell.indeterminate { background: var(--open-wash); } .cell.indeterminate .word { color: var(--open); font-weight: 600; }
.cell[data-expected="deny"].satisfied .mark { background: var(--paper); color: var(--good); box-shadow: inset 0 0 0 2px var(--good); }
.cell.none { padding: 0.35rem 0.7rem; }
.dense .cell { min-width: 0; text-align: center; }
.dense .cell a { justify-content: center; padding: 0.25rem; }
.dense thead th span { writing-mode: vertical-rl; transform: rotate(180deg); max-height: 14rem; }

.card { border: 1px solid var(--line); border-left: 5px solid; border-radius: 4px; padding: 0.9rem 1.2rem; margin: 0.9rem 0; }
.card.not-satisfied { border-left-color: var(--bad); } .card.indeterminate { border-left-color: var(--open); border-left-style: double; }
.card h3 { margin: 0 0 0.3rem; font-size: 1.02rem; display: flex; flex-wrap: wrap; gap: 0.2rem 0.7rem; align-items: baseline; }
.card h3 .badge { align-self: center; }
.why { font-weight: 500; }
.question { margin: 0.8rem 0 0; padding-left: 0.9rem; border-left: 2px solid var(--line); }
.question .line, .question .answer { margin: 0.15rem 0; }
.answer { overflow-wrap: anywhere; }
.events { margin: 0.2rem 0; padding-left: 1.2rem; font-size: 0.9rem; }
details > summary { cursor: pointer; padding: 0.3rem 0; }
details.again > summary { color: var(--quiet); font-size: 0.88rem; }
details.entry { border-bottom: 1px solid var(--line); }
details.entry > summary { overflow-wrap: anywhere; font-size: 0.92rem; }
details.entry[open] { padding-bottom: 0.8rem; }
:target:not(section) { outline: 2px solid #2f6fde; outline-offset: 3px; }
tr.odd { background: var(--open-wash); }
.findings { font-size: 0.88rem; } .findings th, .findings td { padding: 0.4rem 0.6rem; }
.findings small { display: block; overflow-wrap: anywhere; }
.findings { table-layout: fixed; min-width: 60rem; }
.findings th:nth-child(1) { width: 4.5rem; } .findings th:nth-child(2) { width: 10rem; } .findings th:nth-child(3) { width: 26%; }
.findings th:nth-child(4) { width: 9.5rem; } .findings th:nth-child(6) { width: 7.5rem; }
details.group { margin-top: 0.6rem; }
details.group > summary { font-size: 1rem; }
#filter { display: flex; flex-wrap: wrap; gap: 0.5rem 1.25rem; align-items: center; padding: 0.6rem 0.9rem; background: var(--wash); border-radius: 4px; margin-bottom: 0.5rem; font-size: 0.9rem; }
#filter[hidden] { display: none; }
#filter select, #filter input { max-width: 100%; font: inherit; padding: 0.2rem 0.4rem; border: 1px solid #b9c0cc; border-radius: 3px; background: var(--paper); }
#filter output { color: var(--quiet); margin-left: auto; }
footer { margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.88rem; color: var(--quiet); }

@media (max-width: 50rem) { #filter label { max-width: 100%; } .counts th small { display: none; } .number { white-space: normal; } .card h3 > *, .card code { min-width: 0; overflow-wrap: anywhere; } .facts, .columns { grid-template-columns: minmax(0, 1fr); } body { padding: 0 1rem 2rem; } nav { margin: 0 -1rem; padding: 0.55rem 1rem; }   .facts dd { margin-bottom: 0.4rem; } }
@page { margin: 16mm 14mm; }
@media print {
  html { background: none; } body { max-width: none; padding: 0; box-shadow: none; font-size: 10pt; }
  nav, #filter { display: none; }
  .scroll { overflow: visible; }
  .card, .verdict, .identity, .question, tr { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  thead { display: table-header-group; }
  .card details::details-content, #readings details::details-content { content-visibility: visible; height: auto; }
  .notice, .cell, .verdict { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
}
`;
