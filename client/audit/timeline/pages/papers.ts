/** The chain of papers through the bodies, the page of each session, and the page of each clearance. */
import type { Actor } from '../../../../domain/actor.js';
import type { MemberPosition } from '../../../../domain/clearance.js';
import { shortRequest } from '../../../../domain/ids.js';
import type { ClearanceAccount, SessionAccount, WordChange } from '../account.js';
import { itemTitle } from '../gather/papers.js';
import { html } from '../html.js';
import type { Html, Piece } from '../html.js';
import { counted, listed, sentence } from '../names.js';
import { clearancePath, enginePath, href, pages, phasePath, requestPath, sessionPath } from '../paths.js';
import type { Page, Site } from '../site.js';
import { facts, list, page, story, table } from '../site.js';
import { dayOf, inBoth } from '../times.js';

export function papersPage(site: Site): Page {
  const { year } = site;
  const path = pages.papers;
  return page(
    site,
    path,
    'Papers and decisions',
    html`
      <p class="lead">
        How each paper went: drawn up, cleared by the members, released by two persons, put before a body,
        decided.
      </p>
      <h2>From body to body</h2>
      ${year.sessions.length === 0 && html`<p>No paper was before a body when the record was sealed.</p>`}
      <ol class="phases">
        ${year.sessions.map((session) => sessionInShort(site, path, session))}
      </ol>
      <h2>Texts before the members</h2>
      ${year.clearances.length === 0 && html`<p>No text was before the members when the record was sealed.</p>`}
      <ul class="list plain">
        ${year.clearances.map((clearance) => {
          const { text, rounds, cleared } = clearance;
          return html`<li>
            <a href="${href(path, clearancePath(text))}">${sentence(year.names.text(text))}</a>:
            ${rounds.map(
              ({ version, positions }, i) =>
                html`${i > 0 && '; '}round ${version}:
                ${positions.length === 0 ? 'open' : positionsInShort(positions)}`,
            )}.
            ${cleared ? 'Cleared.' : html`<span class="state open">Not cleared.</span>`}
          </li>`;
        })}
      </ul>
    `,
  );
}

function sessionInShort({ year }: Site, path: string, session: SessionAccount): Html {
  const date = year.names.date(session.meets);
  const paper = session.papers.find(({ id }) => id === session.session) ?? session.papers[0];
  return html`<li>
    <h3><a href="${href(path, sessionPath(session.session))}">${date?.title ?? session.session}</a></h3>
    <p class="meta">
      ${year.names.body(session.body)}${date && `, ${dayOf(date.date)}`}${paper && `; ${paper.number}`}
    </p>
    <p>
      ${
        session.decisions.length === 0
          ? 'No decision is on record.'
          : session.decisions.map(({ item, verb }) => `“${itemTitle(session, item)}” ${verb}`).join('; ') +
            '.'
      }
    </p>
  </li>`;
}

export function sessionPage(site: Site, session: SessionAccount): Page {
  const { year } = site;
  const { names } = year;
  const path = sessionPath(session.session);
  const date = names.date(session.meets);
  const phase = year.phaseOf(session.workflow);
  const request = year.requests.filter(
    ({ kind, subject }) => kind === 'body-record' && new RegExp(`^${session.session}(-\\d+)?$`).test(subject),
  );
  return page(
    site,
    path,
    date?.title ?? session.session,
    html`
      <p class="lead">
        ${sentence(names.body(session.body))}${date && `, ${date.date === date.until ? dayOf(date.date) : `${dayOf(date.date)} – ${dayOf(date.until)}`}`}.
      </p>
      ${facts([
        [
          'Phase',
          phase === undefined
            ? 'not known'
            : html`<a href="${href(path, phasePath(phase))}">${names.phase(phase)}</a>`,
        ],
        ['Papers', versionsOf(session)],
        session.clearances.length > 0 && [
          'Cleared',
          list(
            session.clearances.map((workflow) => {
              const text = shortRequest(workflow).replace('clearance-of/', '');
              return html`<a href="${href(path, clearancePath(text))}">${sentence(names.text(text))}</a>`;
            }),
          ),
        ],
        request.length > 0 && [
          'Record',
          list(
            request.map(
              ({ kind, subject, workflow }) =>
                html`<a href="${href(path, requestPath(kind, subject))}">${names.request(workflow)}</a>`,
            ),
          ),
        ],
      ])}
      <h2>Decisions</h2>
      ${session.decisions.length === 0 && html`<p>No decision is on record.</p>`}
      ${session.decisions.map(
        ({
          item,
          verb,
          basis,
          finality,
          actionRequested,
          paragraph,
          record,
          version,
          preparedBy,
          confirmedBy,
          remarks,
        }) =>
          html`<h3>“${itemTitle(session, item)}” ${verb}</h3>
            <p>
              ${sentence(basis)}, ${finality};
              ${actionRequested && `asked ${actionRequested.toLowerCase()}, `}in version ${version} of the
              paper. The proof is paragraph ${paragraph} of “${record}”.
            </p>
            ${remarks !== undefined && html`<blockquote><p>${remarks}</p></blockquote>`}
            <p class="more">
              ${entered(site, preparedBy)}.
              ${confirmedBy ? `Confirmed by ${names.office(confirmedBy.office)}.` : 'Confirmed by nobody.'}
            </p>`,
      )}
      <h2>What happened</h2>
      ${story(site, path, session.entries)}
      ${session.changes.map(
        ({ changes, by }) =>
          html`<h3>Other words, ${by ? `by ${names.office(by.office)}` : 'by whom is not known'}</h3>
            ${changesList(changes)}`,
      )}
      <p class="links">
        <a href="${href(path, enginePath(session.workflow, 1))}">The engine’s record of this session</a>
      </p>
    `,
    { path: pages.papers, title: 'Papers and decisions' },
  );
}

function versionsOf({ papers }: SessionAccount): Piece {
  if (papers.length === 0) return 'None is drawn up yet.';
  return list(
    papers.map(
      ({ number, version, title, pages: count }) =>
        html`${title} <span class="id">${number}, version ${version}, ${counted(count, 'page')}</span>`,
    ),
  );
}

/** What came with a body's record was entered by no person. */
const entered = (site: Site, { office, door }: Actor): string =>
  door === 'mail' || door === 'engine'
    ? `Read from the record that ${site.year.names.office(office)} sent`
    : `Entered by ${site.year.names.office(office)}`;

const positionWords: Record<MemberPosition['position'], string> = {
  agree: 'agrees',
  comment: 'comments',
  object: 'objects',
  silent: 'is silent',
  unconfirmed: 'has answered, not confirmed',
};

function positionsInShort(positions: readonly MemberPosition[]): string {
  const words: [MemberPosition['position'], string, string][] = [
    ['agree', 'agrees', 'agree'],
    ['comment', 'comments', 'comment'],
    ['object', 'objects', 'object'],
    ['silent', 'is silent', 'are silent'],
    ['unconfirmed', 'is unconfirmed', 'are unconfirmed'],
  ];
  return listed(
    words.flatMap(([kind, one, several]) => {
      const count = positions.filter(({ position }) => position === kind).length;
      return count === 0 ? [] : [`${count} ${count === 1 ? one : several}`];
    }),
  );
}

export function clearancePage(site: Site, clearance: ClearanceAccount): Page {
  const { year } = site;
  const { names } = year;
  const { text, rounds, cleared, workflow } = clearance;
  const path = clearancePath(text);
  const place = names.place(year.secretariat);
  const phase = year.phaseOf(workflow);
  return page(
    site,
    path,
    sentence(names.text(text)),
    html`
      <p class="lead">
        ${cleared ? `The members cleared “${clearance.title}” in ${counted(rounds.length, 'round')}.` : `“${clearance.title}” was not cleared when the record was sealed.`}
      </p>
      <p class="meta">
        Before the members, silence ${year.silenceIsAgreement ? 'is agreement' : 'is not agreement'} by the
        rules of this year, unless a round is closed before its cut-off.
      </p>
      ${facts([
        ['Before the members', `from ${inBoth(clearance.opened, place)}`],
        clearance.ended !== undefined && ['Cleared', inBoth(clearance.ended, place)],
        phase !== undefined && [
          'Phase',
          html`<a href="${href(path, phasePath(phase))}">${names.phase(phase)}</a>`,
        ],
      ])}
      ${rounds.map(
        ({ version, paper, cutOff, positions, outcome, closedBy, changes, changedBy, said }) =>
          html` <h2>Round ${version}: version ${paper.version} of the paper</h2>
            ${changedBy && html`<p>Opened by ${names.office(changedBy.office)}${changedBy.why !== undefined && `: “${changedBy.why}”`}</p>`}
            ${changes.length > 0 && changesList(changes)}
            ${facts([
              ['Paper', `${paper.number}, version ${paper.version}`],
              ['Cut-off', cutOffWords(site, cutOff, positions)],
              [
                'Outcome',
                outcome === 'cleared' ? 'Agreed' : outcome === 'open' ? 'Open' : 'A new version was wanted',
              ],
              closedBy && [
                'Closed early by',
                `${sentence(names.office(closedBy.office))}: “${closedBy.why ?? ''}”`,
              ],
            ])}
            ${
              positions.length === 0
                ? html`<p>The round had not ended when the record was sealed.</p>`
                : table(
                    'What each member said',
                    ['Member', 'Position', 'Answer'],
                    positions.map(({ member, position, proposes, request }) => [
                      names.member(member),
                      `${sentence(positionWords[position])}${proposes ? ', and proposes other words' : ''}`,
                      request
                        ? html`<a href="${href(path, requestOf(request))}"
                            >what was asked and answered<span class="hidden">
                              by ${names.member(member)}, round ${version}</span
                            ></a
                          >`
                        : 'not asked',
                    ]),
                  )
            }
            ${Object.entries(said).map(
              ([member, { comment, proposal }]) =>
                html`<h3>In the words of ${names.member(member)}</h3>
                  ${comment !== undefined && html`<blockquote><p>${comment}</p></blockquote>`}
                  ${
                    proposal !== undefined &&
                    html`<p class="meta">It proposes:</p>
                      <blockquote><p>${proposal}</p></blockquote>`
                  }`,
            )}`,
      )}
      <p class="links">
        <a href="${href(path, enginePath(workflow, 1))}">The engine’s record of this clearance</a>
      </p>
    `,
    { path: pages.papers, title: 'Papers and decisions' },
  );
}

/** The hour is that of the requests, which all have the same. */
function cutOffWords({ year }: Site, day: string, positions: readonly MemberPosition[]): string {
  const asked = year.requests.find(({ workflow }) => workflow === positions[0]?.request);
  if (asked) return `${dayOf(asked.plan.due)}, ${asked.plan.due.slice(11, 16)} UTC`;
  return day ? dayOf(day) : 'not on record';
}

function requestOf(workflow: string): string {
  const [kind = '', ...subject] = shortRequest(workflow).split('/');
  return requestPath(kind, subject.join('/'));
}

const changesList = (changes: readonly WordChange[]): Html =>
  html`${changes.map(
    ({ statement, was, now }) =>
      html`<div class="note">
        <p class="id">${statement}</p>
        ${was === undefined ? html`<p class="more">The words before are not in this record.</p>` : html`<p><span class="meta">Before:</span> <del>${was}</del></p>`}
        <p><span class="meta">Now:</span> <ins>${now}</ins></p>
      </div>`,
  )}`;
