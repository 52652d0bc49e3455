/** The first page: the year at a glance. */
import { personsIn } from '../../../../domain/two-persons.js';
import type { PhaseAccount, Year } from '../account.js';
import { calendarDrawing } from '../calendar-drawing.js';
import { itemTitle } from '../gather/papers.js';
import { html, joined } from '../html.js';
import type { Html, Piece } from '../html.js';
import { counted, sentence } from '../names.js';
import { href, pages, phasePath, sessionPath } from '../paths.js';
import type { Page, Site } from '../site.js';
import { figures, page, story } from '../site.js';
import { dayOf, inBoth } from '../times.js';
import { seldom } from './requests.js';

const path = pages.year;

export function yearPage(site: Site): Page {
  const { year } = site;
  const { names, requests, lettersOut, lettersIn } = year;
  const accepted = requests.filter(({ state }) => state === 'accepted').length;
  const left = lettersOut.filter(({ after }) => after && after.accepted.length > 0).length;
  return page(
    site,
    path,
    `The year ${year.cycle}`,
    html`
      <p class="lead">${lead(year)}</p>
      ${figures([
        ['requests', requests.length],
        ['of them accepted', accepted],
        ['letters sent', left],
        ['letters received', lettersIn.length],
        ['texts cleared by the members', year.clearances.filter(({ cleared }) => cleared).length],
        [
          'decisions of bodies',
          year.sessions.flatMap(({ decisions }) => decisions).filter(({ confirmedBy }) => confirmedBy).length,
        ],
      ])}
      <h2 id="glance">The year at a glance</h2>
      <div class="drawing" role="group" aria-labelledby="glance" tabindex="0">${calendarDrawing(year)}</div>
      <h2>The phases</h2>
      <ol class="phases">
        ${year.phases.map((phase) => phaseInShort(site, phase))}
      </ol>
      <h2>What the bodies decided</h2>
      ${year.sessions.length === 0 && html`<p>No paper was before a body when the record was sealed.</p>`}
      <ul class="list plain">
        ${year.sessions.map((session) => {
          const date = names.date(session.meets);
          return html`<li>
            <a href="${href(path, sessionPath(session.session))}"
              >${sentence(date?.title ?? session.session)}</a
            >, ${date ? dayOf(date.date) : 'on a day that is not known'}:
            ${
              session.decisions.length === 0
                ? html`<span class="state open">no decision is on record</span>`
                : joined(
                    session.decisions.map(
                      ({ item, verb, confirmedBy }) =>
                        html`“${itemTitle(session, item)}” ${verb}${!confirmedBy && ' (not confirmed)'}`,
                    ),
                    '; ',
                  )
            }.
          </li>`;
        })}
      </ul>
      <h2>What to look at</h2>
      <ul class="parts">
        ${lookAt(year).map(
          ([to, title, words]) =>
            html`<li>
              <h3><a href="${href(path, to)}">${title}</a></h3>
              <p>${words}</p>
            </li>`,
        )}
      </ul>
      ${
        year.entries.length > 0 &&
        html`<h2>What concerned the whole year</h2>
          ${story(site, path, year.entries)}`
      }
      <h2>How to read this account</h2>
      <p>
        Each page tells what happened in its order. The time stands first as the clocks of the office
        concerned showed it, and then in UTC. Where somebody acted, the account names the office, and quotes
        the reason that was given. A letter can be opened where it is told of. Whoever wants to see the
        engine’s own record follows the small links at the end of an entry.
      </p>
      <p>
        What the record does not say, the account does not guess: a meeting, a telephone call or a letter on
        paper appears only where somebody has entered
        it.${year.absent > 0 && ` ${sentence(counted(year.absent, 'document'))} that the year names ${year.absent === 1 ? 'was' : 'were'} no longer there when the record was made.`}${year.unreadable > 0 && ` ${sentence(counted(year.unreadable, 'entry', 'entries'))} of the ledgers of letters cannot be read, and ${year.unreadable === 1 ? 'is' : 'are'} not told of here.`}${year.unreadableRuns.length > 0 && ` ${sentence(counted(year.unreadableRuns.length, 'history', 'histories'))} cannot be read: the page of the engine’s record names them.`}
      </p>
      <p>
        <a href="${href(path, pages.engine)}">The engine’s record</a> lists every workflow with its events.
      </p>
    `,
  );
}

function lead(year: Year): string {
  const { names } = year;
  const place = names.place(year.secretariat);
  return [
    `The year ${year.cycle} of the ASEAN Smart Cities Network, under the chair of ${names.member(year.chair)}.`,
    year.began === undefined
      ? ''
      : `It began on ${inBoth(year.began, place)}${year.ended === undefined ? '; it was not over when this record was sealed.' : ` and was closed on ${inBoth(year.ended, place)}.`}`,
    year.rehearsal
      ? 'It is a rehearsal: the letters are real, the officers were played by a program, and what they say is marked as illustrative where no source gives it.'
      : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function phaseInShort(site: Site, phase: PhaseAccount): Html {
  const { year } = site;
  const { id, title } = phase;
  const own = year.requests.filter(({ workflow }) => year.phaseOf(workflow) === id);
  const kinds = [...new Set(own.map(({ kind }) => kind))];
  return html`<li>
    <h3><a href="${href(path, phasePath(id))}">${title}</a></h3>
    <p class="meta">${phaseDays(year, phase)}</p>
    ${kinds.length > 0 && html`<p>${sentence(joinedKinds(year, kinds))}: ${counted(own.length, 'request')}${seldom(own)}.</p>`}
  </li>`;
}

const joinedKinds = ({ names }: Year, kinds: readonly string[]): string =>
  kinds.map((kind) => names.kind(kind).toLowerCase()).join(', ');

/** From when to when a phase lasted, or what is planned. */
export function phaseDays(
  { names, secretariat }: Year,
  { began, ended, opens, state }: PhaseAccount,
): string {
  const { zone } = names.place(secretariat);
  if (began === undefined) return opens === undefined ? 'not begun' : `planned to begin on ${dayOf(opens)}`;
  return `${dayOf(began, zone)} – ${ended === undefined ? (state === 'running' ? 'still under way at the last seal' : 'no end on record') : dayOf(ended, zone)}`;
}

/** `no answer`, `1 answer`, `2 answers`. */
const some = (count: number, noun: string): string => (count === 0 ? `no ${noun}` : counted(count, noun));

function lookAt(year: Year): [string, string, Piece][] {
  const two = year.acts.filter(({ rule }) => rule === 'two');
  const alone = two.filter(({ prepared, confirmed }) => personsIn(prepared, confirmed) === 'one').length;
  const missing = year.requests.filter(({ state }) => state !== 'accepted').length;
  const unreached = new Set(
    year.lettersOut.flatMap(({ after }) => after?.refused.map(({ office }) => office) ?? []),
  ).size;
  const aside = year.lettersIn.filter(
    ({ outcome, endings }) => outcome === 'kept-aside' || outcome === 'closed' || endings.length > 0,
  ).length;
  const word = year.elsewhere.filter(({ kind }) => kind === 'answer').length;
  const byHand = year.elsewhere.filter(({ kind }) => kind === 'decision').length;
  const mended = year.clearances.filter(({ rounds }) => rounds.length > 1).length;
  return [
    [
      pages.persons,
      'Two persons',
      `Of ${counted(two.length, 'act')} for which two persons are the rule, ${alone === 0 ? 'none was done by one office alone' : `${alone} ${alone === 1 ? 'was' : 'were'} done by one office alone`}.`,
    ],
    [
      pages.elsewhere,
      'Not on record',
      `${sentence(some(word, 'answer'))} came by a way that the system does not see; ${some(byHand, 'decision')} ${byHand < 2 ? 'was' : 'were'} entered by hand or not taken in session.`,
    ],
    [
      pages.notReached,
      'Not reached, kept aside',
      `Mail ${unreached === 0 ? 'reached every office' : `did not reach ${counted(unreached, 'office')}`}. ${sentence(some(aside, 'letter'))} that came in ${aside < 2 ? 'was' : 'were'} kept aside.`,
    ],
    [
      pages.requests,
      'Requests',
      missing === 0
        ? 'Every request was answered and accepted.'
        : `${sentence(counted(missing, 'request'))} did not end with an answer that was accepted.`,
    ],
    [
      pages.papers,
      'Papers and decisions',
      `${sentence(counted(year.clearances.length, 'text'))} went before the members${mended === 0 ? ', each in one version' : `; ${mended} needed a further version`}.`,
    ],
    [
      pages.held,
      'Letters that waited for release',
      `${sentence(counted(year.held.length, 'draft'))} ${year.held.length === 1 ? 'was' : 'were'} held for a person.`,
    ],
    [pages.letters, 'Letters', 'Every letter out and in, month by month.'],
    [
      pages.seals,
      'Seals and witnesses',
      `${sentence(counted(year.seals.length, 'seal'))} on the record, and who was told of each.`,
    ],
  ];
}
