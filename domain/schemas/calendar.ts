/** What a calendar file (`data/calendars/`) and the list of asks (`data/asks.yaml`) must look like. */
import { z } from 'zod';
import type { Ask, Route } from '../ask.js';
import { requestKinds } from '../ask.js';
import type { CalendarDate, Phase, PhaseKind, Session } from '../calendar.js';
import type { OfficeKind } from '../network.js';
import { isIsoDate } from '../time.js';

const text = z.string().min(1);
const isoDate = z.string().refine(isIsoDate, { error: 'a day of the calendar as YYYY-MM-DD' });
const dateId = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)?$/, {
  error: 'an id of small letters, digits and hyphens, such as workshop.delegations-due',
});

const calendarDate: z.ZodType<CalendarDate> = z.strictObject({
  id: dateId,
  title: text,
  pinned: z.strictObject({ date: isoDate, until: isoDate.optional(), setBy: text, source: text }).optional(),
  derived: z
    .strictObject({
      from: dateId,
      days: z.int(),
      lasts: z.int().positive().optional(),
      source: text.optional(),
    })
    .optional(),
});

const session: z.ZodType<Session> = z.strictObject({
  id: text,
  body: text,
  paper: text,
  meets: dateId,
  clearedBy: dateId,
  transmitted: dateId,
  recordDue: dateId,
});

/** The parts that each kind of phase needs a date for, beside `opens`. */
const partsOf: Record<PhaseKind, readonly string[]> = {
  nominations: ['due'],
  'body-chain': [],
  'governance-workshop': ['delegationsDue', 'readingSent', 'actionPlansDue', 'commentsDue', 'meets'],
  'annual-meeting': [
    'partnersCleared',
    'delegationsDue',
    'offersDue',
    'preferencesDue',
    'proposals',
    'consentDue',
    'documentsSent',
    'meets',
    'recordClearedBy',
  ],
  'ministerial-announcement': ['clearedBy', 'released', 'meets'],
  'jcm-consultation': ['plansDue', 'progressDue', 'assembled', 'meets'],
  'summit-launch': ['launch', 'annualReport'],
  handover: ['closes'],
};

const phase: z.ZodType<Phase> = z
  .strictObject({
    id: text,
    kind: z.enum(Object.keys(partsOf) as PhaseKind[]),
    title: text,
    after: z.array(text),
    dates: z.object({ opens: dateId }).catchall(dateId),
    sessions: z.array(session).optional(),
  })
  .superRefine(({ kind, dates }, context) => {
    for (const part of partsOf[kind].filter((name) => !(name in dates))) {
      context.addIssue({
        code: 'custom',
        path: ['dates', part],
        message: `the id of a date, since a phase of the kind ${kind} has this part`,
      });
    }
  });

/** A calendar as it stands in a file: the year, the chair and the place come from whoever plans the year. */
export const calendarFile = z.strictObject({
  /** For how many years the action plans are made, the calendar's own year the first. */
  planYears: z.int().positive(),
  dates: z.array(calendarDate).min(1),
  phases: z.array(phase).min(1),
});

const routes = [
  'direct',
  'direct-copy-nr',
  'through-nr',
  'through-national-secretariat',
] as const satisfies Route[];
const member = z.string().regex(/^[A-Z]{2}$/, { error: 'the code of a member in capitals, such as VN' });

const offices = [
  'national-secretariat',
  'national-representative',
  'chief-smart-city-officer',
  'outside-partner',
  'body-secretariat',
] as const satisfies OfficeKind[];

const ask: z.ZodType<Ask> = z.strictObject({
  kind: z.enum(requestKinds),
  title: text,
  of: z.enum(['members', 'cities', 'partners', 'bodies']),
  form: text,
  office: z.enum(offices),
  route: z.enum(routes),
  routeFor: z.record(member, z.enum(routes)).optional(),
  clearedNationallyBy: z.array(member).optional(),
  due: dateId,
  reminders: z.array(z.int()),
  escalations: z.array(z.int().positive()),
  lapsesAfter: z.int().nonnegative(),
  acceptance: z.enum(['automatic', 'secretariat']),
  formal: z.boolean().optional(),
});

/** All asks of a year: each kind of request stands once. */
export const asksFile = z.array(ask).superRefine((asks, context) => {
  for (const kind of requestKinds) {
    const found = asks.filter((entry) => entry.kind === kind).length;
    if (found !== 1) {
      context.addIssue({
        code: 'custom',
        message: `one entry of the kind ${kind} (there are ${found})`,
      });
    }
  }
});
