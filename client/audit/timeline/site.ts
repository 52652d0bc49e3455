/** What every page shares: the frame, how an entry is set, how a link is made. */
import type { Actor } from '../../../domain/actor.js';
import type { Instant } from '../../../domain/time.js';
import type { Entry, Link, Year } from './account.js';
import type { Piece } from './html.js';
import { html, Html } from './html.js';
import type { Message } from './message.js';
import { sentence } from './names.js';
import {
  enginePath,
  eventAnchor,
  href,
  letterAnchor,
  monthPath,
  pages,
  storyPath,
  stylePath,
} from './paths.js';
import { localTime, utcBeside } from './times.js';

/** Everything that a page is made of. */
export interface Site {
  year: Year;
  /** The type of each workflow in the record. */
  types: ReadonlyMap<string, string>;
  /** Letters as they can be read, by their number or digest. */
  messages: ReadonlyMap<string, Message>;
}

export interface Page {
  path: string;
  markup: string;
}

const menu: [string, string][] = [
  [pages.year, 'The year'],
  [pages.requests, 'Requests'],
  [pages.papers, 'Papers and decisions'],
  [pages.letters, 'Letters'],
  [pages.persons, 'Two persons'],
  [pages.elsewhere, 'Not on record'],
  [pages.notReached, 'Not reached'],
  [pages.seals, 'Seals'],
];

/**
 * A page in its frame.
 *
 * @param above the page that it belongs to, for the way back
 */
export function page(
  { year }: { year: Pick<Year, 'cycle' | 'file' | 'seals' | 'rehearsal'> },
  path: string,
  title: string,
  body: Piece,
  above?: { path: string; title: string },
): Page {
  const name = `ASEAN Smart Cities Network, ${year.cycle}`;
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="script-src 'none'; connect-src 'none'; frame-src 'none'; img-src 'none'; font-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'"
        />
        <meta name="referrer" content="no-referrer" />
        <title>${title} · ${name}</title>
        <link rel="stylesheet" href="${href(path, stylePath)}" />
      </head>
      <body>
        <a class="skip" href="#main">To the text</a>
        <header class="site">
          <p class="name"><a href="${href(path, pages.year)}">${name}</a></p>
          <nav aria-label="Parts of the account">
            <ul>
              ${menu.map(
                ([to, text]) =>
                  html`<li>
                    <a href="${href(path, to)}" ${to === path && new Html(' aria-current="page"')}>${text}</a>
                  </li>`,
              )}
            </ul>
          </nav>
        </header>
        <main id="main">
          ${above && html`<p class="above"><a href="${href(path, above.path)}">${above.title}</a></p>`}
          <h1>${title}</h1>
          ${body}
        </main>
        <footer class="site">
          <p>
            Written from ${year.file}, as it was sealed on
            ${year.seals.at(-1)?.at.slice(0, 10) ?? 'no day'}${year.rehearsal && '. This year was rehearsed: time was skipped, and officers were played by a program'}.
            This account only reads the record; whether the record is whole and unchanged is checked with
            <code>ascn audit verify</code>.
          </p>
        </footer>
      </body>
    </html> `;
  return { path, markup };
}

/** A link to what tells of a workflow: its own page, or its page of the engine's record. */
export function linkTo({ types }: Site, from: string, { text, to }: Link): Html {
  if ('path' in to) return html`<a href="${href(from, to.path)}">${text}</a>`;
  const type = types.get(to.workflow);
  if (type === undefined) return html`${text}`;
  const path = storyPath(to.workflow, type) ?? enginePath(to.workflow, 1);
  return html`<a href="${href(from, path)}">${text}</a>`;
}

/** The time where somebody is, and below it in UTC. */
export function when({ year: { names, secretariat } }: Site, at: Instant, office: string): Html {
  const place = names.place(office === 'ascn-cycle' ? secretariat : office);
  return place.zone === 'utc'
    ? html`<time datetime="${at}">${localTime(at, 'utc')}</time> UTC`
    : html`<time datetime="${at}">${localTime(at, place.zone)}</time>
        <span class="where">in ${place.name},</span> <span class="utc">${utcBeside(at, place.zone)}</span>`;
}

const kinds: Record<Entry['kind'], string> = {
  out: 'Letter out',
  in: 'Letter in',
  person: 'A person acts',
  year: 'By the plan',
};

/** Entries in their order, as a list. */
export const story = (site: Site, path: string, entries: readonly Entry[]): Html =>
  html`<ol class="story">
    ${entries.map((each, i) => entry(site, path, each, entries[i - 1]))}
  </ol>`;

function entry(
  site: Site,
  path: string,
  { at, kind, office, what, more = [], ...rest }: Entry,
  before: Entry | undefined,
): Html {
  const { quote, letter, links = [], event } = rest;
  // a time that was told just now is there for who listens, and not set once more
  const again = before?.at.slice(0, 16) === at.slice(0, 16) && before.office === office;
  const type = event && site.types.get(event.workflow);
  return html` <li class="${kind}${again && ' again'}">
    <p class="when">${when(site, at, office)}</p>
    <div class="what">
      <p class="kind">${kinds[kind]}</p>
      <p>${what}</p>
      ${quote !== undefined && html`<blockquote><p>${quote}</p></blockquote>`}
      ${more.map((each) => html`<p class="more">${each}</p>`)} ${letter && letterDetails(site, path, letter)}
      ${
        (links.length > 0 || type !== undefined) &&
        html`<p class="links">
          ${links.map((each) => html`${linkTo(site, path, each)} `)}${
            event &&
            type !== undefined &&
            html`<a
              class="event"
              href="${href(path, `${enginePath(event.workflow, event.run ?? 1)}#${eventAnchor(event.number)}`)}"
              >event ${event.number} <span class="hidden">of the engine’s record</span></a
            >`
          }
        </p>`
      }
    </div>
  </li>`;
}

/** A letter to be opened where it stands. */
export function letterDetails(site: Site, path: string, letter: { out: string } | { in: string }): Html {
  const key = 'out' in letter ? letter.out : letter.in;
  const message = site.messages.get(key);
  if (!message) {
    const found =
      'out' in letter
        ? site.year.lettersOut.find(({ number }) => number === key)?.before.at
        : site.year.lettersIn.find(({ digest }) => digest === key)?.receivedAt;
    return html`<p class="links">
      <a href="${href(path, `${monthPath(found ?? '')}#${letterAnchor(key)}`)}">The letter</a>
    </p>`;
  }
  return letterText(key, message);
}

export const letterText = (key: string, { subject, text, attached, unreadable }: Message): Html =>
  unreadable === undefined
    ? html`<details>
        <summary><span class="subject">${subject || 'Without a subject'}</span></summary>
        <p class="id">${key.startsWith('ASCN/') ? key : `Its digest: ${key}`}</p>
        <pre class="letter">${text}</pre>
        ${attached.length > 0 && html`<p class="more">Attached: ${attached.join(', ')}</p>`}
      </details>`
    : html`<p class="id">${key}</p>
        <p class="more">${unreadable}</p>`;

/** Who acted: the office, and through which door. */
export function actorWords({ year: { names } }: Pick<Site, 'year'>, actor: Actor | undefined): string {
  if (!actor) return 'nobody';
  const doors = { cli: '', mail: ', by letter', console: ', on the console', engine: '', codec: '' } as const;
  return sentence(`${names.office(actor.office)}${doors[actor.door]}`);
}

/** Figures with their labels. */
export const figures = (all: readonly (readonly [string, Piece])[]): Html =>
  html`<dl class="figures">
    ${all.map(
      ([label, value]) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;

/** A list without marks. */
export const list = (items: readonly Piece[]): Html =>
  html`<ul class="list plain">
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;

/** Facts with their labels, one a line. */
export const facts = (all: readonly (readonly [string, Piece] | false | undefined)[]): Html =>
  html`<dl class="facts">
    ${all.map(
      (fact) =>
        fact &&
        html`<div>
          <dt>${fact[0]}</dt>
          <dd>${fact[1]}</dd>
        </div>`,
    )}
  </dl>`;

/** A table whose first column names its rows. */
export const table = (caption: string, heads: readonly string[], rows: readonly (readonly Piece[])[]): Html =>
  html`<table>
    <caption>
      ${caption}
    </caption>
    <thead>
      <tr>
        ${heads.map((head) => html`<th scope="col">${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        ([first, ...others]) =>
          html`<tr>
            <th scope="row">${first}</th>
            ${others.map((cell, i) => html`<td data-head="${heads[i + 1] ?? ''}">${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
