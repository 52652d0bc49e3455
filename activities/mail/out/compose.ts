/** Composing a letter: an order, the network and the templates become what the addressee reads. */
import type { Attachment } from '../../../domain/attachment.js';
import type { FormalLetter } from '../../../domain/formal-letter.js';
import type { Form } from '../../../domain/form.js';
import { badInput } from '../../../domain/errors.js';
import type { LetterOrder } from '../../../domain/letter.js';
import type { Network, Office } from '../../../domain/network.js';
import { holderOn } from '../../../domain/network.js';
import type { Submission } from '../../../domain/submission.js';
import { shortRequest } from '../../../domain/ids.js';
import { subjectOf } from './about.js';
import type { AnswerShown } from './answer-rows.js';
import { attachmentsPart } from './attachments-part.js';
import { factsOf, listed } from './facts.js';
import { oneLine } from './header-text.js';
import type { FormDocument } from '../../forms/write/form-document.js';
import { formDocumentOf, formNames } from './form-enclosures.js';
import type { LetterPart, LetterView } from './letter-view.js';
import { bracketed } from './letter-view.js';
import { say } from './message-text.js';
import { nameOfOffice, officeIn, officeNamed, whatOf } from './naming.js';
import type { Naming } from './naming.js';
import { formPart, submissionParts } from './parts.js';
import type { Facts } from './placeholders.js';
import { receiptParts } from './receipt-parts.js';
import type { Template, Templates } from './templates.js';
import { wordDate, wordDue } from './word-date.js';
import type { Words } from './words.js';

const nationalClearanceForm = 'national-clearance';

export interface ComposeInput {
  order: LetterOrder;
  network: Network;
  templates: Templates;
  forms: ReadonlyMap<string, Form>;
  /** The documents of `order.submissions`. */
  submissions: Submission[];
  /** Of a receipt: the version before each of them, where there is one. */
  previous?: (Submission | undefined)[];
  /** The document of `order.attached`. */
  attachments?: Attachment[];
  /** The letters of `order.together`, each to be set as a section of this one. */
  together?: ComposeInput[];
  /** It is such a section. */
  isSection?: boolean;
}

export interface Composed {
  view: LetterView;
  from: Office;
  to: Office[];
  copy: Office[];
  /** The forms that go with the letter as documents. */
  forms: FormDocument[];
  /** What each request is called above its lines, where there are several. */
  titles: ReadonlyMap<string, string>;
  /** What is asked, within a sentence. */
  what: string;
}

/**
 * Composes a letter in the language of the office written to first, or in English where the letter does not
 * exist in that language.
 *
 * @throws CycleError `BadInput` for a letter to nobody, an unknown template or form, or a placeholder for which
 *   there is no value; `NotFound` for an unknown office
 */
export function compose(input: ComposeInput): Composed {
  const { order, network, templates, forms, submissions, attachments = [] } = input;
  if (order.to.length === 0)
    throw badInput(
      `The letter ${order.number} is addressed to nobody; expected at least one office in “to”.`,
    );
  const office = (id: string): Office => officeIn(network, id, order.number);
  const to = [...new Set(order.to)].map(office);
  const copy = [...new Set(order.copy ?? [])].filter((id) => !order.to.includes(id)).map(office);
  const from = office(order.from);
  const template = templates.find(order.template, to[0]!.language);
  const { language } = template;
  const words = templates.words(language);
  const naming: Naming = { network, language, words, letter: order.number };
  const facts = factsOf(order, naming);
  const sections = (input.together ?? []).map(compose);
  if (sections.length > 0)
    facts.what = listed(
      sections.map(({ what }) => what),
      language,
    );
  const [only, ...others] = submissions;
  if (only && others.length === 0) facts.what = whatAnswered(only, facts, naming);
  if (isAboutClearance(order) && only?.form !== nationalClearanceForm && facts.what !== undefined)
    facts.what = clearanceOf(String(facts.what), facts, naming);
  const name = (each: Office): string => oneLine(nameOfOffice(each, naming));
  const date = wordDate(order.at, from.zone, language);
  const readableBy = ({ request }: Submission) => {
    const cityId = subjectOf(shortRequest(request), network).city?.id;
    return (givenBy: string): boolean =>
      [...to, ...copy].every(({ id, city }) => id === givenBy || (city !== undefined && city === cityId));
  };
  const ownForm =
    order.form !== undefined && template.form && !order.automaticAnswer
      ? [
          formDocumentOf(order, formOf(order.form, forms, order.number), submissions, {
            facts,
            naming,
            readableBy,
            to: name(to[0]!),
          }),
        ]
      : [];
  const formDocuments = [...ownForm, ...sections.flatMap((section) => section.forms)];
  const attached = [
    ...(order.formal ? [words.formalName] : []),
    ...formDocuments.flatMap((document) => Object.values(formNames(document))),
    ...(order.attachments ?? []).map((attachment) => oneLine(attachment.name)),
  ];
  const view: LetterView = {
    number: order.number,
    language,
    date,
    letterhead: { network: words.network, chair: say(words.chair, facts, order.number), office: name(from) },
    to: to.map(name),
    copy: copy.map(name),
    heads: [
      { label: words.reference, lines: [order.number] },
      { label: words.date, lines: [date] },
      { label: words.to, lines: to.map(name) },
      { label: words.copy, lines: copy.map(name) },
      { label: words.marking, lines: markingOf(order, words) },
      { label: words.attached, lines: attached },
    ].filter(({ lines }) => lines.length > 0),
    ...textOf(order, template, facts),
    salutation: salutationOf(order, to[0]!, language, words),
    replies: [],
    parts: [
      ...submissions.flatMap((submission, i) =>
        answerParts(submission, i, input, { to, copy, facts, naming }),
      ),
      ...(attachments.length > 0 ? [attachmentsPart(attachments, language, words)] : []),
      ...(asksForm(order, template, submissions)
        ? [formPart(formOf(order.form, forms, order.number), language, words, input.isSection)]
        : []),
      ...sections.flatMap(sectionParts),
    ],
    closing: words.closing,
    signature: [name(from), words.network],
    footer: [
      ...(order.automaticAnswer ? [words.automatic] : []),
      say(words.footer, facts, order.number),
    ].join(' '),
  };
  const titled = (input.together ?? []).map(({ order: { answers } }, i): [string, string] => [
    answers?.[0]?.request ?? '',
    capitalised(sections[i]!.what),
  ]);
  const answered = submissions.map((submission): [string, string] => [
    submission.request,
    capitalised(whatAnswered(submission, facts, naming)),
  ]);
  return {
    ...{ view, from, to, copy, forms: formDocuments, what: String(facts.what ?? '') },
    titles: new Map(titled.length > 0 ? titled : answered.length > 1 ? answered : []),
  };
}

/** A letter of `order.together` within the one that is sent: under its title its first paragraph, which says what is due when, and its parts. */
const sectionParts = ({ what, view }: Composed): LetterPart[] => [
  { title: capitalised(what), begins: true, before: view.paragraphs.slice(0, 1), rows: [], after: [] },
  ...view.parts,
];

function textOf(
  order: LetterOrder,
  template: Template,
  facts: Facts,
): { subject: string; paragraphs: string[] } {
  if (order.edited) {
    const paragraphs = order.edited.text
      .replaceAll('\r\n', '\n')
      .split(/\n\s*\n/)
      .map((text) => text.trim());
    return { subject: oneLine(order.edited.subject), paragraphs: paragraphs.filter(Boolean) };
  }
  return {
    subject: capitalised(oneLine(say(template.subject, facts, order.number))),
    paragraphs: template.paragraphs
      .filter(({ when }) => when === undefined || facts[when] !== undefined)
      .map(({ message }) => capitalised(say(message, facts, order.number))),
  };
}

/** An answer in a letter: in a receipt with what became of it, elsewhere what was understood. */
function answerParts(
  submission: Submission,
  i: number,
  { order, network, forms, previous }: ComposeInput,
  { to, copy, facts, naming }: { to: Office[]; copy: Office[]; facts: Facts; naming: Naming },
): LetterPart[] {
  const { language, words } = naming;
  const what = whatAnswered(submission, facts, naming);
  const cityId = subjectOf(shortRequest(submission.request), network).city?.id;
  const shown: AnswerShown = {
    submission,
    form: formOf(submission.form, forms, order.number),
    language,
    words,
    readable: (givenBy) =>
      [...to, ...copy].every(({ id, city }) => id === givenBy || (city !== undefined && city === cityId)),
  };
  const received = order.received?.[i];
  if (!received) return submissionParts(shown, say(words.understood, { ...facts, what }, order.number));
  return receiptParts({
    ...shown,
    officeName: (id) => oneLine(officeNamed(id, naming) ?? id),
    received,
    previous: previous?.[i],
    what,
    ...(received.dueDate !== undefined && { due: wordDue(received.dueDate, to[0]!.zone, language) }),
    others: copy.map(({ id }) => id),
    facts,
    letter: order.number,
  });
}

/** What a submission is, in words; a National Representative's clearance of an answer is not that answer. */
function whatAnswered({ request, form }: Submission, facts: Facts, naming: Naming): string {
  const what = whatOf(request, facts, naming);
  return form === nationalClearanceForm ? clearanceOf(what, facts, naming) : what;
}

const clearanceOf = (what: string, facts: Facts, { words, letter }: Naming): string =>
  say(words.nationalClearance, { ...facts, what }, letter);

/** A letter after the one that asked to clear an answer: what is awaited is not the answer. */
const isAboutClearance = ({ template, answers = [] }: LetterOrder): boolean =>
  template !== nationalClearanceForm && answers.length === 1 && answers[0]?.as === 'national-clearance';

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The form is printed where its answer is awaited, and nothing of that answer is listed already. */
const asksForm = (
  order: LetterOrder,
  template: Template,
  submissions: Submission[],
): order is LetterOrder & { form: string } =>
  order.form !== undefined &&
  template.form &&
  !order.automaticAnswer &&
  !submissions.some(({ form }) => form === order.form);

function formOf(id: string, forms: ReadonlyMap<string, Form>, letter: string): Form {
  const form = forms.get(id);
  if (form) return form;
  throw badInput(
    `The letter ${letter} names the form “${id}”, which does not exist. The forms are: ${[...forms.keys()].join(', ')}.`,
  );
}

const markingOf = ({ marking }: LetterOrder, words: Words): string[] =>
  marking === undefined || marking === 'public' ? [] : [words.markings[marking]];

/** The holder's salutation; where the letter is in another language than the office's, the plain one. */
function salutationOf(order: LetterOrder, to: Office, language: string, words: Words): string {
  const holder = to.language === language ? holderOn(to, order.at.slice(0, 10)) : undefined;
  return `${holder?.salutation ?? words.salutation},`;
}

/** The letter for the printed page. */
export const formalLetterOf = (view: LetterView): FormalLetter => {
  const form = view.parts.filter(({ rows }) => rows.some(({ example }) => example));
  const told = view.parts.filter((part) => !form.includes(part));
  return {
    number: view.number,
    date: view.date,
    letterhead: view.letterhead,
    to: view.to,
    copy: view.copy,
    subject: view.subject,
    salutation: view.salutation,
    paragraphs: [
      ...view.paragraphs,
      ...told.flatMap(({ title, before, rows }) => [
        title,
        ...before,
        ...rows.map((row) => `${row.label}: ${row.value}${bracketed(row)}`),
      ]),
      ...form.flatMap(({ before, beforeOnPaper }) => beforeOnPaper ?? before),
    ],
    questions: form.flatMap(({ rows }) =>
      rows.map(({ label, sample }) => ({ label, ...(sample && { hint: sample }) })),
    ),
    closing: [view.closing],
    signature: view.signature,
    language: view.language,
  };
};
