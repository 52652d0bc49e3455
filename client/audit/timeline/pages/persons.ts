/** What was done by one person alone where two are the rule; and what one may do. */
import type { Persons } from '../../../../domain/two-persons.js';
import { personsIn } from '../../../../domain/two-persons.js';
import type { Act, Elsewhere } from '../account.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import { counted, sentence } from '../names.js';
import { pages } from '../paths.js';
import type { Page, Site } from '../site.js';
import { actorWords, linkTo, page, when } from '../site.js';

export function personsPage(site: Site): Page {
  const { acts, twoPersons } = site.year;
  const path = pages.persons;
  const two = acts.filter(({ rule }) => rule === 'two');
  const by = (persons: Persons): Act[] =>
    two.filter(({ prepared, confirmed }) => personsIn(prepared, confirmed) === persons);
  const list = (all: readonly Act[]): Html =>
    html`<ol class="story">
      ${all.map((act) => actItem(site, path, act))}
    </ol>`;
  const part = (title: string, words: string, all: readonly Act[], none: string): Html =>
    html`<h2>${title}</h2>
      <p>${words}</p>
      ${all.length === 0 ? html`<p>${none}</p>` : list(all)}`;
  return page(
    site,
    path,
    'Two persons',
    html`
      <p class="lead">
        Whoever prepares a release, an answer on an office’s behalf, a decision or the handover is not the one
        who confirms it.
      </p>
      <p>
        ${twoPersons ? 'The rule was in force in this year.' : 'The rule was switched off for this year: one office could do everything alone.'}
        The record names offices, not persons: it shows that two offices acted, and not who sat at them.
      </p>
      ${part('Done by one office alone', 'Two are the rule, and one office did both.', by('one'), 'Nothing.')}
      ${part('Prepared, and confirmed by nobody', 'It had no effect when the record was sealed.', by('waits'), 'Nothing.')}
      ${part('Upon a letter', 'The record that a body sent was read, and one office confirmed what it says.', by('upon a letter'), 'Nothing.')}
      ${part('Done by two offices', 'As the rule wants it.', by('two'), 'Nothing.')}
      ${part(
        'What one office may do',
        `For these the rule wants one; what reaches others by them goes through a clearance, a release or a letter of its own.`,
        acts.filter(({ rule }) => rule === 'one'),
        'Nothing.',
      )}
    `,
  );
}

function actItem(site: Site, path: string, { at, what, rule, prepared, confirmed, link }: Act): Html {
  const office = confirmed?.office ?? prepared?.office ?? site.year.secretariat;
  return html`<li>
    <p class="when">${when(site, at, office)}</p>
    <div class="what">
      <p>${what}</p>
      ${rule === 'two' && html`<p class="more">Prepared by: ${actorWords(site, prepared)}. Confirmed by: ${actorWords(site, confirmed)}.</p>`}
      ${rule === 'one' && html`<p class="more">${actorWords(site, confirmed)}</p>`}
      ${[prepared?.why, confirmed?.why].map((why) => why !== undefined && html`<blockquote><p>${why}</p></blockquote>`)}
      ${link && html`<p class="links">${linkTo(site, path, link)}</p>`}
    </div>
  </li>`;
}

export function elsewherePage(site: Site): Page {
  const { elsewhere } = site.year;
  const path = pages.elsewhere;
  const part = (kind: Elsewhere['kind'], title: string, words: string): Html => {
    const all = elsewhere.filter((each) => each.kind === kind);
    return html`<h2>${title}</h2>
      <p>${words}</p>
      ${
        all.length === 0
          ? html`<p>None.</p>`
          : html`<ol class="story">
              ${all.map((each) => elsewhereItem(site, path, each))}
            </ol>`
      }`;
  };
  return page(
    site,
    path,
    'Not on record',
    html`
      <p class="lead">
        What reached the year by a way that the system does not see, and rests on the word of whoever entered
        it.
      </p>
      ${part('answer', 'Answers that came by another way', 'By telephone, in a meeting, on paper: no letter in this record says so.')}
      ${part('decision', 'Decisions that no letter of the body brought', 'Entered by hand, or taken by circulation or ad referendum. The paragraph that proves each stands in a record that the system may not hold.')}
      ${part('read', 'Answers that a person read and entered', 'The office wrote in its own words, or sent a scan. The letter is on record; what it means is the reading of whoever entered it.')}
      <p class="meta">
        ${counted(elsewhere.length, 'entry', 'entries')} in all. What nobody entered, no record can show.
      </p>
    `,
  );
}

function elsewhereItem(
  site: Site,
  path: string,
  { at, what, recordedBy, confirmedBy, quote, links }: Elsewhere,
): Html {
  const { names } = site.year;
  return html`<li>
    <p class="when">${when(site, at, recordedBy)}</p>
    <div class="what">
      <p>${what}</p>
      <p class="more">
        Entered by ${names.office(recordedBy)};
        ${confirmedBy === undefined ? 'confirmed by nobody' : `confirmed by ${names.office(confirmedBy)}`}.
      </p>
      ${quote !== undefined && html`<blockquote><p>${sentence(quote)}</p></blockquote>`}
      <p class="links">${links.map((each) => linkTo(site, path, each))}</p>
    </div>
  </li>`;
}
