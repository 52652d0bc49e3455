/**
 * The answers in a letter: its words and its documents, each given to its request and read by that request's form.
 * Pure but for the forms that are loaded. People write anything of any length, so that it runs in a thread of the
 * reader.
 */
import { saysReplaces } from '../../../domain/answer.js';
import type { AnswerDocument } from '../../../domain/answer-documents.js';
import { readAnswers } from '../../../domain/answer-documents.js';
import { belowQuestions } from '../../../domain/answer-in-line.js';
import { fitsSeveralSentence } from '../../../domain/answer-wording.js';
import type { Answer, Form } from '../../../domain/form.js';
import type { Network } from '../../../domain/network.js';
import type { TokenEntry } from '../../../domain/token.js';
import { loadAsks } from '../../calendar/load.js';
import { loadForms } from '../../forms/load.js';
import { citiesAsked, placeParts } from './judge-documents.js';
import type { LetterPart } from './judge-parts.js';
import { askedAnswer, askedParts, formIdOf } from './judge-parts.js';
import { longestAnswers, mostValues, TooMuch } from './reading/limits.js';

export interface LetterForms {
  forms: Map<string, Form>;
  /** The form of each kind of request. */
  ofKind: Map<string, string>;
}

/** @throws CycleError `BadInput` when the data does not fit */
export async function loadLetterForms(dataDir: string): Promise<LetterForms> {
  const asks = await loadAsks(dataDir);
  return {
    forms: await loadForms(dataDir),
    ofKind: new Map(asks.map(({ kind, form }): [string, string] => [kind, form])),
  };
}

/** One part, with what was read in it. */
export interface ReadPart extends LetterPart {
  answer: Answer;
}

/** Where answers may stand, and what they answer. */
export interface AnswersToRead {
  text: string;
  /** What was written between the quoted lines of our letter, with these; empty where nothing was. */
  between: string;
  signature: string;
  quoted: string;
  documents: AnswerDocument[];
  entry: TokenEntry;
  /** What of the network the answers may name: see `networkAsked`. */
  network: Network;
}

export interface AnswersRead {
  read: ReadPart[];
  /** What could not be given to a request, a sentence each. */
  unplaced: string[];
  /** The letter says that it takes the place of what was sent before. */
  replaces: boolean;
  /** Where neither words nor documents hold answers: those that stand in the copy of our letter below. */
  copied?: ReadPart[];
}

/**
 * Reads the person's own words and documents; where they hold no answers, also what stands under a closing, and last
 * the copy of our letter below, which some fill in where their mail program does not mark it as quoted.
 *
 * @throws TooMuch for more than any letter answers
 */
export function answersIn(letter: AnswersToRead, forms: LetterForms): AnswersRead {
  const { signature, quoted, documents } = letter;
  const text = labelled(letter, forms);
  const own = readText(text, documents, letter, forms);
  if (answering(own.read).length > 0) return own;
  const withSignature = readText(`${text}\n\n${signature}`, documents, letter, forms);
  if (answering(withSignature.read).length > 0) return withSignature;
  const copied = readText(quoted, [], letter, forms).read.filter(holdsAnswers);
  return copied.length > 0 ? { ...own, copied } : own;
}

/** What the person wrote; between the lines of our letter, each answer with the label of the question above it. */
function labelled({ text, between, entry, network }: AnswersToRead, forms: LetterForms): string {
  const asked = askedParts(text, entry, network).flatMap((part) =>
    askedAnswer(part, (each) => formOf(each, entry, forms)),
  );
  return asked.length > 0 && between !== '' ? belowQuestions(asked, between) : text;
}

function readText(
  text: string,
  documents: AnswerDocument[],
  { entry, network }: AnswersToRead,
  forms: LetterForms,
): AnswersRead {
  const { language } = entry;
  const { parts, unplaced } = placeParts(text, documents, entry, network, (part) =>
    formOf(part, entry, forms),
  );
  const read = parts.map(({ documents: own, ...part }): ReadPart => {
    const form = formOf(part, entry, forms);
    const writer = { language, ...(part.member !== undefined && { member: part.member }) };
    const answer = form
      ? readAnswers({ text: part.text, documents: own }, form, writer)
      : noAnswer(part.text);
    if (!part.unclear?.length) return { ...part, answer };
    // whoever reads it has the whole letter
    const remarks = [...(answer.remarks ?? []), fitsSeveralSentence(part.unclear, language)];
    return { ...part, answer: { ...answer, text, remarks } };
  });
  countAnswers(read);
  return { read, unplaced: told(unplaced), replaces: saysReplaces(text) };
}

/** @throws TooMuch */
function countAnswers(read: readonly ReadPart[]): void {
  const values = read.flatMap(({ answer: { fields, problems } }) => [
    ...Object.values(fields).flat(),
    ...problems.map(({ value }) => value),
  ]);
  const characters = [...values, ...read.map(({ answer }) => answer.text)].reduce(
    (sum, { length }) => sum + length,
    0,
  );
  if (values.length > mostValues || characters > longestAnswers)
    throw new TooMuch('Its answers are longer than those of any letter.');
}

/** Sentences that are told of one letter; they stand in its reason. */
const mostTold = 10;
const told = (sentences: readonly string[]): string[] =>
  sentences.length <= mostTold
    ? [...sentences]
    : [...sentences.slice(0, mostTold), `And ${sentences.length - mostTold} more of that kind.`];

/** The network without the cities and offices that no answer to this letter can be about. */
export function networkAsked(network: Network, entry: TokenEntry): Network {
  const cities = new Set(citiesAsked(entry, network));
  return {
    ...network,
    cities: network.cities.filter((city) => cities.has(city)),
    offices: network.offices.filter(({ id }) => id === entry.office),
  };
}

export const holdsAnswers = ({ answer }: Pick<ReadPart, 'answer'>): boolean =>
  Object.keys(answer.fields).length + answer.problems.length > 0;

/** True where not all of what a part says is understood; words of its own count only beside a document with answers. */
export const isForPerson = (part: ReadPart): boolean =>
  part.unclear !== undefined && (part.unclear.length > 0 || !holdsAnswers(part));

/** The parts that answer: by the form, or beside such parts so that a person reads them. */
export function answering(read: readonly ReadPart[]): ReadPart[] {
  const clear = read.some((part) => holdsAnswers(part) || (part.unclear ?? []).length > 0);
  return clear ? read.filter((part) => holdsAnswers(part) || isForPerson(part)) : [];
}

export const noAnswer = (text: string): Answer => ({ form: '', fields: {}, problems: [], text });

const formOf = (
  part: Pick<LetterPart, 'request' | 'as'>,
  entry: TokenEntry,
  { forms, ofKind }: LetterForms,
): Form | undefined => forms.get(formIdOf(part, entry, ofKind) ?? '');
