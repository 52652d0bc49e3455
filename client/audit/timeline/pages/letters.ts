/** All letters, month by month. */
import type { LetterIn, LetterOut } from '../account.js';
import { inWords, outcomeWords, outWords } from '../gather/letter-words.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import { counted } from '../names.js';
import { href, letterAnchor, monthPath, pages } from '../paths.js';
import type { Page, Site } from '../site.js';
import { letterText, linkTo, page, table, when } from '../site.js';
import { monthOf } from '../times.js';

/** The months in which there were letters, each by an instant in it. */
export const monthsOf = ({ year }: Pick<Site, 'year'>): string[] =>
  [
    ...new Set([
      ...year.lettersOut.map(({ before }) => before.at.slice(0, 7)),
      ...year.lettersIn.map(({ receivedAt }) => receivedAt.slice(0, 7)),
    ]),
  ].sort();

export const inMonth = (
  month: string,
  { year }: Pick<Site, 'year'>,
): { out: LetterOut[]; came: LetterIn[] } => ({
  out: year.lettersOut.filter(({ before }) => before.at.startsWith(month)),
  came: year.lettersIn.filter(({ receivedAt }) => receivedAt.startsWith(month)),
});

/** True for a letter whose words stand on the page of its month, since no request's page has them. */
export const standsAlone = ({ requests }: LetterOut | LetterIn, { year }: Pick<Site, 'year'>): boolean =>
  !requests.some((request) => year.requests.some(({ workflow }) => workflow === request));

export const lettersPage = (site: Site): Page =>
  page(
    site,
    pages.letters,
    'Letters',
    html`<p class="lead">
        Every letter that left or was to leave, and every letter that came in, by month. Months are those of
        UTC.
      </p>
      ${table(
        'Letters by month',
        ['Month', 'Out', 'In'],
        monthsOf(site).map((month) => {
          const { out, came } = inMonth(month, site);
          return [
            html`<a href="${href(pages.letters, monthPath(month))}">${monthOf(month)}</a>`,
            out.length,
            came.length,
          ];
        }),
      )}`,
  );

export function monthPage(site: Site, month: string): Page {
  const path = monthPath(month);
  const { out, came } = inMonth(month, site);
  return page(
    site,
    path,
    `Letters of ${monthOf(month)}`,
    html`<p class="lead">
        ${counted(out.length, 'letter')} out, ${came.length} in. The words of a letter about a request stand
        on the request’s page.
      </p>
      <h2>Out</h2>
      ${
        out.length === 0
          ? html`<p>None.</p>`
          : html`<ol class="story">
              ${out.map((letter) => outgoing(site, path, letter))}
            </ol>`
      }
      <h2>In</h2>
      ${
        came.length === 0
          ? html`<p>None.</p>`
          : html`<ol class="story">
              ${came.map((letter) => incoming(site, path, letter))}
            </ol>`
      }`,
    { path: pages.letters, title: 'Letters' },
  );
}

function outgoing(site: Site, path: string, letter: LetterOut): Html {
  const { names } = site.year;
  const { number, before, requests } = letter;
  const message = site.messages.get(number);
  return html`<li class="out" id="${letterAnchor(number)}">
    <p class="when">${when(site, before.at, before.to[0] ?? '')}</p>
    <div class="what">
      <p>${outWords(letter, names).what}</p>
      ${!message && html`<p class="more">“${before.subject}” <span class="id">${number}</span></p>`}
      ${outcomeWords(letter, names, site.year.releases.get(number)).map((words) => html`<p class="more">${words}</p>`)}
      ${message && letterText(number, message)} ${about(site, path, requests)}
    </div>
  </li>`;
}

function incoming(site: Site, path: string, letter: LetterIn): Html {
  const { names, secretariat } = site.year;
  const { digest, receivedAt, requests, from, endings } = letter;
  const [what, ...more] = inWords(letter, names);
  const message = site.messages.get(digest);
  return html`<li class="in" id="${letterAnchor(digest)}">
    <p class="when">${when(site, receivedAt, from ?? secretariat)}</p>
    <div class="what">
      <p>${what}</p>
      ${more.map((words) => html`<p class="more">${words}</p>`)}
      ${endings.map(({ what: ended, actor }) => html`<p class="more">${ended ?? ''}${actor.why !== undefined && ` “${actor.why}”`}</p>`)}
      ${message ? letterText(digest, message) : html`<p class="id">Its digest: ${digest}</p>`}
      ${about(site, path, requests)}
    </div>
  </li>`;
}

const about = (site: Site, path: string, requests: readonly string[]): Html | undefined =>
  requests.length === 0
    ? undefined
    : html`<p class="links">
        ${requests.map(
          (workflow) =>
            html`${linkTo(site, path, { text: site.year.names.request(workflow), to: { workflow } })} `,
        )}
      </p>`;
