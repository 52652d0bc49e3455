/** Prints a year's plan for a person at a terminal. */
import { DateTime } from 'luxon';
import type { Route } from '../../domain/ask.js';
import type { IsoDate } from '../../domain/time.js';
import type { PhasePlan, PlannedAsk, PlannedDate, YearPlan } from './describe.js';

/** Characters in a line. */
const width = 92;

/** Where the text beside a date begins. */
const textAt = 21;

/** The plan as text, in lines of at most 92 characters. */
export function printYear(plan: YearPlan): string {
  const total = plan.phases
    .flatMap(({ asks }) => asks)
    .reduce((sum, ask) => sum + (ask.count ?? 0) * ask.due.length, 0);
  return [
    `ASEAN Smart Cities Network: the year ${plan.year} under ${plan.chair}`,
    `Meetings in ${plan.place}. Action plans for ${plan.planPeriod}.`,
    ...plan.phases.flatMap((phase, n) => ['', ...printPhase(phase, n + 1, plan)]),
    '',
    ...wrap(
      `In all ${total} requests, beside those for each pair of a city and a partner. A day's id stands before its ` +
        `basis; give it to ascn cycle reschedule to set another day.`,
      0,
    ),
    '',
  ].join('\n');
}

function printPhase(phase: PhasePlan, number: number, plan: YearPlan): string[] {
  const after = phase.after.length > 0 ? ` (after: ${phase.after.join(', ')})` : '';
  return [
    ...wrap(`${number}. ${phase.title}${after}`, 3, 0),
    ...phase.dates.flatMap((date) => printDate(date, plan)),
    ...phase.asks.flatMap((ask) => ['', ...printAsk(ask, plan)]),
  ];
}

function printDate(
  { id, title, date, until, basis, source, restDay }: PlannedDate,
  plan: YearPlan,
): string[] {
  const last = until > date ? `, until ${shortDay(until)}` : '';
  const rest = restDay ? `; a rest day in ${plan.chair}` : '';
  return [
    ...wrap(`   ${shortDay(date).padEnd(textAt - 3)}${title}${last}`, textAt, 0),
    ...wrap(`${id}: ${basis}${source === undefined ? '' : ` (${source})`}${rest}`, textAt),
  ];
}

function printAsk(ask: PlannedAsk, plan: YearPlan): string[] {
  const cleared = list(ask.clearedNationallyBy);
  const sentences = [
    sentence(whom(ask)),
    ...(cleared === '' ? [] : [`In ${cleared} it counts once the National Representative has cleared it.`]),
    `Due ${dueWords(ask, plan)}.`,
    `${sentence(chasing(ask))}${ask.formal ? ' The letter is formal, with a numbered PDF.' : ''}`,
  ];
  return [...wrap(`Asked: ${ask.title}`, 5, 3), ...sentences.flatMap((text) => wrap(text, 5))];
}

const nouns = {
  members: ['member', 'members'],
  cities: ['city', 'cities'],
  partners: ['partner', 'partners'],
  bodies: ['body', 'bodies'],
} as const;

const counted = (count: number, of: PlannedAsk['of']): string => `${count} ${nouns[of][count === 1 ? 0 : 1]}`;

function whom(ask: PlannedAsk): string {
  if (ask.of === 'bodies') {
    return `the secretariat of ${ask.due.length === 1 ? 'the' : 'each'} body, after its session`;
  }
  if (ask.count === undefined) {
    return `the ${nouns[ask.of][0]} of each proposed pair, ${routeWords[ask.routes[0]?.route ?? 'direct']}`;
  }
  const [usual, ...others] = [...ask.routes].sort((a, b) => b.count - a.count);
  if (!usual) return `no ${nouns[ask.of][0]} yet`;
  const other = others.map(
    ({ route, count, members }) => `${counted(count, ask.of)} of ${list(members)} ${routeWords[route]}`,
  );
  return [`${counted(usual.count, ask.of)}, ${routeWords[usual.route]}`, ...other].join('; ');
}

const routeWords: Record<Route, string> = {
  direct: 'directly',
  'direct-copy-nr': 'directly, with a copy to the National Representative',
  'through-nr': 'through the National Representative',
  'through-national-secretariat': 'through the National Secretariat',
};

function dueWords(ask: PlannedAsk, plan: YearPlan): string {
  const days = list(ask.due.map(ask.due.length > 1 ? shortDay : longDay));
  if (ask.kind !== 'clearance') return `${days}, at the end of the day where the office is`;
  return `${days}, at ${String(plan.cutOffHourUtc).padStart(2, '0')}:00 UTC for all${ask.due.length > 1 ? '; one text each' : ''}`;
}

function chasing({ reminders, escalations, lapsesAfter, of }: PlannedAsk): string {
  const before = reminders.filter((days) => days >= 0);
  const after = reminders.filter((days) => days < 0).map((days) => -days);
  const when = [
    ...(before.length > 0 ? [`${list(before.map(String))} ${daysWord(before)} before`] : []),
    ...(after.length > 0 ? [`${list(after.map(String))} ${daysWord(after)} after`] : []),
  ];
  const next =
    of === 'cities'
      ? ['the National Representative', "the chair's secretariat"]
      : ["the chair's secretariat"];
  const turned = escalations.map((days, n) => `to ${next[n] ?? next.at(-1)} after ${days}`);
  return [
    ...(when.length > 0 ? [`reminders ${when.join(' and ')}`] : []),
    ...(turned.length > 0 ? [`turned ${turned.join(' and ')} ${daysWord(escalations)}`] : []),
    lapsesAfter === 0
      ? 'silent from then on'
      : `recorded as missing after ${lapsesAfter} ${daysWord([lapsesAfter])}`,
  ].join('; ');
}

const daysWord = (days: readonly number[]): string => (days.at(-1) === 1 ? 'day' : 'days');
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const worded = (date: IsoDate, pattern: string): string =>
  DateTime.fromISO(date, { zone: 'utc' }).setLocale('en').toFormat(pattern);
const shortDay = (date: IsoDate): string => worded(date, 'ccc d LLL yyyy');
const longDay = (date: IsoDate): string => worded(date, 'cccc, d LLLL yyyy');

/** Breaks a text at spaces; further lines are indented by `indent`, the first by `first`. */
function wrap(text: string, indent: number, first = indent): string[] {
  const lines: string[] = [];
  let line = ' '.repeat(first);
  // Spaces that stand at the start or in a column are kept.
  for (const word of text.split(/(?<=\S) (?=\S)/)) {
    const joined = line.trim() === '' ? line + word : `${line} ${word}`;
    if (joined.length > width && line.trim() !== '') {
      lines.push(line);
      line = ' '.repeat(indent) + word;
    } else {
      line = joined;
    }
  }
  return [...lines, line];
}
