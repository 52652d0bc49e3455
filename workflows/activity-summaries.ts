/**
 * What each activity does, in words, for Temporal's own pages. A summary names offices, requests and letters by
 * their ids and numbers; it is no part of what a replay compares.
 */
import type { WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { shortRequest } from '../domain/ids.js';

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
  submitAnswer: (input) => `Hand letter ${digest(part(input.submit).letter)} to ${request(input.request)}`,
  acknowledge: (input) => `Tell ${request(input.request)} that its answer is promised`,
  readBoards: ({ batches }) => `Read ${said(batches)} boards`,
  assemblePaper: (input) => {
    const { paper, title, date } = part(input.session);
    return `Draw up the paper “${said(paper)}” for ${said(title)}, ${said(date)}`;
  },
  revisePaper: ({ edits }) => `Open a new version with ${said(edits)} changed statements`,
  writeOptionsPaper: ({ version }) => `Draw up the options of the matchmaking, round ${said(version)}`,
  publish: ({ id }) => `Put “${said(id)}” on the network's page`,
  readRecordedDecisions: ({ items }) => `Read the record for ${said(items)} items`,
  matchCities: ({ offers, wishes }) => `Match ${said(wishes)} cities with ${said(offers)} partners`,
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
  recordAnswer: () => 'Record an answer that came by another way',
  judgeLetter: (input) => `Judge letter ${digest(input.digest)}`,
  noteReceived: ({ outcome }) => `Note what became of the letter: ${said(outcome)}`,
};

const summaryOf = (activity: string, args: unknown[]): string | undefined =>
  summaries[activity]?.(part(args[0]));

/** Read by the bundle of the workflows: each of them gets these. */
export const interceptors: WorkflowInterceptorsFactory = () => ({
  outbound: [
    {
      scheduleActivity: (input, next) =>
        next({ ...input, options: { summary: summaryOf(input.activityType, input.args), ...input.options } }),
      scheduleLocalActivity: (input, next) =>
        next({ ...input, options: { summary: summaryOf(input.activityType, input.args), ...input.options } }),
    },
  ],
});
