/** The letters of a trace: what came in and on whose word, what the secretariat entered, what left. */
import { documentPath } from '../../domain/bundle.js';
import { sha256 } from '../../domain/canonical.js';
import type { Address } from '../../domain/document.js';
import { CycleError } from '../../domain/errors.js';
import { shortRequest } from '../../domain/ids.js';
import type { Place } from '../../domain/provenance.js';
import type { Authentication } from '../../domain/authenticity.js';
import type { Instant } from '../../domain/time.js';
import type { Answered, TraceRecord } from './trace-record.js';

/** A letter that came in. */
export interface LetterStep {
  digest: string;
  document: Address;
  /** Where the message lies in the file of the year, and the SHA-256 of its bytes as they came. */
  file: string;
  /** Absent where the key of the message is not at hand: it was erased, or is not in the key file. */
  sha256?: string;
  bytes?: number;
  /** The office that wrote, where its address is known. */
  from?: string;
  receivedAt: Instant;
  verdict: string;
  reason: string;
  outcome: string;
  /** Our letter that it answers, and how that was found. */
  answersLetter?: string;
  foundBy?: string;
  /** The requests that it was handed to. */
  requests: string[];
  authentication?: Authentication;
  came: Place;
  judged?: Place;
}

/** An answer that reached the secretariat by another way and was entered by a person. */
export interface EnteredStep {
  /** `record/secretariat-sg/1` */
  entry: string;
  by: string;
  why?: string;
  authority?: string;
  confirmedBy?: string;
  at: Instant;
  place: Place;
  /** The letter that the authority names: it said so in words of its own, which a person has read. */
  letter?: LetterStep;
}

/** What a field's `letter` names; undefined for a letter that the record does not have. */
export type Said = ({ letter: LetterStep } | { entered: EnteredStep }) | undefined;

/** @param named a digest, or `record/<office>/<version>` */
export async function saidBy(record: TraceRecord, named: string, answered: Answered): Promise<Said> {
  if (named.startsWith('record/')) {
    const entered = enteredBy(named, answered);
    if (!entered) return undefined;
    const [digits] = /\b[0-9a-f]{12,64}\b/.exec(entered.authority ?? '') ?? [];
    const [digest] = digits === undefined ? [] : await record.lettersIn(digits);
    const letter = digest === undefined ? undefined : await letterStep(record, digest);
    return { entered: { ...entered, ...(letter && { letter }) } };
  }
  const letter = await letterStep(record, named);
  return letter && { letter };
}

/** What was entered on the authority of a letter has that letter's words: its digest, and the names of such entries. */
export function namesOfLetter(digest: string, answered: Answered): Set<string> {
  const named = answered.versions.flatMap(({ submission }) =>
    Object.values(submission.fields).map(({ letter }) => letter),
  );
  const onIt = named.filter(
    (entry) =>
      entry.startsWith('record/') &&
      enteredBy(entry, answered)?.authority?.includes(digest.slice(0, 12)) === true,
  );
  return new Set([digest, ...onIt]);
}

function enteredBy(entry: string, { versions, entered }: Answered): EnteredStep | undefined {
  const [, office, version] = entry.split('/');
  const filed = versions.find(({ submission }) => submission.version === Number(version));
  const found = entered.findLast(
    ({ by, place }) => by.office === office && (!filed || place.event < filed.place.event),
  );
  if (!found) return undefined;
  const { by, confirmedBy, at, place } = found;
  return {
    ...{ entry, by: by.office, at, place },
    ...(by.why !== undefined && { why: by.why }),
    ...(by.authority !== undefined && { authority: by.authority }),
    ...(confirmedBy && { confirmedBy: confirmedBy.office }),
  };
}

export async function letterStep(record: TraceRecord, digest: string): Promise<LetterStep | undefined> {
  const letter = await record.letterIn(digest);
  if (!letter) return undefined;
  const { received, came, judged, authentication } = letter;
  const { document, receivedAt, verdict, reason, outcome, from, answersLetter, foundBy } = received;
  const message = await record.message(letter).catch((error: unknown) => {
    if (error instanceof CycleError && (error.type === 'NotFound' || error.type === 'Erased'))
      return undefined;
    throw error;
  });
  return {
    ...{ digest, document, file: documentPath(document) },
    ...(message && { sha256: sha256(message), bytes: message.length }),
    ...{ receivedAt, verdict, reason, outcome, came },
    requests: received.requests.map(shortRequest),
    ...(from !== undefined && { from }),
    ...(answersLetter !== undefined && { answersLetter }),
    ...(foundBy !== undefined && { foundBy }),
    ...(authentication && { authentication }),
    ...(judged && { judged }),
  };
}

/** A letter of ours. */
export interface LetterOutStep {
  number: string;
  subject: string;
  from: string;
  to: string[];
  copy: string[];
  at: Instant;
  /** The message as it left, in the file of the year. */
  file: string;
  document: Address;
  /** `under way` where the mail server's answer is not in the record. */
  outcome: string;
  /** The mail server's last answer. */
  response?: string;
  /** The requests that an answer to it belongs to. */
  requests: string[];
}

/** @returns undefined where no letter of this number left */
export async function letterOutStep(record: TraceRecord, number: string): Promise<LetterOutStep | undefined> {
  const letter = await record.letterOut(number);
  if (!letter) return undefined;
  const { before, after } = letter;
  return {
    ...{ number: letter.number, subject: before.subject, from: before.order.from, to: before.to },
    ...{ copy: before.copy, at: before.at, file: documentPath(before.document), document: before.document },
    outcome: after?.sent.outcome ?? 'under way',
    ...(after && { response: after.response }),
    requests: (before.order.answers ?? []).map(({ request }) => shortRequest(request)),
  };
}
