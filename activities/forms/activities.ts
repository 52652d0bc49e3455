/** Filing answers: each becomes the next version of its request's submission, a document. */
import { readAnswer } from '../../domain/answer.js';
import { unlessErased } from '../../domain/erasure.js';
import type { Address, DocumentStore } from '../../domain/document.js';
import { badInput } from '../../domain/errors.js';
import type { Answer, Form } from '../../domain/form.js';
import { labelOf } from '../../domain/form.js';
import { readNetwork } from '../../domain/network-document.js';
import { citiesOn } from '../../domain/network.js';
import { cityByName, exceptionsOf } from '../../domain/nomination.js';
import { merge } from '../../domain/submission-merge.js';
import type { FiledSubmission, Submission } from '../../domain/submission.js';
import type { Instant } from '../../domain/time.js';
import { loadForms } from './load.js';

export interface FileSubmission {
  request: string;
  form: string;
  /** A city's or partner's id, or a member's code. */
  subject: string;
  /** The version that this part adds to. */
  previous?: Address;
  /** The number of the version that it makes. */
  version: number;
  answer: Address;
  /** Digest of the letter, or `record/<office>/<n>`. */
  letter: string;
  /** The office that wrote. */
  from: string;
  at: Instant;
  replaces: boolean;
  networkDocument: Address;
}

/**
 * @param store where answers are and submissions go
 * @param dataDir the data folder; its forms are read once, when the first answer is filed
 */
export function createFormActivities({ store, dataDir }: { store: DocumentStore; dataDir: string }) {
  let forms: Promise<Map<string, Form>> | undefined;
  const formOf = async (id: string): Promise<Form> => {
    const known = await (forms ??= loadForms(dataDir));
    const form = known.get(id);
    if (form) return form;
    throw badInput(`There is no form “${id}”; expected one of ${[...known.keys()].join(', ')}.`);
  };

  return {
    /**
     * Files an answer as the next version. Filing the same answer on the same version again gives the same document.
     *
     * @throws CycleError `BadInput` for an unknown form, `NotFound` for a document that is not there
     */
    async fileSubmission(input: FileSubmission): Promise<FiledSubmission> {
      const { request, letter, from, at, replaces, version, previous: document } = input;
      const form = await formOf(input.form);
      const answer = await store.getJson<Answer>(input.answer);
      const before =
        document === undefined ? undefined : await unlessErased(store.getJson<Submission>(document));
      // after an erasure an answer begins anew
      const previous = document === undefined || !before ? undefined : { document, submission: before };
      const submission = merge(previous, { request, answer, letter, from, at, replaces, version }, form);
      return {
        document: await store.putJson(submission, { as: input.answer }),
        version: submission.version,
        missing: submission.missing,
        problems: submission.problems.map(({ field }) => field),
        exceptions: form.id === 'nomination' ? await exceptionsIn(store, submission, input) : [],
        given: Object.keys(submission.fields),
        choices: choicesIn(submission, form),
      };
    },

    /**
     * Reads an answer that reached the secretariat another way and that it records: by telephone, on paper.
     *
     * @param input.text the document with the text
     * @returns the answer's document
     * @throws CycleError `BadInput` when no line of the form is found
     */
    async recordAnswer(input: { form: string; text: Address }): Promise<Address> {
      const form = await formOf(input.form);
      const answer = readAnswer(form, new TextDecoder().decode(await store.get(input.text)));
      const [first] = form.fields;
      if (first && Object.keys(answer.fields).length === 0 && answer.problems.length === 0) {
        throw badInput(
          `The text holds no answer to “${form.title.en}”; expected lines such as “${labelOf(first, 'en')}: ${first.example.en}”.`,
        );
      }
      return store.putJson(answer, { as: input.text });
    },
  };
}

async function exceptionsIn(
  store: DocumentStore,
  { fields }: Submission,
  { subject, networkDocument, at }: FileSubmission,
): Promise<string[]> {
  const network = await readNetwork(store, networkDocument);
  const member = network.members.find(({ code }) => code.toLowerCase() === subject.toLowerCase());
  if (!member)
    throw badInput(`A nomination came for “${subject}”; expected the code of a member, such as VN.`);
  const named = Object.entries(fields).flatMap(([key, { value }]) =>
    /^city\.\d+\.name$/.test(key) ? [value].flat() : [],
  );
  if (named.length === 0) return [];
  const standing = fields.confirm?.value === 'confirm' ? citiesOn(network, at.slice(0, 10)) : [];
  const cities = [
    ...standing.filter(({ member: of }) => of === member.code).map(({ name }) => name),
    ...named.filter((name) => cityByName(name, standing) === undefined),
  ];
  const capital = network.cities.find(({ id }) => id === member.capital.cityId);
  return exceptionsOf(member.code, cities, network.rules, [
    member.capital.name,
    ...(capital ? [capital.name, capital.localName] : []),
  ]);
}

/** What was chosen, by field; not what was chosen of each entry of a group. */
function choicesIn({ fields }: Submission, form: Form): Record<string, string> {
  const chosen = form.fields
    .filter(({ type, group }) => type === 'choice' && group === undefined)
    .flatMap(({ id }): [string, string][] => {
      const value = fields[id]?.value;
      return typeof value === 'string' ? [[id, value]] : [];
    });
  return Object.fromEntries(chosen);
}
