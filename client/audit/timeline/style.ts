/** The one style sheet of the account. It names no font or picture from elsewhere. */
export const style = `:root {
  --ink: #20262b; --soft: #545d64; --faint: #d9d6cd; --paper: #fbfaf6; --card: #f3f1ea;
  --accent: #1d5b57; --person: #7a3b1d; --in: #7a5a12; --year: #545d64;
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.6 "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", "DejaVu Serif", Georgia, serif;
}
header.site, main, footer.site { max-width: 66rem; margin: 0 auto; padding: 0 1.25rem; }
main { padding-bottom: 3rem; }
header.site { padding-top: 1.25rem; }
header.site .name { margin: 0 0 .25rem; font-size: .95rem; }
header.site .name a { color: var(--ink); text-decoration: none; font-weight: 600; }
nav, .when, .kind, .utc, .id, .links, .above, dt, caption, thead, footer, .figures dd, svg text, summary, .meta {
  font-family: system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
}
nav ul { list-style: none; margin: 0; padding: .35rem 0; display: flex; flex-wrap: wrap; gap: .1rem 1.15rem; border-bottom: 1px solid var(--faint); font-size: .875rem; }
nav a { display: inline-block; padding: .25rem 0; text-decoration: none; }
nav a[aria-current] { color: var(--ink); font-weight: 600; box-shadow: inset 0 -2px var(--accent); }
a { color: var(--accent); text-underline-offset: .15em; text-decoration-thickness: .06em; }
a:hover { text-decoration-thickness: .12em; }
:focus-visible { outline: 3px solid #b4791f; outline-offset: 2px; }
.skip { position: absolute; left: -60rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
h1 { font-size: clamp(1.6rem, 4.5vw, 2.3rem); line-height: 1.2; font-weight: 600; margin: 1.75rem 0 .75rem; text-wrap: balance; overflow-wrap: anywhere; }
h2 { font-size: 1.35rem; line-height: 1.3; font-weight: 600; margin: 2.75rem 0 .75rem; }
h3 { font-size: 1.1rem; font-weight: 600; margin: 1.75rem 0 .4rem; }
p { margin: .6rem 0; max-width: 42rem; }
.lead { font-size: 1.2rem; line-height: 1.55; }
.above { margin: 1.25rem 0 -1.25rem; font-size: .875rem; }
.above a::before { content: "‹ "; }
.utc, .meta, .id { color: var(--soft); font-size: .85rem; }
.id { overflow-wrap: anywhere; }
code { font-size: .88em; overflow-wrap: anywhere; }
.figures { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; margin: 1.5rem 0; padding: 0; }
.figures div { display: flex; flex-direction: column-reverse; }
.figures dt { color: var(--soft); font-size: .85rem; }
.figures dd { margin: 0; font-size: 1.75rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.facts { margin: 1rem 0 1.5rem; max-width: 48rem; }
.facts div { display: grid; grid-template-columns: 9.5rem 1fr; gap: .25rem 1rem; padding: .3rem 0; border-top: 1px solid var(--faint); }
.facts dt { color: var(--soft); font-size: .875rem; padding-top: .15rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.drawing { overflow-x: auto; margin: 1.5rem 0; padding-bottom: .5rem; }
.glance { display: block; width: 100%; min-width: 56rem; height: auto; }
.glance text { font-size: 12.5px; fill: var(--ink); }
.glance .month text, .glance .small { fill: var(--soft); }
.glance .heading { fill: var(--soft); font-weight: 600; }
.glance .month line { stroke: #e7e4dc; }
.glance .phase text { font-size: 13.5px; font-weight: 600; }
.glance .phase rect { fill: var(--accent); }
.glance .meeting path { fill: #a2432a; }
.glance .due rect { fill: #b4791f; }
.glance .cut-off { fill: none; stroke: #b4791f; stroke-width: 1.6; }
.glance .base { stroke: var(--soft); }
.glance .out { fill: #4a7f96; }
.glance .in { fill: #c08a2d; }
.phases { list-style: none; margin: 1rem 0; padding: 0; }
.phases > li { border-top: 1px solid var(--faint); padding: .75rem 0; }
.phases h3 { margin: 0; }
.phases p { margin: .2rem 0; }
.parts { list-style: none; margin: 1rem 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1rem; }
.parts li { background: var(--card); border-radius: .4rem; padding: .9rem 1.1rem; }
.parts h3 { margin: 0 0 .25rem; font-size: 1.05rem; }
.parts p { margin: 0; font-size: .97rem; }
.story { list-style: none; margin: 1.25rem 0; padding: 0; }
.story > li { position: relative; display: grid; grid-template-columns: 15rem 1fr; gap: 0 1.5rem; padding: .8rem 0; border-top: 1px solid var(--faint); }
.story > .again { border-top: 0; padding-top: 0; }
.again > .when { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.story > .again > .what { grid-column: 2; }
.story .when { margin: 0; font-size: .875rem; line-height: 1.45; color: var(--soft); }
.story .when time { display: block; color: var(--ink); font-weight: 600; }
.story .when .utc { white-space: nowrap; }
.story .what > p { margin: .15rem 0; }
.story .kind { font-size: .75rem; letter-spacing: .03em; line-height: 1.4; color: var(--year); font-weight: 600; }
.out > .what > .kind { color: var(--accent); }
.in > .what > .kind { color: var(--in); }
.person > .what > .kind { color: var(--person); }
.story .more { color: var(--soft); font-size: .97rem; }
.links { font-size: .85rem; }
.links .event { color: var(--soft); }
blockquote { margin: .4rem 0; padding-left: .9rem; border-left: 3px solid var(--faint); font-style: italic; }
blockquote p { margin: 0; }
details { margin: .4rem 0; }
summary { cursor: pointer; font-size: .9rem; color: var(--accent); overflow-wrap: anywhere; padding: .15rem 0; }
summary .subject { text-decoration: underline; text-decoration-thickness: .06em; text-underline-offset: .15em; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--card); border-radius: .4rem; padding: .9rem 1.1rem; font: .88rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; margin: .4rem 0; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; max-width: 60rem; font-size: .97rem; }
caption { text-align: left; color: var(--soft); font-size: .875rem; padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .9rem .4rem 0; border-top: 1px solid var(--faint); overflow-wrap: anywhere; }
thead th { font-size: .85rem; color: var(--soft); font-weight: 600; border-top: 0; }
tbody th { font-weight: 400; }
.engine td, .engine th { font-size: .88rem; padding: .25rem .75rem .25rem 0; }
.engine th, .engine td:nth-child(2) { font-variant-numeric: tabular-nums; white-space: nowrap; }
.engine .turn td, .engine .turn th { color: var(--soft); }
.list { margin: .5rem 0 1rem; padding-left: 1.2rem; }
.list.plain { list-style: none; padding-left: 0; }
.list li { margin: .15rem 0; max-width: 48rem; overflow-wrap: anywhere; }
.state { color: var(--soft); }
.state.open { color: #8a2f14; font-weight: 600; }
.note { background: var(--card); border-radius: .4rem; padding: .75rem 1.1rem; max-width: 48rem; }
.note p { margin: .3rem 0; }
ins { text-decoration-color: var(--accent); text-underline-offset: .2em; text-decoration-thickness: .08em; }
del { color: var(--soft); }
:target { background: #f2ead3; }
footer.site { border-top: 1px solid var(--faint); color: var(--soft); font-size: .82rem; padding-top: .75rem; padding-bottom: 2rem; }
footer.site p { max-width: none; }
@media (max-width: 44rem) {
  .story > li { grid-template-columns: 1fr; }
  .story .when time { display: inline; }
  .story > .again > .what { grid-column: 1; }
  .facts div { grid-template-columns: 1fr; }
  .facts dt { padding: 0; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, th, td { display: block; width: auto; }
  tr { border-top: 1px solid var(--faint); padding: .5rem 0; }
  th, td { border: 0; padding: .05rem 0; }
  caption { display: block; }
  td[data-head]::before { content: attr(data-head) ": "; color: var(--soft); font-size: .85rem; }
  .engine td, .engine th { padding: .05rem 0; }
}
@media print {
  @page { margin: 18mm 16mm; }
  html { font-size: 9.5pt; }
  body { background: #fff; }
  nav, .skip { display: none; }
  header.site, main, footer.site { max-width: none; padding: 0; }
  .drawing { overflow: visible; }
  .glance { min-width: 0; }
  h2, h3 { break-after: avoid; }
  .story > li, .phases > li, .parts li, tr { break-inside: avoid; }
  a { color: inherit; }
  .parts li, .note, pre { background: none; border: 1px solid var(--faint); }
}
`;
