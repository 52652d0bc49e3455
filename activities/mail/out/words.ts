/** The fixed words around a letter's text, `data/letters/<language>/words.yaml`. */
import { z } from 'zod';
import type { AttachmentFault, AttachmentVerdict } from '../../../domain/attachment.js';
import type { RequestKind } from '../../../domain/ask.js';
import { requestKinds } from '../../../domain/ask.js';
import { badInput } from '../../../domain/errors.js';
import type { Language } from '../../../domain/network.js';
import type { WhatNext } from '../../../domain/receipt.js';
import { whatMayBeNext } from '../../../domain/receipt.js';
import type { MessageText } from './message-text.js';
import { readMessage } from './message-text.js';

export const wordsFile = 'words.yaml';

export const isRequestKind = (kind: string): kind is RequestKind =>
  (requestKinds as readonly string[]).includes(kind);

const done: Record<AttachmentVerdict, z.ZodString> = {
  accepted: z.string(),
  'kept-aside': z.string(),
  refused: z.string(),
};

const faults: Record<AttachmentFault, z.ZodString> = {
  kind: z.string(),
  'too-large': z.string(),
  'too-many': z.string(),
  encrypted: z.string(),
  macros: z.string(),
  'archive-too-deep': z.string(),
  'archive-too-large': z.string(),
  'archive-unreadable': z.string(),
  'archive-holds-refused': z.string(),
  infected: z.string(),
};

/** The words of receipts. */
const receipt = z.strictObject({
  /** Labels of what stands above an answer. */
  asked: z.string(),
  due: z.string(),
  answerOf: z.string(),
  thisAnswer: z.string(),
  next: z.string(),
  /** What the letter does to what was sent before. */
  adds: z.string(),
  replaces: z.string(),
  /** Where two people of one office have answered. */
  alsoAnswered: z.string(),
  changed: z.string(),
  nothingChanged: z.string(),
  added: z.string(),
  /** After a field's name: what it says now. */
  now: z.string(),
  noLonger: z.string(),
  before: z.string(),
  understood: z.string(),
  /** Where a value is marked `check`. */
  checkBelow: z.string(),
  remarks: z.string(),
  /** The title of the form's lines where a person reads the letter anyway. */
  fillIn: z.string(),
  whatNext: z.strictObject(
    Object.fromEntries(whatMayBeNext.map((next) => [next, z.string()])) as Record<WhatNext, z.ZodString>,
  ),
});

const schema = z.strictObject({
  network: z.string(),
  chair: z.string(),
  reference: z.string(),
  date: z.string(),
  to: z.string(),
  copy: z.string(),
  marking: z.string(),
  markings: z.strictObject({ members: z.string(), restricted: z.string() }),
  attached: z.string(),
  formalName: z.string(),
  salutation: z.string(),
  closing: z.string(),
  automatic: z.string(),
  footer: z.string(),
  understood: z.string(),
  missing: z.string(),
  problems: z.string(),
  noSuchValue: z.string(),
  confidential: z.string(),
  /** Before a figure or a date as the writer wrote it, in brackets after what was understood. */
  correct: z.array(z.string()),
  /** Notes on a value: as it was written, that it may be wrong, that it was cut, and where it stands. */
  written: z.string(),
  check: z.string(),
  shortened: z.string(),
  inDocument: z.string(),
  yesNo: z.strictObject({ yes: z.string(), no: z.string() }),
  receipt,
  attachments: z.strictObject({
    title: z.string(),
    done: z.strictObject(done),
    faults: z.strictObject(faults),
    more: z.string(),
  }),
  form: z.string(),
  howToAnswer: z.array(z.string()),
  /** Said where the form goes with the letter: as Word document, and as spreadsheet too. */
  attachedForm: z.string(),
  attachedFormAndSheet: z.string(),
  /** In the place of `howToAnswer` on paper, where no line can be filled in. */
  howToAnswerOnPaper: z.array(z.string()),
  example: z.string(),
  furtherEntry: z.string(),
  /** The forms that go with a letter as documents; see `FormWords`. */
  formDocument: z.strictObject({
    question: z.string(),
    answer: z.string(),
    city: z.string(),
    number: z.string(),
    required: z.string(),
    oneOf: z.string(),
    someOf: z.string(),
    several: z.string(),
    yesNo: z.array(z.string()),
    otherQuestions: z.string(),
    page: z.string(),
    due: z.string(),
    how: z.array(z.string()),
    furtherBlocks: z.string(),
    howSheet: z.array(z.string()),
  }),
  afterForm: z.array(z.string()),
  /** The plain name of an office of a kind; where a kind has none, the office's own title stands. */
  offices: z.record(z.string(), z.string()),
  /** Names of meetings by their English titles; where a meeting has none, its title stands. */
  meetings: z.record(z.string(), z.string()),
  /** What is asked where a National Representative clears an answer. */
  nationalClearance: z.string(),
  /** Names of members; where a member has none, the network's own stands. */
  members: z.record(z.string(), z.string()),
  kinds: z.strictObject(
    Object.fromEntries(requestKinds.map((kind) => [kind, z.string()])) as Record<RequestKind, z.ZodString>,
  ),
});

/** Every entry is an ICU message with the placeholders that the letters may use, save names and plain labels. */
export type Words = Omit<
  z.infer<typeof schema>,
  'kinds' | 'offices' | 'chair' | 'footer' | 'understood' | 'nationalClearance' | 'receipt'
> & {
  receipt: Omit<z.infer<typeof receipt>, 'adds' | 'replaces' | 'alsoAnswered' | 'whatNext'> & {
    adds: MessageText;
    replaces: MessageText;
    alsoAnswered: MessageText;
    whatNext: Record<WhatNext, MessageText>;
  };
  kinds: Record<RequestKind, MessageText>;
  offices: Record<string, MessageText>;
  chair: MessageText;
  footer: MessageText;
  understood: MessageText;
  nationalClearance: MessageText;
};

/** @throws CycleError `BadInput` naming the file and the word that is missing, or the placeholder not known */
export function readWords(value: unknown, language: Language, path: string): Words {
  const checked = schema.safeParse(value);
  if (!checked.success) throw badInput(`${path}: ${z.prettifyError(checked.error)}`);
  const words = checked.data;
  const messages = <K extends string>(of: Record<K, string>, name: string) =>
    Object.fromEntries(
      Object.entries<string>(of).map(([key, text]) => [
        key,
        readMessage(text, language, `${path}, ${name}.${key}`),
      ]),
    ) as Record<K, MessageText>;
  const inReceipt = (name: 'adds' | 'replaces' | 'alsoAnswered'): MessageText =>
    readMessage(words.receipt[name], language, `${path}, receipt.${name}`);
  return {
    ...words,
    receipt: {
      ...words.receipt,
      adds: inReceipt('adds'),
      replaces: inReceipt('replaces'),
      alsoAnswered: inReceipt('alsoAnswered'),
      whatNext: messages(words.receipt.whatNext, 'receipt.whatNext'),
    },
    kinds: messages(words.kinds, 'kinds'),
    offices: messages(words.offices, 'offices'),
    chair: readMessage(words.chair, language, `${path}, chair`),
    footer: readMessage(words.footer, language, `${path}, footer`),
    understood: readMessage(words.understood, language, `${path}, understood`),
    nationalClearance: readMessage(words.nationalClearance, language, `${path}, nationalClearance`),
  };
}
