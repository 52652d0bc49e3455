/** The year at a glance, drawn: phases over the months, meetings, what was due, letters week by week. */
import type { IsoDate } from '../../../domain/time.js';
import { addDays, daysBetween } from '../../../domain/time.js';
import type { Year } from './account.js';
import type { Piece } from './html.js';
import { html, Html } from './html.js';
import { counted } from './names.js';
import { localDay, monthOf, shortDay, weekOf } from './times.js';

/** All lengths in the drawing's own units; it is scaled to the page. */
const width = 1040;
const margin = 12;
const phaseHeight = 40;
const laneHeight = 19;
const letterHeight = 64;
/** The width of a character of a label, on the average. */
const character = 6.5;

interface Marked {
  day: IsoDate;
  label: string;
}

interface Placed extends Marked {
  x: number;
  lane: number;
  /** The label stands left of its mark, since the drawing ends on the right. */
  left: boolean;
}

/** Puts labels into lanes in which they do not run into each other. */
export function inLanes(marked: readonly Marked[], xOf: (day: IsoDate) => number): Placed[] {
  const ends: { from: number; to: number }[][] = [];
  return [...marked]
    .sort((a, b) => (a.day < b.day ? -1 : 1))
    .map((mark) => {
      const x = xOf(mark.day);
      const long = mark.label.length * character + 14;
      const left = x + long > width - margin;
      const [from, to] = left ? [x - long, x + 6] : [x - 6, x + long];
      let lane = ends.findIndex((taken) => taken.every((other) => to < other.from || from > other.to));
      if (lane < 0) lane = ends.length;
      ends[lane] = [...(ends[lane] ?? []), { from, to }];
      return { ...mark, x, lane, left };
    });
}

/** How many letters left and came in, by the Monday of their week. */
export function lettersByWeek({
  lettersOut,
  lettersIn,
}: Pick<Year, 'lettersOut' | 'lettersIn'>): Map<IsoDate, { out: number; in: number }> {
  const weeks = new Map<IsoDate, { out: number; in: number }>();
  const week = (at: string): { out: number; in: number } => {
    const known = weeks.get(weekOf(at)) ?? { out: 0, in: 0 };
    weeks.set(weekOf(at), known);
    return known;
  };
  for (const { before, after } of lettersOut)
    if (after?.sent.outcome === 'sent' || after?.sent.outcome === 'partly-undeliverable')
      week(before.at).out += 1;
  for (const { receivedAt } of lettersIn) week(receivedAt).in += 1;
  return weeks;
}

/** The meetings of the year: sessions of bodies, and what phases meet for. */
export function meetingsOf({ calendar, names }: Pick<Year, 'calendar' | 'names'>): Marked[] {
  const ids = new Set(
    calendar.phases.flatMap(({ dates, sessions = [] }) => [
      ...(dates.meets === undefined ? [] : [dates.meets]),
      ...sessions.map(({ meets }) => meets),
    ]),
  );
  return [...ids].flatMap((id) => {
    const date = names.date(id);
    return date ? [{ day: date.date, label: `${shortDay(date.date)}: ${date.title}` }] : [];
  });
}

/** What was due on which day, a clearance's cut-offs apart. */
export function dueOf({ requests, names }: Pick<Year, 'requests' | 'names'>): {
  due: Marked[];
  cutOffs: IsoDate[];
} {
  const counts = new Map<string, number>();
  const cutOffs = new Set<IsoDate>();
  for (const { kind, plan, addressee } of requests) {
    const day = localDay(plan.due, names.place(addressee).zone);
    if (kind === 'clearance') cutOffs.add(day);
    else if (kind !== 'body-record') {
      const key = `${day} ${kind}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  }
  const due = [...counts].map(([key, count]) => {
    const [day = '', kind = ''] = key.split(' ');
    return { day, label: `${count} × ${names.kind(kind).toLowerCase()}` };
  });
  return { due: mostOnly(due), cutOffs: [...cutOffs].sort() };
}

/** A single extension makes no mark of its own beside the day of all the others. */
const mostOnly = (due: readonly Marked[]): Marked[] => {
  const several = due.filter(({ label }) => !label.startsWith('1 ×'));
  return several.length > 0 ? several : [...due];
};

/** The drawing, with its words for who does not see it. */
export function calendarDrawing(year: Year): Html {
  const { first, last } = spanOf(year);
  const days = Math.max(1, daysBetween(first, last));
  const xOf = (day: IsoDate): number =>
    round(margin + (Math.min(days, Math.max(0, daysBetween(first, day))) / days) * (width - 2 * margin));
  const top = 34;
  const phasesEnd = top + year.phases.length * phaseHeight;
  const meetings = inLanes(meetingsOf(year), xOf);
  const { due, cutOffs } = dueOf(year);
  const owed = inLanes(due, xOf);
  const meetingsTop = phasesEnd + 36;
  const dueTop = meetingsTop + lanes(meetings) * laneHeight + 40;
  const cutOffTop = dueTop + lanes(owed) * laneHeight + 6;
  const lettersTop = cutOffTop + 74;
  const height = lettersTop + 2 * letterHeight + 14;
  return html`<svg
    class="glance"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-labelledby="glance-title glance-words"
  >
    <title id="glance-title">The year ${year.cycle} at a glance</title>
    <desc id="glance-words">${inSentences(year, meetings)}</desc>
    ${months(first, last).map(
      (month) =>
        html`<g class="month"
          ><line x1="${xOf(month)}" x2="${xOf(month)}" y1="22" y2="${height}"></line>${
            xOf(month) < width - 70 &&
            html`<text x="${xOf(month) + 4}" y="16">${monthName(month, year.cycle)}</text>`
          }</g
        >`,
    )}
    ${year.phases.map((phase, i) => {
      const from = phase.began?.slice(0, 10) ?? phase.opens ?? first;
      const until = phase.ended?.slice(0, 10) ?? (phase.state === 'running' ? last : from);
      const [x, end] = [xOf(from), xOf(until)];
      const y = top + i * phaseHeight;
      const right = x + phase.title.length * 7.2 > width - margin;
      return html`<g class="phase"
        ><text x="${right ? end : x}" y="${y + 14}" ${right && anchorEnd}>${phase.title}</text
        ><rect x="${x}" y="${y + 20}" width="${Math.max(4, round(end - x))}" height="9" rx="2"></rect
      ></g>`;
    })}
    ${heading('Meetings', meetingsTop - 10)}
    ${meetings.map(
      ({ x, lane, left, label }) =>
        html`<g class="meeting"
          ><path d="M${x} ${meetingsTop + lane * laneHeight} l5 6 l-5 6 l-5 -6 z"></path
          >${labelled(x, meetingsTop + lane * laneHeight + 10, left, label)}</g
        >`,
    )}
    ${heading('Answers due', dueTop - 10)}
    ${owed.map(
      ({ x, lane, left, label }) =>
        html`<g class="due"
          ><rect x="${x - 2}" y="${dueTop + lane * laneHeight}" width="4" height="12"></rect
          >${labelled(x, dueTop + lane * laneHeight + 10, left, label)}</g
        >`,
    )}
    ${cutOffs.map((day) => html`<circle class="cut-off" cx="${xOf(day)}" cy="${cutOffTop + 6}" r="4"></circle>`)}
    ${cutOffs.length > 0 && html`<text class="small" x="${margin}" y="${cutOffTop + 26}">A circle is the cut-off for clearing a text.</text>`}
    ${letterBars(year, xOf, lettersTop)}
  </svg>`;
}

/** With its year where that is another one. */
const monthName = (month: IsoDate, cycle: number): string =>
  month.startsWith(`${cycle}-`) ? monthOf(month).split(' ')[0]! : monthOf(month);
const anchorEnd = new Html(' text-anchor="end"');
const heading = (text: string, y: number): Html =>
  html`<text class="heading" x="${margin}" y="${y}">${text}</text>`;
const labelled = (x: number, y: number, left: boolean, text: string): Html =>
  html`<text x="${left ? x - 9 : x + 9}" y="${y}" ${left && anchorEnd}>${text}</text>`;
const lanes = (placed: readonly Placed[]): number => Math.max(0, ...placed.map(({ lane }) => lane + 1));
const round = (n: number): number => Math.round(n * 10) / 10;

function letterBars(year: Year, xOf: (day: IsoDate) => number, top: number): Piece {
  const weeks = [...lettersByWeek(year)].sort(([a], [b]) => (a < b ? -1 : 1));
  const most = Math.max(1, ...weeks.map(([, { out, in: came }]) => Math.max(out, came)));
  const base = top + letterHeight;
  const tall = (n: number): number => round((n / most) * (letterHeight - 6));
  return html`${heading(`Letters a week: sent above the line, received below it; at most ${most}`, top - 14)}
    <line class="base" x1="${margin}" x2="${width - margin}" y1="${base}" y2="${base}"></line>
    ${weeks.map(([week, { out, in: came }]) => {
      const x = xOf(week);
      const wide = Math.max(3, round(xOf(addDays(week, 6)) - x));
      return html`<rect
          class="out"
          x="${x}"
          y="${base - tall(out)}"
          width="${wide}"
          height="${tall(out)}"
        ></rect
        ><rect class="in" x="${x}" y="${base}" width="${wide}" height="${tall(came)}"></rect>`;
    })}`;
}

/** From the first of the month in which something begins to the end of that in which the last thing ends. */
function spanOf(year: Year): { first: IsoDate; last: IsoDate } {
  const days = [
    year.began ?? `${year.cycle}-01-01`,
    ...(year.ended === undefined ? [] : [year.ended]),
    ...year.phases.flatMap(({ opens, began, ended }) =>
      [opens, began, ended].filter((day) => day !== undefined),
    ),
    ...meetingsOf(year).map(({ day }) => day),
  ]
    .map((day) => day.slice(0, 10))
    .sort();
  const [first = `${year.cycle}-01-01`] = days;
  const last = days.at(-1) ?? `${year.cycle}-12-31`;
  return { first: `${first.slice(0, 7)}-01`, last: addDays(nextMonth(last), -1) };
}

const nextMonth = (day: IsoDate): IsoDate => {
  const [y = 0, m = 0] = day.split('-').map(Number);
  return m === 12 ? `${y + 1}-01-01` : `${y}-${String(m + 1).padStart(2, '0')}-01`;
};

function months(first: IsoDate, last: IsoDate): IsoDate[] {
  const all: IsoDate[] = [];
  for (let month = first; month <= last && all.length < 60; month = nextMonth(month)) all.push(month);
  return all;
}

const inSentences = (year: Year, meetings: readonly Marked[]): string =>
  [
    ...year.phases.map(
      ({ title, began, ended, opens }) =>
        `${title}: ${began === undefined ? `planned from ${opens ?? 'no day'}` : `from ${began.slice(0, 10)} to ${ended?.slice(0, 10) ?? 'now'}`}.`,
    ),
    ...meetings.map(({ label }) => `${label}.`),
    `${counted(year.lettersOut.length, 'letter')} out, ${year.lettersIn.length} in.`,
  ].join(' ');
