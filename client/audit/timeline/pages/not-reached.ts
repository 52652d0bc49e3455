/** Offices that mail did not reach, letters that came back, letters kept aside, letters that waited for release. */
import type { HeldAccount, LetterIn, LetterOut } from '../account.js';
import { inWords, notReachedWords, outWords } from '../gather/letter-words.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import { counted, sentence } from '../names.js';
import { heldAnchor, href, letterAnchor, monthPath, pages } from '../paths.js';
import type { Page, Site } from '../site.js';
import { actorWords, facts, page, when } from '../site.js';
import { inBoth } from '../times.js';

export function notReachedPage(site: Site): Page {
  const { year } = site;
  const { names } = year;
  const path = pages.notReached;
  const refused = year.lettersOut.filter(({ after }) => (after?.refused.length ?? 0) > 0);
  const offices = [
    ...new Set(refused.flatMap(({ after }) => after!.refused.map(({ office }) => office))),
  ].sort();
  const reports = year.lettersIn.filter(({ verdict }) =>
    ['bounce', 'delay', 'complaint', 'challenge'].includes(verdict),
  );
  const aside = year.lettersIn.filter(
    ({ outcome, endings }) => outcome === 'kept-aside' || outcome === 'closed' || endings.length > 0,
  );
  const late = year.lettersOut.filter(({ putOff }) => putOff.length > 0);
  const unanswered = year.lettersOut.filter(({ after }) => !after);
  const out = (all: readonly LetterOut[]): Html =>
    html`<ol class="story">
      ${all.map((letter) => outItem(site, path, letter))}
    </ol>`;
  const came = (all: readonly LetterIn[]): Html =>
    html`<ol class="story">
      ${all.map((letter) => inItem(site, path, letter))}
    </ol>`;
  return page(
    site,
    path,
    'Not reached, kept aside',
    html`
      <p class="lead">
        Mail did not reach ${counted(offices.length, 'office')}; ${counted(aside.length, 'letter')} that came
        in ${aside.length === 1 ? 'was' : 'were'} kept aside for a person.
      </p>
      <h2>Offices that mail did not reach</h2>
      ${offices.length === 0 && html`<p>None.</p>`}
      ${offices.map((office) => {
        const all = refused.filter(({ after }) => after!.refused.some((each) => each.office === office));
        return html`<h3>${sentence(names.office(office))}</h3>
          <p>
            ${counted(all.length, 'letter')} did not reach it. Whether what they said went another way, the
            system does not know, unless somebody has entered it.
          </p>
          ${out(all)}`;
      })}
      <h2>Reports of mail systems</h2>
      ${reports.length === 0 ? html`<p>None came.</p>` : came(reports)}
      <h2>Letters kept aside</h2>
      <p>What belongs to no request, or cannot be taken, waits for a person. Nothing of it is thrown away.</p>
      ${aside.length === 0 ? html`<p>None.</p>` : came(aside)}
      <h2>Letters that the mail server took late</h2>
      ${late.length === 0 ? html`<p>None.</p>` : out(late)}
      ${
        unanswered.length > 0 &&
        html`<h2>Letters of which the mail server’s answer is not on record</h2>
          ${out(unanswered)}`
      }
    `,
  );
}

function outItem(site: Site, path: string, letter: LetterOut): Html {
  const { names } = site.year;
  const { number, before, after, putOff } = letter;
  return html`<li class="out">
    <p class="when">${when(site, before.at, before.to[0] ?? '')}</p>
    <div class="what">
      <p>${outWords(letter, names).what}</p>
      ${(after?.refused ?? []).map(
        (each) =>
          html`<p class="more">
            ${notReachedWords(each, names)}
            ${each.why !== 'suppressed' && html`<span class="meta">The mail server: “${each.reply}”</span>`}
          </p>`,
      )}
      ${putOff.map(({ reply }) => html`<p class="more">Put off: “${reply}”</p>`)}
      <p class="links">
        <a href="${href(path, `${monthPath(before.at)}#${letterAnchor(number)}`)}">${number}</a>
      </p>
    </div>
  </li>`;
}

function inItem(site: Site, path: string, letter: LetterIn): Html {
  const { names, secretariat } = site.year;
  const { digest, receivedAt, from, endings } = letter;
  const [what, ...more] = inWords(letter, names);
  return html`<li class="in">
    <p class="when">${when(site, receivedAt, from ?? secretariat)}</p>
    <div class="what">
      <p>${what}</p>
      ${more.map((words) => html`<p class="more">${words}</p>`)}
      ${endings.map(
        ({ what: ended, actor, how }) =>
          html`<p class="more">${ended ?? `${sentence(names.office(actor.office))}: ${how}.`}</p>
            ${actor.why !== undefined && html`<blockquote><p>${actor.why}</p></blockquote>`}`,
      )}
      ${endings.length === 0 && letter.outcome === 'kept-aside' && html`<p class="more">It still lay aside when the record was sealed.</p>`}
      <p class="links">
        <a href="${href(path, `${monthPath(receivedAt)}#${letterAnchor(digest)}`)}"
          >The letter <span class="hidden">${digest.slice(0, 12)}</span></a
        >
      </p>
    </div>
  </li>`;
}

export function heldPage(site: Site): Page {
  const { held } = site.year;
  return page(
    site,
    pages.held,
    'Letters that waited for release',
    html`<p class="lead">
        ${counted(held.length, 'draft')} for a person to read before anything goes out. Two persons release
        one.
      </p>
      ${held.map((each) => heldItem(site, each))}`,
  );
}

const ended: Record<HeldAccount['state'], string> = {
  released: 'Released',
  dropped: 'Dropped',
  withdrawn: 'Withdrawn: the reason for it was gone',
  held: 'It still waited when the record was sealed',
};

function heldItem(
  site: Site,
  { name, title, at, state, prepared, ended: by, endedAt, numbers, edits }: HeldAccount,
): Html {
  const { names, secretariat, lettersOut } = site.year;
  const place = names.place(secretariat);
  const linked = numbers.map((number) => {
    const letter = lettersOut.find((each) => each.number === number);
    return letter
      ? html`<li>
          <a href="${href(pages.held, `${monthPath(letter.before.at)}#${letterAnchor(number)}`)}"
            >${number}</a
          >
        </li>`
      : html`<li>${number}, which did not leave</li>`;
  });
  return html`<section id="${heldAnchor(name)}">
    <h2>${title}</h2>
    ${facts([
      ['Drawn up', inBoth(at, place)],
      ['What became of it', `${ended[state]}${endedAt === undefined ? '' : `, ${inBoth(endedAt, place)}`}`],
      prepared && ['First person', actorWords(site, prepared)],
      by && ['Second person', actorWords(site, by)],
      edits.length > 0 && [
        'Edited',
        edits.map(
          (edit) => `${edit.number}, by ${names.office(edit.by.office)}, ${inBoth(edit.at, place)}. `,
        ),
      ],
    ])}
    <details>
      <summary><span class="subject">${counted(numbers.length, 'letter')}</span></summary>
      <ul class="list plain">
        ${linked}
      </ul>
    </details>
  </section>`;
}
