/**
 * The parts of a receipt: for each answer what was asked and what happens next, what changed, the whole, and last the
 * lines that are to be filled in. Of a field given twice the last counts, so whoever fills them into the copy of this
 * letter is understood; and what changed has no line that could be taken for the field's own.
 */
import type { AnswerReceived } from '../../../domain/receipt.js';
import type { Submission } from '../../../domain/submission.js';
import type { FieldChange } from '../../../domain/submission-changes.js';
import { changesBetween, replacesEarlier } from '../../../domain/submission-changes.js';
import type { AnswerShown } from './answer-rows.js';
import { inFormOrder, isHidden, labelFor, valueOf } from './answer-rows.js';
import { severalLines } from './header-text.js';
import type { LetterPart, LetterRow } from './letter-view.js';
import { say } from './message-text.js';
import { holdsSomething, openKeys, openParts, understoodPart } from './parts.js';
import type { Facts } from './placeholders.js';

/** One answer of a receipt. */
export interface ReceiptedAnswer extends AnswerShown {
  /** An office as the letter calls it. */
  officeName: (id: string) => string;
  received: AnswerReceived;
  /** The version before, where there is one. */
  previous?: Submission;
  /** What was answered, in words. */
  what: string;
  /** `received.dueDate` as the reader writes dates. */
  due?: string;
  /** Offices that have answered as well and get this receipt. */
  others: string[];
  facts: Facts;
  /** The letter's number. */
  letter: string;
}

/** The parts about one answer. */
export function receiptParts(answer: ReceiptedAnswer): LetterPart[] {
  const { received, words } = answer;
  const lines =
    received.next === 'to-be-read'
      ? { title: words.receipt.fillIn, before: [] }
      : { title: words.missing, before: words.correct };
  return [
    headPart(answer),
    ...changedParts(answer),
    ...understoodParts(answer),
    ...openParts(answer, lines),
    remarksPart(answer),
  ].filter(holdsSomething);
}

/** The whole answer; where several offices gave it, what each gave, the writer's first. */
function understoodParts(answer: ReceiptedAnswer): LetterPart[] {
  const { submission, words, received, officeName } = answer;
  const { fields, parts } = submission;
  const keys = Object.keys(fields);
  if (keys.length === 0 && received.next === 'to-be-read') return [];
  const writer = parts.at(-1)?.from;
  const offices = [...new Set(keys.map((key) => fields[key]!.from))].sort(
    (a, b) => Number(b === writer) - Number(a === writer),
  );
  const { understood, checkBelow } = words.receipt;
  const shown =
    offices.length > 1
      ? offices.map((office) =>
          understoodPart(
            answer,
            `${understood}: ${officeName(office)}`,
            keys.filter((key) => fields[key]!.from === office),
          ),
        )
      : [understoodPart(answer, understood, keys)];
  return shown.map((part) =>
    part.rows.some(({ check }) => check !== undefined) ? { ...part, before: [checkBelow] } : part,
  );
}

/** What was asked, by which letter and until when; whose answer it is; what happens next. */
function headPart(answer: ReceiptedAnswer): LetterPart {
  const { received, submission, form, words, what, due, others, officeName, letter } = answer;
  const { receipt } = words;
  const open = received.next === 'to-be-read' ? [] : inFormOrder(openKeys(submission), form);
  const writer = submission.parts.at(-1)?.from;
  const facts: Facts = { ...answer.facts, version: submission.version, ...(due && { dueDate: due }) };
  const row = (label: string, value: string | undefined): LetterRow[] => (value ? [{ label, value }] : []);
  const version =
    submission.previous === undefined
      ? []
      : [say(replacesEarlier(submission) ? receipt.replaces : receipt.adds, facts, letter)];
  const also =
    others.length > 0
      ? [say(receipt.alsoAnswered, { ...facts, office: others.map(officeName).join('; ') }, letter)]
      : [];
  const whose = others.length > 0 && writer !== undefined ? [officeName(writer)] : [];
  return {
    title: what.charAt(0).toUpperCase() + what.slice(1),
    begins: true,
    before: [],
    rows: [
      ...row(receipt.asked, received.asked),
      ...row(receipt.due, due),
      ...row(receipt.answerOf, whose[0]),
      ...row(receipt.thisAnswer, [...version, ...also].join(' ')),
      ...row(words.missing, open.map((key) => labelFor(key, answer)).join('; ')),
      ...row(receipt.next, say(receipt.whatNext[received.next], facts, letter)),
    ],
    after: [],
  };
}

/** What the letter changed of the version before; what it only added is named, since it stands below. */
function changedParts(answer: ReceiptedAnswer): LetterPart[] {
  const { previous, submission, form, words } = answer;
  if (!previous) return [];
  const changes = changesBetween(previous, submission);
  const ofKeys = new Map(changes.map((change) => [change.key, change]));
  const ordered = inFormOrder([...ofKeys.keys()], form).map((key) => ofKeys.get(key)!);
  const added = ordered.filter(({ before }) => before === undefined);
  return [
    {
      title: words.receipt.changed,
      before: changes.length === 0 ? [words.receipt.nothingChanged] : [],
      rows: [
        ...ordered.filter(({ before }) => before !== undefined).map((change) => changedRow(change, answer)),
        ...(added.length > 0
          ? [{ label: words.receipt.added, value: added.map(({ key }) => labelFor(key, answer)).join('; ') }]
          : []),
      ],
      after: [],
    },
  ];
}

function changedRow({ key, before, now }: FieldChange, answer: ReceiptedAnswer): LetterRow {
  const { words } = answer;
  const label = `${labelFor(key, answer)} – ${words.receipt.now}`;
  const shown = (field: FieldChange['now']): string =>
    field === undefined
      ? words.receipt.noLonger
      : isHidden(key, field.from, answer)
        ? words.confidential
        : valueOf(key, field, answer).value;
  return { label, value: shown(now), note: `${words.receipt.before} ${shown(before)}` };
}

/** What else is said of how the letter was read. It may quote confidential values, so it goes to those who may read them. */
function remarksPart({ submission, form, words, readable }: ReceiptedAnswer): LetterPart {
  const latest = submission.parts.at(-1);
  const quotable = !form.fields.some(({ confidential }) => confidential) || readable(latest?.from ?? '');
  const remarks = quotable ? (latest?.remarks ?? []) : [];
  return { title: words.receipt.remarks, before: remarks.map(severalLines), rows: [], after: [] };
}
