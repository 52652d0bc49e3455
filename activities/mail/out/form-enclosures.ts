/** The forms that a letter carries as documents: made with the letter, with what is known already. */
import { fieldOf } from '../../../domain/form.js';
import type { FieldValues, Form } from '../../../domain/form.js';
import { shortRequest } from '../../../domain/ids.js';
import type { LetterOrder } from '../../../domain/letter.js';
import type { Submission } from '../../../domain/submission.js';
import type { FormDocument, FormDocumentPart } from '../../forms/write/form-document.js';
import { hasList, spreadsheet } from '../../forms/write/spreadsheet.js';
import { wordForm } from '../../forms/write/word-form.js';
import { subjectOf } from './about.js';
import { oneLine } from './header-text.js';
import type { Enclosure } from './message.js';
import { nameOfCity, nameOfMember } from './naming.js';
import type { Naming } from './naming.js';
import type { Facts } from './placeholders.js';

export interface FormFacts {
  facts: Facts;
  naming: Naming;
  /** The addressee, as the letter names it. */
  to: string;
  /** For an answer, whether every reader of the letter may see a confidential value that an office gave. */
  readableBy: (submission: Submission) => (givenBy: string) => boolean;
}

/** The form of a letter, with what its offices gave before; confidential values only where every reader may see them. */
export function formDocumentOf(
  order: LetterOrder,
  form: Form,
  submissions: readonly Submission[],
  { facts, naming, to, readableBy }: FormFacts,
): FormDocument {
  const { words, language, network } = naming;
  const requests = [...new Set((order.answers ?? []).map(({ request }) => request))];
  const subjects = requests.map((request) => ({ request, ...subjectOf(shortRequest(request), network) }));
  const joint = subjects.length > 1;
  const [first] = subjects;
  const city = first?.city && nameOfCity(first.city.id, naming);
  const member = first?.member ?? first?.city?.member;
  const whole = member === undefined ? to : nameOfMember(member, naming);
  return {
    form,
    language,
    network: words.network,
    about: oneLine(joint ? whole : (city ?? first?.partner?.name ?? whole)),
    heads: [
      { label: words.reference, text: order.number },
      { label: words.to, text: to },
      ...(!joint && city !== undefined ? [{ label: words.formDocument.city, text: city }] : []),
      ...(facts.dueDate === undefined
        ? []
        : [{ label: words.formDocument.due, text: String(facts.dueDate) }]),
    ],
    parts: joint
      ? subjects.map(({ request, city: of }) => ({
          city: of ? nameOfCity(of.id, naming) : shortRequest(request),
          ...knownOf(request, form, submissions, readableBy),
        }))
      : [knownOf(requests[0], form, submissions, readableBy)],
    words: { ...words.formDocument, example: words.example },
  };
}

function knownOf(
  request: string | undefined,
  form: Form,
  submissions: readonly Submission[],
  readableBy: FormFacts['readableBy'],
): FormDocumentPart {
  const submission = submissions.find((each) => each.form === form.id && each.request === request);
  const known: FieldValues = {};
  const leftOut = new Set<string>();
  for (const [key, { value, from }] of Object.entries(submission?.fields ?? {})) {
    const secret = fieldOf(form, key)?.field.confidential === true;
    if (submission && secret && !readableBy(submission)(from)) leftOut.add(key);
    else known[key] = value;
  }
  return { known, leftOut };
}

const longestName = 120;

/** What the documents are called: `Draft smart city action plan - Da Nang.docx`. */
export function formNames(document: FormDocument): { word: string; sheet?: string } {
  const { form, language, about } = document;
  const name = `${form.title[language]} - ${about}`
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .slice(0, longestName)
    .trim();
  return { word: `${name}.docx`, ...(hasList(document) && { sheet: `${name}.xlsx` }) };
}

const office = 'application/vnd.openxmlformats-officedocument';

/** The documents themselves, the same bytes for the same letter. */
export async function formEnclosures(document: FormDocument, at: LetterOrder['at']): Promise<Enclosure[]> {
  const { word, sheet } = formNames(document);
  return [
    {
      name: word,
      type: `${office}.wordprocessingml.document`,
      content: await wordForm(document, at),
    },
    ...(sheet === undefined
      ? []
      : [
          {
            name: sheet,
            type: `${office}.spreadsheetml.sheet`,
            content: await spreadsheet(document, at),
          },
        ]),
  ];
}
