/**
 * What each activity does, in words, for Temporal's own pages. A summary names offices, requests and letters by
 * their ids and numbers. Temporal's own replay does not compare it; strict replay does.
 */
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { shortRequest } from '../domain/ids.js';
import { shortDigest } from '../domain/short-digest.js';

/** An activity's input, of which a summary reads what it finds. */
type Input = Record<string, unknown>;

/** A text, a number, or the length of a list. */
function said(value: unknown): string {
  if (Array.isArray(value)) return String(value.length);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

const request = (value: unknown): string => shortRequest(said(value));
const digest = (value: unknown): string => said(value).slice(0, 12);
const list = (value: unknown): string => (Array.isArray(value) ? value.map(said).join(', ') : said(value));
const part = (value: unknown): Input => (typeof value === 'object' && value !== null ? (value as Input) : {});

const summaries: Record<string, (input: Input) => string> = {
  sendLetter: ({ number, template, to }) => `Letter ${said(number)} (${said(template)}) to ${list(to)}`,
  takeIn: (input) => `Take in letter ${digest(input.digest)}: judge it, hand it to its requests`,
  keepInTray: ({ letter }) => `Keep letter ${digest(part(letter).digest)} in the tray`,
  endMatter: (input) => `Take letter ${digest(input.digest)} from the tray: ${said(part(input.ending).how)}`,
  readBoard: ({ batch }) => `Read the board ${request(batch)}`,
  keepBoards: ({ batches }) => `Keep ${said(batches)} boards as they stand`,
  assemblePaper: (input) => {
    const { paper, title, date } = part(input.session);
    return `Draw up the paper “${said(paper)}” for ${said(title)}, ${said(date)}`;
  },
  revisePaper: ({ edits }) => `Open a new version with ${said(edits)} changed statements`,
  writeOptionsPaper: ({ version }) => `Draw up the options of the matchmaking, round ${said(version)}`,
  publish: ({ id }) => `Put “${said(id)}” on the network's page`,
  readRecordedDecisions: ({ items }) => `Read the record for ${said(items)} items`,
  matchCities: () => 'Match cities with outside partners',
  readPairs: ({ from, count }) => `Read up to ${said(count)} pairs, from number ${Number(from) + 1} on`,
  settleConsents: () => 'Sort the pairs by what both sides answered',
  snapshotNetwork: ({ asOf }) => `Take the network's data as of ${said(asOf)}`,
  applyNominations: ({ nominations }) => `Enter ${said(nominations)} nominations`,
  instantsOf: () => 'Work out the instants of the calendar',
  subjectsOf: ({ kind }) => `List who is asked: ${said(kind)}`,
  planRequests: ({ kind, subjects }) => `Plan ${said(subjects)} requests: ${said(kind)}`,
  replan: ({ due, addressee }) =>
    `Plan the request anew${due ? `, due ${said(due)}` : ''}${addressee ? `, asked of ${said(addressee)}` : ''}`,
  askOf: ({ kind }) => `Look up what is asked: ${said(kind)}`,
  draftNextYear: () => 'Draft the calendar of the next year',
  morningAfter: (input) => `Find the working morning after ${said(input.after)}`,
  fileSubmission: (input) =>
    `File version ${said(input.version)} of ${request(input.request)} from ${said(input.from)}`,
  runningCycles: () => 'Ask the registry which cycles run',
  appendToArchive: ({ cycle, occasion }) => `Archive the cycle of ${said(cycle)}: ${said(occasion)}`,
  timeStampSeals: () => 'Get time-stamps for the seals',
  recordAnswer: () => 'Record an answer that came by another way',
};

const summaryOf = (activity: string, args: unknown[]): string | undefined =>
  summaries[activity]?.(part(args[0]));

/** A history does not keep what a local activity was given; its summary has the digest of that (docs/decisions/022). */
const withInput = (activity: string, args: unknown[]): string =>
  `${summaryOf(activity, args) ?? activity} (input ${shortDigest(JSON.stringify(args))})`;

/** Read by the bundle of the workflows: each of them gets these. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleActivity: (input, next) =>
        next({ ...input, options: { summary: summaryOf(input.activityType, input.args), ...input.options } }),
      scheduleLocalActivity: (input, next) =>
        next({ ...input, options: { summary: withInput(input.activityType, input.args), ...input.options } }),
    },
  ],
});
