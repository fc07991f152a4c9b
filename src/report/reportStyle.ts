/** The style sheet of the HTML report. It stands inside the file: a change ticket keeps one attachment. */
export const reportStyle = `
:root { color-scheme: light dark; --text: #1d2430; --soft: #5a6474; --line: #d5dae2; --paper: #fff; --band: #f4f6f9; --now: #6b7a90; --after: #1b6ac9; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e3e7ee; --soft: #a0aaba; --line: #3a4352; --paper: #171b22; --band: #1f252f; --now: #8592a6; --after: #6cabf7; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1.5rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 .75rem; }
h2 { font-size: 1.3rem; margin: 2.5rem 0 .5rem; padding-bottom: .25rem; border-bottom: 2px solid var(--line); }
h3 { font-size: 1.08rem; margin: 2rem 0 .5rem; }
p { margin: .75rem 0; }
h1 + ul { list-style: none; padding: 0; color: var(--soft); font-size: .9rem; }
h1 + ul + p { font-size: 1.15rem; padding: .75rem 1rem; background: var(--band); border-left: 4px solid var(--after); }
ul { padding-left: 1.25rem; }
.wide { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .7rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { background: var(--band); font-weight: 600; overflow-wrap: normal; }
th[align=right], td[align=right] { text-align: right; }
td[align=right] { white-space: nowrap; }
td { unicode-bidi: isolate; }
code { font: .88em/1.4 ui-monospace, SFMono-Regular, Consolas, monospace; overflow-wrap: anywhere; }
.bars { display: block; width: 9rem; padding-top: .25rem; }
.bars span { display: block; height: .5rem; margin-bottom: .15rem; border-radius: 1px; }
.bars .now { background: var(--now); }
.bars .after { background: var(--after); }
@media print {
  @page { margin: 15mm; }
  :root { --text: #000; --soft: #333; --line: #999; --paper: #fff; --band: #fff; --now: #888; --after: #000; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  .wide { overflow: visible; }
  h2, h3 { break-after: avoid; }
  tr { break-inside: avoid; }
  thead { display: table-header-group; }
  .bars span { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
