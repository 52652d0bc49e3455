/**
 * The year laid over some minutes. Workflows compare instants as text and know no pace; so only the instants that the
 * calendar's activities hand them are moved, each by one fixed rule, and lie seconds apart.
 */
import type { Instant } from '../../../domain/time.js';
import { after, days, toInstant, toMs } from '../../../domain/time.js';
import { summit } from './small-network.js';

/**
 * Where the run's clock stands when the year begins: the calendar's last day, so that every date of the year has
 * come by its name, and none is refused as lying ahead or over.
 */
export const begins: Instant = '2018-12-25T00:00:00Z';

/**
 * Days from the Summit up to which a stretch of the year reaches, and how many seconds it takes. What waits for answers
 * goes on as soon as they are in; a stretch is long where a paper is drawn up from whatever has come in by then, and
 * where somebody answers only when chased.
 */
const stretches: [day: number, seconds: number][] = [
  [-265, 10], // nominations
  [-260, 2],
  [-246, 2],
  [-224, 16], // delegations to the workshop; plans and comments are asked for
  [-182.5, 16],
  [-181.5, 4], // between the last moment and the reminder of the next morning lie seconds
  [-179.5, 4],
  [-173, 42], // the late, those who answer after an escalation, and one who never answers
  [-168, 4],
  [-160.5, 18], // the list of partners is cleared
  [-146, 45], // offers and wishes
  [-142, 20],
  [-140, 3], // the annual meeting's documents are drawn up
  [-134.5, 10], // they are cleared; pairs are proposed
  [-130, 6],
  [-125, 2], // the annual meeting
  [-111.5, 10], // its record is cleared
  [-107, 2],
  [-99.5, 10], // the announcement is cleared
  [-97, 2],
  [-69.5, 13], // final plans and progress
  [-59, 8],
  [-56, 2],
  [-48.5, 10], // the JCM's paper is cleared
  [-42, 2],
  [-35, 2],
  [-27, 6], // the JCM's record
  [-15, 4],
  [-6.5, 10], // the ACC's and the Summit's papers are cleared
  [0, 2],
  [3, 3],
  [15, 8], // their records
  [28, 3],
  [43, 5],
];
const firstDay = -294;

/** How long a year takes on a quiet machine. */
export const yearSeconds = stretches.reduce((sum, [, seconds]) => sum + seconds, 0);

/** A day given by itself (a second round) has no place in the year: so long is the time until it, and after it. */
const windowSeconds = 10;

/**
 * No request lapses earlier than this after it was asked. An answer that was given at once must count, whatever was
 * killed on its way: each death costs it up to ten seconds.
 */
const leastSeconds = 85;

export interface Pace {
  /** The run's calendar time minus the machine's. */
  offsetMs: number;
  /** By how much every stretch is longer than the table says: a slow machine gets a slow year. */
  slower: number;
}

interface Mark {
  calendarMs: number;
  runMs: number;
}

const marksOf = ({ slower }: Pace): Mark[] => {
  const first: Mark = {
    calendarMs: toMs(`${summit}T00:00:00Z`) + days(firstDay),
    runMs: toMs(begins) + 2000,
  };
  const marks = [first];
  for (const [day, seconds] of stretches) {
    marks.push({
      calendarMs: toMs(`${summit}T00:00:00Z`) + days(day),
      runMs: marks.at(-1)!.runMs + seconds * 1000 * slower,
    });
  }
  return marks;
};

/** Along straight lines between the marks; before the first and after the last, along the nearest line. */
function along(marks: Mark[], from: keyof Mark, to: keyof Mark, ms: number): number {
  const found = marks.findIndex((mark) => mark[from] >= ms);
  const end = Math.max(1, found < 0 ? marks.length - 1 : found);
  const [a, b] = [marks[end - 1]!, marks[end]!];
  return a[to] + ((ms - a[from]) * (b[to] - a[to])) / (b[from] - a[from]);
}

export function paceOf(pace: Pace) {
  const marks = marksOf(pace);
  return {
    /** The run's instant for one of the calendar. */
    inRun: (calendar: Instant): Instant => toInstant(along(marks, 'calendarMs', 'runMs', toMs(calendar))),
    /** The calendar's instant for one of the run. */
    inCalendar: (run: Instant): Instant => toInstant(along(marks, 'runMs', 'calendarMs', toMs(run))),
    /** The earliest instant at which a request that is asked now may lapse. */
    earliestLapse: (now: Instant): Instant => after(now, leastSeconds * 1000 * pace.slower),
    /** The rule for a request whose last day is given by itself: asked now, due in one window, lapsing in two. */
    inWindow: (now: { run: Instant; calendar: Instant }, due: Instant, lapses: Instant) => {
      const window = windowSeconds * 1000 * pace.slower;
      const [from, dueMs, lapsesMs] = [toMs(now.calendar), toMs(due), toMs(lapses)];
      const own = [
        { calendarMs: from, runMs: toMs(now.run) },
        { calendarMs: dueMs, runMs: toMs(now.run) + window },
        // the reminder of the next morning is seconds after the last moment here too
        ...(lapsesMs > dueMs + days(1)
          ? [{ calendarMs: dueMs + days(1), runMs: toMs(now.run) + 1.4 * window }]
          : []),
        {
          calendarMs: Math.max(lapsesMs, dueMs + 1),
          runMs: toMs(now.run) + (lapsesMs > dueMs ? 2 : 1) * window,
        },
      ];
      return (calendar: Instant): Instant => toInstant(along(own, 'calendarMs', 'runMs', toMs(calendar)));
    },
  };
}
