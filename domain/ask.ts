/** What is asked of whom in a year, by which route and until when: data, `data/asks.yaml`. */
import type { OfficeKind } from './network.js';
import type { Instant } from './time.js';

/** The kinds of request, in the order of the year. A request's id is `<network>/cycle/<year>/<kind>/<subject>`. */
export const requestKinds = [
  'nomination',
  'workshop-delegation',
  'action-plan',
  'framework-comments',
  'meeting-delegation',
  'partner-offer',
  'city-preference',
  'twinning-city',
  'twinning-partner',
  'final-action-plan',
  'progress',
  'clearance',
  'body-record',
] as const;

export type RequestKind = (typeof requestKinds)[number];

/** How a request reaches the office that answers. */
export type Route = 'direct' | 'direct-copy-nr' | 'through-nr' | 'through-national-secretariat';

export interface Ask {
  kind: RequestKind;
  title: string;
  /** One request for each of these. */
  of: 'members' | 'cities' | 'partners' | 'bodies';
  form: string;
  /** The kind of office that answers when the route is direct. */
  office: OfficeKind;
  route: Route;
  /** Members with another route than the usual one. */
  routeFor?: Record<string, Route>;
  /** Members whose NR clears the answer before it counts. */
  clearedNationallyBy?: string[];
  /** A date id of the calendar, or `given` where the phase gives the day with each request. */
  due: string;
  /** Days before the due date on which reminders go out; negative is after it. */
  reminders: number[];
  /** Days after the due date on which the NR (then the chair) is turned to; the letter is held for a person. */
  escalations: number[];
  /** Days after the due date when the answer is recorded as missing. */
  lapsesAfter: number;
  /** Complete answers are accepted at once, or put to the secretariat. */
  acceptance: 'automatic' | 'secretariat';
  /** The letter is formal: a numbered PDF on letterhead goes with it. */
  formal?: boolean;
}

/** One request's plan: offices and instants, computed by `activities/calendar/` for the addressee's zone. */
export interface RequestPlan {
  subject: string;
  /** Who answers: the first is asked, the others are the alternates in order. */
  addressees: string[];
  copy: string[];
  /** The NR who clears the answer, where the route says so. */
  clearedBy?: string;
  /** The offices whose answer counts, beside the addressees: the NR for its cities. */
  mayAnswer: string[];
  /** The end of the due day where the addressee is; for a clearance its one UTC cut-off. */
  due: Instant;
  /** The due date as the letter words it. */
  dueDate: string;
  reminders: { at: Instant; days: number }[];
  escalations: { at: Instant; to: string }[];
  lapses: Instant;
}
