/** The colours, as variables: light, and dark on a screen that is. Their lightness differs as much as their hue, for grey print and colour blindness. */
export const PALETTE = `
:root {
  color-scheme: light;
  --paper: #ffffff; --panel: #f5f6f8; --ink: #1b1e23; --soft: #555c66; --line: #d8dce2;
  --anyway: #6d9bc9; --policy: #b3390d; --chance: #8d939d; --treated: #0b7a75; --control: #8a5fb0; --link: #0b5cad;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    color-scheme: dark;
    --paper: #14171b; --panel: #1d2127; --ink: #eaecef; --soft: #aab1bb; --line: #373e48;
    --anyway: #5a8fc4; --policy: #ff9f6b; --chance: #959ca7; --treated: #45c7be; --control: #c7a0ea; --link: #8fbff5;
  }
}
`;

/**
 * The style sheet of a page. Colours are variables, so the drawings follow the reader's light or dark. Print is always light.
 */
export const STYLE = `${PALETTE}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
  overflow-wrap: anywhere; print-color-adjust: exact; -webkit-print-color-adjust: exact;
}
main, footer { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
main { padding-top: 2rem; }
.kicker { margin: 0; color: var(--soft); font-size: .875rem; }
h1 { margin: .25rem 0 0; font-size: 1.125rem; line-height: 1.3; font-weight: 650; }
.lead {
  margin: 1rem 0 1.5rem; max-width: 34em; line-height: 1.32; text-wrap: pretty;
  font-family: Charter, "Bitstream Charter", "Iowan Old Style", Cambria, Georgia, "Liberation Serif", serif;
  font-size: clamp(1.375rem, 1.1rem + 1.6vw, 2rem);
}
h2 { margin: 3rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); font-size: 1.25rem; line-height: 1.3; }
h3 { margin: 1.5rem 0 .5rem; font-size: 1rem; }
p, ul, ol { margin: .5rem 0; max-width: 44rem; text-wrap: pretty; }
ul, ol { padding-left: 1.4rem; }
li { margin: .35rem 0; }
a { color: var(--link); }
code { font: .875em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
.soft { color: var(--soft); }
.small { font-size: .875rem; }
.strip { display: flex; height: 2.25rem; gap: 2px; }
.strip span { min-width: 2px; }
.sum { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem; margin: .75rem 0 0; }
.sum div { display: flex; flex-direction: column; min-width: 0; }
.sum dt { font-size: .9375rem; line-height: 1.35; }
.sum dd { margin: 0; }
.sum .number { order: -1; font-size: clamp(1.5rem, 1.1rem + 2vw, 2.25rem); line-height: 1.2; font-weight: 700; font-variant-numeric: tabular-nums; }
.value { margin: 1rem 0 .5rem; font-size: clamp(2.5rem, 2rem + 3vw, 3.5rem); line-height: 1.1; font-weight: 700; font-variant-numeric: tabular-nums; }
.swatch { display: inline-block; width: .8em; height: .8em; margin-right: .4em; vertical-align: -.05em; }
.anyway { background: var(--anyway); } .policy { background: var(--policy); }
.chance { background: var(--chance); }
.chance.most {
  background: repeating-linear-gradient(135deg, var(--chance) 0 2px, transparent 2px 6px), color-mix(in srgb, var(--chance) 18%, transparent);
}
.plates { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 21rem), 1fr)); gap: 1.5rem 2.5rem; margin: 1.25rem 0; }
figure { margin: 0; min-width: 0; break-inside: avoid; }
figure svg { display: block; width: 100%; max-width: 28rem; height: auto; }
figure.wide svg { max-width: 30rem; }
.drawing { overflow-x: auto; }
figcaption { margin-bottom: .375rem; line-height: 1.35; }
figcaption b { font-weight: 650; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 2rem; margin: 1rem 0; padding: 0; max-width: none; list-style: none; font-size: .875rem; }
.legend li { display: flex; gap: .6rem; align-items: baseline; margin: 0; }
.legend svg { flex: none; width: 36px; height: 14px; align-self: center; }
.legend span { min-width: 0; }
.legend.dots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr)); }
.scroll { overflow-x: auto; }
table { width: 100%; max-width: 44rem; border-collapse: collapse; font-size: .9375rem; line-height: 1.35; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .5rem; text-align: right; vertical-align: baseline; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { min-width: 6.5rem; padding-left: 0; text-align: left; }
th:last-child, td:last-child { padding-right: 0; }
td { white-space: nowrap; } td.words { white-space: normal; }
th { font-weight: 400; } thead th { color: var(--soft); font-size: .8125rem; vertical-align: bottom; overflow-wrap: normal; }
tbody th[scope=rowgroup] { padding-top: 1rem; font-weight: 650; }
td.main { font-weight: 650; }
caption { text-align: left; }
.meter { display: inline-block; height: .6em; margin-left: .5em; background: var(--anyway); vertical-align: baseline; }
.meter.was { background: var(--line); }
details { margin: .75rem 0; } summary { cursor: pointer; color: var(--soft); font-size: .875rem; width: fit-content; max-width: 100%; }
.warnings { padding: .75rem 1rem; background: var(--panel); border-left: 4px solid var(--policy); }
.warnings > :first-child { margin-top: 0; } .warnings > :last-child { margin-bottom: 0; }
.warnings ol { margin-bottom: 0; }
.facts { display: grid; grid-template-columns: minmax(6.5rem, max-content) minmax(0, 1fr); gap: .35rem 1rem; margin: .75rem 0; }
.facts dt { color: var(--soft); } .facts dd { margin: 0; }
.formula { display: block; margin: .5rem 0; padding: .5rem .75rem; background: var(--panel); line-height: 1.6; font-family: "STIX Two Text", Cambria, Georgia, "Liberation Serif", serif; }
.math { max-width: 44rem; overflow-x: auto; font-size: 1.125rem; line-height: 1.9; }
math { white-space: nowrap; overflow-wrap: normal; font-family: math, "STIX Two Math", "Cambria Math", "Latin Modern Math", "DejaVu Math TeX Gyre", serif; }
mi.word { font-style: italic; }
ul.plain { padding-left: 0; list-style: none; } ul.plain li { margin: .15rem 0; }
.strips { max-width: none; padding-left: 0; list-style: none; font-variant-numeric: tabular-nums; } .strips li { margin: .75rem 0; }
.track { position: relative; height: 1.25rem; margin-top: .25rem; background: var(--panel); border-inline: 1px solid var(--soft); }
.track span { position: absolute; top: 0; bottom: 0; min-width: 3px; border-inline: 2px solid var(--chance); }
.axis { display: flex; justify-content: space-between; max-width: none; margin-top: -.25rem; }
.models > div { padding: 0 1rem 1rem; background: var(--panel); min-width: 0; }
.models .number { margin: 0; font-size: 1.75rem; line-height: 1.2; font-weight: 700; font-variant-numeric: tabular-nums; }
.reading.tight td { white-space: normal; text-align: left; overflow-wrap: anywhere; } .reading.tight td:first-of-type { overflow-wrap: normal; } .reading thead th { text-align: left; }
footer { margin-top: 3rem; margin-bottom: 2rem; color: var(--soft); font-size: .875rem; }
@media (max-width: 30rem) {
  .meter { display: none; } table { font-size: .875rem; } th, td { padding-inline: .3rem; }
  .tight th, .tight td { padding-inline: .2rem; white-space: normal; overflow-wrap: normal; }
  .tight th:first-child, .tight td:first-child { min-width: 4rem; overflow-wrap: anywhere; } .tight thead th { font-size: .75rem; }
  .sum { gap: .75rem; } .facts { grid-template-columns: minmax(0, 1fr); gap: 0; } .facts dd { margin-bottom: .5rem; }
}
@media print {
  body { font-size: 10.5pt; } main { padding-top: 0; } h2, h3 { break-after: avoid; } tr, li { break-inside: avoid; }
  .scroll, .drawing, .math { overflow: visible; } details::details-content { content-visibility: visible; block-size: auto; opacity: 1; }
  a { color: inherit; }
}
`;
