/** The page of one phase. */
import type { PhaseAccount } from '../account.js';
import { html } from '../html.js';
import { sentence } from '../names.js';
import { clearancePath, href, pages, phasePath, sessionPath } from '../paths.js';
import type { Page, Site } from '../site.js';
import { facts, linkTo, page, story } from '../site.js';
import { dayOf } from '../times.js';
import { requestList } from './requests.js';
import { phaseDays } from './year.js';

export function phasePage(site: Site, phase: PhaseAccount): Page {
  const { year } = site;
  const { names } = year;
  const path = phasePath(phase.id);
  const plan = year.calendar.phases.find(({ id }) => id === phase.id);
  const own = <T extends { workflow: string }>(all: readonly T[]): T[] =>
    all.filter(({ workflow }) => year.phaseOf(workflow) === phase.id);
  const requests = own(year.requests);
  const sessions = own(year.sessions);
  const clearances = own(year.clearances);
  const dates = Object.values(plan?.dates ?? {}).flatMap((id) => names.date(id) ?? []);
  const seal = year.seals.find(({ occasion }) => occasion === `phase/${phase.id}`);
  return page(
    site,
    path,
    phase.title,
    html`
      <p class="lead">${phaseDays(year, phase)}.</p>
      ${facts([
        plan && plan.after.length > 0 && ['Follows', plan.after.map((id) => names.phase(id)).join(', ')],
        ...dates.map(
          (date) =>
            [
              date.date === date.until ? dayOf(date.date) : `${dayOf(date.date)} – ${dayOf(date.until)}`,
              html`${date.title} <span class="meta">${names.basis(date)}</span>`,
            ] as const,
        ),
        seal && [
          'Sealed',
          html`<a href="${href(path, pages.seals)}">Seal ${seal.number}</a>, which covers everything up to the
            end of this phase`,
        ],
      ])}
      <h2>What happened</h2>
      ${phase.entries.length === 0 ? html`<p>The phase had not begun when the record was sealed.</p>` : story(site, path, phase.entries)}
      ${
        sessions.length > 0 &&
        html`<h2>Papers before bodies</h2>
          <ul class="list plain">
            ${sessions.map(
              (session) =>
                html`<li>
                  <a href="${href(path, sessionPath(session.session))}"
                    >${sentence(names.text(session.session))}</a
                  >: ${session.state}
                </li>`,
            )}
          </ul>`
      }
      ${
        clearances.length > 0 &&
        html`<h2>Texts before the members</h2>
          <ul class="list plain">
            ${clearances.map(
              ({ text, cleared, rounds }) =>
                html`<li>
                  <a href="${href(path, clearancePath(text))}">${sentence(names.text(text))}</a>:
                  ${cleared ? `cleared in version ${rounds.at(-1)?.paper.version ?? rounds.length}` : 'not cleared'}
                </li>`,
            )}
          </ul>`
      }
      ${
        own(year.held).length > 0 &&
        html`<h2>Letters that waited for release</h2>
          <ul class="list plain">
            ${own(year.held).map(
              ({ title, state, workflow }) =>
                html`<li>${linkTo(site, path, { text: title, to: { workflow } })}: ${state}</li>`,
            )}
          </ul>`
      }
      ${
        requests.length > 0 &&
        html`<h2>Requests</h2>
          ${requestList(site, path, requests)}`
      }
      <p class="links">
        ${linkTo(site, path, { text: 'The letters, month by month', to: { path: pages.letters } })}
      </p>
    `,
    { path: pages.year, title: 'The year' },
  );
}
