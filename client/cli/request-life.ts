/** The whole life of a request: its plan, every version of the answer with its fields, its marks and letters. */
import { unlessErased } from '../../domain/erasure.js';
import type { Form } from '../../domain/form.js';
import { fieldOf, labelOf } from '../../domain/form.js';
import { shortRequest } from '../../domain/ids.js';
import { readNetwork } from '../../domain/network-document.js';
import type { RequestRecord, RequestVersion } from '../../domain/request.js';
import { isChased } from '../../domain/request.js';
import type { Submission } from '../../domain/submission.js';
import type { Reading } from '../../workers/reading.js';
import type { Operations } from '../operations.js';
import { facts, section, table, utc, utcAndThere } from './output.js';

type Letter = Awaited<ReturnType<Reading['letters']>>[number];

export interface RequestLife {
  year: number;
  record: RequestRecord;
  /** The submissions, in the order of the record's versions; undefined for one that was erased. */
  submissions: (Submission | undefined)[];
  letters: Letter[];
  forms: Form[];
  /** The title and the zone of every office that the record names. */
  offices: Record<string, { title: string; zone: string }>;
}

/** Reads a request from the engine, its submissions and letters from the document store. */
export async function readRequest(
  operations: Operations,
  reading: Pick<Reading, 'store' | 'forms' | 'letters'>,
  year: number,
  name: string,
): Promise<RequestLife> {
  const record = await operations.request(year, name);
  const { networkDocument } = await operations.status(year);
  const { offices } = await readNetwork(reading.store, networkDocument);
  const submissions = await Promise.all(
    record.versions.map(({ document }) => unlessErased(reading.store.getJson<Submission>(document))),
  );
  const forms = await reading.forms();
  const letters = await reading.letters(year);
  return {
    year,
    record,
    submissions,
    // one that reminds of several things, and the receipt of several answers, have the number of one of them
    letters: letters.filter(
      ({ number, requests }) => number.startsWith(`ASCN/${year}/${name}/`) || requests.includes(record.id),
    ),
    forms: [...new Set(submissions.flatMap((each) => each?.form ?? []))].flatMap((id) => forms.get(id) ?? []),
    offices: Object.fromEntries(offices.map(({ id, title, zone }) => [id, { title, zone }])),
  };
}

export function printRequest(life: RequestLife): string {
  const { record, submissions, letters } = life;
  return [
    printPlan(life),
    printSteps(life),
    ...record.versions.map((version, i) => printVersion(life, version, submissions[i])),
    section(
      `Letters (${letters.length})`,
      letters.length === 0
        ? 'None of its own.'
        : table(
            ['Number', 'Sent', 'To', 'Outcome'],
            letters.map(({ number, at, to, outcome }) => [number, utc(at), to.join(', '), outcome]),
          ),
    ),
  ].join('\n\n');
}

function printPlan({ year, record, offices }: RequestLife): string {
  const { plan, addressee, marks, state, accepted, acceptedBy } = record;
  const named = (id: string): string => (offices[id] ? `${id}: ${offices[id].title}` : id);
  const zone = offices[addressee]?.zone;
  const others = [...plan.addressees, ...plan.mayAnswer].filter((id) => id !== addressee);
  return facts([
    ['Request', `${year}/${shortRequest(record.id)}`],
    ['State', `${state}${record.closed ? '; the cycle is closed' : ''}`],
    ['Went through', marks.join(', ')],
    ['Asked of', named(addressee)],
    ['Asked on', utcAndThere(record.askedAt, zone)],
    ['Copy to', plan.copy.map(named).join('\n')],
    ['May answer too', [...new Set(others)].map(named).join('\n')],
    ['Cleared by', plan.clearedBy && named(plan.clearedBy)],
    ['Mail fails to', record.unreachable.map(named).join('\n')],
    [
      'Away',
      record.absences.map(({ office, back }) => `${named(office)}, back ${back.slice(0, 10)}`).join('\n'),
    ],
    ['Due', `${plan.dueDate}: ${utcAndThere(plan.due, zone)}`],
    ['Promised', record.promised && utcAndThere(record.promised, zone)],
    [
      'Accepted',
      accepted === undefined
        ? undefined
        : `version ${accepted}${acceptedBy ? `, by ${acceptedBy.office}${reason(acceptedBy.why)}` : ''}`,
    ],
  ]);
}

const reason = (why: string | undefined): string => (why ? `: ${why}` : '');

/** Reminders and escalations, past and to come; those of a request that owes nothing do not go out. */
function printSteps({ record, offices }: RequestLife): string {
  const { reminders, escalations, lapses } = record.plan;
  const past = (n: number, done: number): string =>
    n < done ? 'past' : record.settled ? 'not needed' : isChased(record) ? 'to come' : 'stopped';
  const zone = (id: string): string | undefined => offices[id]?.zone;
  return section(
    'Reminders and escalations',
    table(
      ['What', 'When', 'Is'],
      [
        ...reminders.map(({ at, days }, n) => [
          distance(days),
          utcAndThere(at, zone(record.addressee)),
          past(n, record.remindersSent),
        ]),
        ...escalations.map(({ at, to }, n) => [
          `to ${to}`,
          utcAndThere(at, zone(to)),
          past(n, record.escalationsSent),
        ]),
        [
          'recorded as missing',
          utcAndThere(lapses, zone(record.addressee)),
          past(0, record.state === 'lapsed' ? 1 : 0),
        ],
      ],
    ),
  );
}

function distance(days: number): string {
  if (days === 0) return 'on the day';
  const count = Math.abs(days);
  return `${count} ${count === 1 ? 'day' : 'days'} ${days > 0 ? 'before' : 'after'}`;
}

function printVersion(
  { forms }: RequestLife,
  version: RequestVersion,
  submission: Submission | undefined,
): string {
  const form = forms.find(({ id }) => id === submission?.form);
  const said = Object.entries(submission?.fields ?? {})
    .sort(([a], [b]) => placeOf(form, a) - placeOf(form, b))
    .map(([key, { value }]): [string, string] => [labelled(form, key), worded(form, key, value)]);
  const label = (key: string): string => labelled(form, key);
  const { confirmed, disowned, assignedBy, authority } = version;
  return section(
    `Version ${version.version}, from ${version.from} on ${utc(version.at)} (${version.letter.startsWith('record/') ? version.letter : `letter ${version.letter.slice(0, 12)}`})`,
    facts([
      ['What was said', submission ? undefined : 'can no longer be read: it was erased on an order'],
      ...said,
      ['Missing', version.missing.map(label).join('; ')],
      ['Could not be used', submission?.problems.map(({ sentence }) => sentence).join('\n')],
      ['Departs from a rule', version.exceptions.join('\n')],
      ['Given by', assignedBy && `${assignedBy.office}${reason(assignedBy.why)}`],
      ['On the authority of', authority],
      [
        'Stands',
        disowned
          ? 'set aside: the office says that it is not its own'
          : confirmed
            ? undefined
            : 'not confirmed yet',
      ],
    ]),
  );
}

/** Where a field stands in its form: entry by entry in a group; unknown keys last. */
function placeOf(form: Form | undefined, key: string): number {
  const found = form && fieldOf(form, key);
  if (!form || !found) return Number.MAX_SAFE_INTEGER;
  const first =
    found.field.group === undefined
      ? found.field
      : form.fields.find(({ group }) => group === found.field.group)!;
  return form.fields.indexOf(first) * 1_000_000 + found.entry * 1000 + form.fields.indexOf(found.field);
}

function labelled(form: Form | undefined, key: string): string {
  const found = form && fieldOf(form, key);
  if (!found) return key;
  return `${labelOf(found.field, 'en', found.entry)}${found.field.confidential ? ' (confidential)' : ''}`;
}

/** Choices by their wording. */
function worded(form: Form | undefined, key: string, value: string | string[]): string {
  const options = (form && fieldOf(form, key)?.field.options) ?? [];
  return [value]
    .flat()
    .map((each) => options.find(({ id }) => id === each)?.label.en ?? each)
    .join('; ');
}
