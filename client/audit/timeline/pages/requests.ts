/** The list of all requests, and the page of each. */
import type { RequestAccount } from '../account.js';
import { fateWords, stateWords } from '../gather/request.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import { counted, sentence } from '../names.js';
import { enginePath, href, kindAnchor, pages, phasePath, requestPath } from '../paths.js';
import type { Page, Site } from '../site.js';
import { facts, page, story } from '../site.js';
import { dayOf, inBoth } from '../times.js';

/** `; 2 not accepted`, where there are any. */
export function seldom(requests: readonly RequestAccount[]): string {
  const open = requests.filter(({ state }) => state !== 'accepted').length;
  return open === 0 ? ', all accepted' : `; ${open} without an answer that was accepted`;
}

export const requestsPage = (site: Site): Page =>
  page(
    site,
    pages.requests,
    'Requests',
    html`<p class="lead">
        Everything that was asked in the year:
        ${counted(site.year.requests.length, 'request')}${seldom(site.year.requests)}.
      </p>
      ${requestList(site, pages.requests, site.year.requests, 'h2')}`,
  );

/** Requests by kind, each in a line that says how it ended. */
export function requestList(
  site: Site,
  from: string,
  requests: readonly RequestAccount[],
  level: 'h2' | 'h3' = 'h3',
): Html {
  const { names } = site.year;
  const kinds = [...new Set(requests.map(({ kind }) => kind))];
  return html`${kinds.map((kind) => {
    const own = requests.filter((request) => request.kind === kind);
    return html`${heading(kindAnchor(kind), names.kind(kind), level)}
      <ul class="list plain">
        ${own.map(({ state, subject, workflow, answeredAt, addressee, plan, reminders, marks }) => {
          const { zone } = names.place(addressee);
          const on = answeredAt === undefined ? '' : `, answered on ${dayOf(answeredAt, zone)}`;
          const more = [
            reminders > 0 && counted(reminders, 'reminder'),
            marks.includes('escalated') && 'escalated',
            answeredAt !== undefined && answeredAt > plan.due && 'late',
            marks.includes('recorded') && 'entered by the secretariat',
          ].filter(Boolean);
          return html`<li>
            <a href="${href(from, requestPath(kind, subject))}">${names.request(workflow)}</a>:
            <span class="${state === 'accepted' ? 'state' : 'state open'}"
              >${stateWords[state]}${state === 'accepted' && on}${more.length > 0 && `; ${more.join(', ')}`}</span
            >
          </li>`;
        })}
      </ul>`;
  })}`;
}

const heading = (id: string, text: string, level: 'h2' | 'h3'): Html =>
  level === 'h2' ? html`<h2 id="${id}">${text}</h2>` : html`<h3 id="${id}">${text}</h3>`;

const routes: Record<string, string> = {
  direct: 'directly',
  'direct-copy-nr': 'directly, with a copy to the National Representative',
  'through-nr': 'through the National Representative',
  'through-national-secretariat': 'through the National Secretariat',
};

export function requestPage(site: Site, request: RequestAccount): Page {
  const { year } = site;
  const { names } = year;
  const { kind, subject, workflow, plan, addressee, askedAt, ask } = request;
  const path = requestPath(kind, subject);
  const phase = year.phaseOf(workflow);
  const place = names.place(addressee);
  const run = year.runs.find((each) => each.workflow === workflow);
  return page(
    site,
    path,
    names.request(workflow),
    html`
      <p class="lead">${fateWords(request, names)}</p>
      ${facts([
        ['Asked of', sentence(names.office(addressee))],
        ask && ['By which way', sentence(routeOf(request))],
        plan.copy.length > 0 && ['Copy to', sentence(names.offices(plan.copy))],
        ['Asked on', inBoth(askedAt, place)],
        ['Due', inBoth(plan.due, place)],
        plan.clearedBy !== undefined && ['Cleared by', sentence(names.office(plan.clearedBy))],
        phase !== undefined && [
          'Phase',
          html`<a href="${href(path, phasePath(phase))}">${names.phase(phase)}</a>`,
        ],
      ])}
      <h2>What happened</h2>
      ${request.entries.length === 0 ? html`<p>The record holds no letter and no act about this request.</p>` : story(site, path, request.entries)}
      ${run && html`<p class="links"><a href="${href(path, enginePath(workflow, 1))}">The engine’s record of this request: ${counted(run.events, 'event')}</a></p>`}
    `,
    { path: pages.requests, title: 'Requests' },
  );
}

function routeOf({ ask, subject, plan }: RequestAccount): string {
  const own = Object.entries(ask?.routeFor ?? {}).find(
    ([member]) =>
      subject.toUpperCase() === member || plan.addressees[0]?.endsWith(`-${member.toLowerCase()}`),
  );
  const route = own?.[1] ?? ask?.route ?? '';
  return routes[route] ?? route;
}
