/**
 * Takes one letter that came in to where it belongs: it is judged and handed to its requests in one step, and the
 * receipt is sent; or it is kept aside for a person.
 */
import { isCancellation } from '@temporalio/workflow';
import type { TakenIn } from '../activities/mail/in/take-in.js';
import type { Address } from '../domain/document.js';
import { registryId } from '../domain/ids.js';
import type { JudgedLetter, LetterOrder } from '../domain/letter.js';
import { weightiest } from '../domain/receipt.js';
import type { LetterOutcome } from '../domain/received.js';
import { toInstant } from '../domain/time.js';
import type { Assigned, TrayLetter } from '../domain/tray.js';
import { liesInTray } from '../domain/tray.js';
import { keptAsideSignal } from './network-messages.js';
import { awaySignal, bouncedSignal } from './request-messages.js';
import { hasType, reasonOf } from './secretariat.js';
import { tellLetter } from './story.js';
import { tell } from './tell.js';
import { keepInTray, sendLetter, takeIn } from './work.js';

export interface LetterInput {
  network: string;
  /** Digest of the message without trace headers: a second delivery is this same workflow. */
  digest: string;
  /** The raw message. */
  document: Address;
  /** Envelope recipients. */
  recipients: string[];
  /** The document with the sender's `Authentication`, where it was checked. */
  authentication?: Address | undefined;
  /** The calendar's time minus the engine's. */
  offsetMs: number;
  /** A person has given it to a request: it is judged anew as the answer to that. */
  assigned?: Assigned;
}

export interface LetterResult {
  verdict: string;
  outcome: LetterOutcome;
  requests: string[];
}

export async function letter(input: LetterInput): Promise<LetterResult> {
  const receivedAt = toInstant(Date.now() + input.offsetMs);
  const { network, digest, document, recipients, assigned, authentication } = input;
  let taken: TakenIn;
  try {
    taken = await takeIn({ network, digest, document, receivedAt, recipients, assigned, authentication });
  } catch (error) {
    if (isCancellation(error)) throw error;
    const verdict = 'not-ours';
    const reason = `It could not be taken in: ${reasonOf(error)}`;
    await putInTray(network, { digest, document, receivedAt, verdict, reason, requests: [] }, assigned);
    return { verdict, outcome: 'kept-aside', requests: [] };
  }
  const { judged, outcome, requests } = taken;
  tellLetter({ ...judged, outcome, requests });
  await follow(network, taken).catch((error: unknown) => {
    if (isCancellation(error)) throw error;
    const reason = `It was taken in, but no receipt could be sent: ${reasonOf(error)}`;
    return putInTray(network, { ...judged, requests, reason }, assigned);
  });
  return { verdict: judged.verdict, outcome, requests };
}

/** Tells whoever is concerned: the writer, the requests whose letter came back, the registry. */
async function follow(network: string, { judged, outcome, receipts }: TakenIn): Promise<void> {
  const { bounced, awayUntil, ours, from, receivedAt } = judged;
  const about = new Set(ours?.answers.map(({ request }) => request));
  if (bounced?.request !== undefined)
    for (const request of about) await tell(request, bouncedSignal, bounced);
  // what an office's own mailbox says of itself; whoever reads a copy may be away without anyone waiting
  if (awayUntil !== undefined && from !== undefined && from === ours?.office)
    for (const request of about)
      await tell(request, awaySignal, { office: from, at: receivedAt, until: awayUntil });
  for (const letters of byAddressee(receipts)) await sendReceipt(letters, judged.attached);
  if (outcome === 'closed') await sayThatItIsClosed(network, judged);
  if (liesInTray(outcome)) await keepAside(network, judged);
}

/** The writer gets one receipt, and each office that is to confirm an answer one letter about all its answers. */
function byAddressee(receipts: LetterOrder[]): LetterOrder[][] {
  const letters = new Map<string, LetterOrder[]>();
  for (const receipt of receipts) {
    const asks = receipt.answers?.some(({ as }) => as === 'confirmation') ?? false;
    const key = `${receipt.to.join()} ${asks ? 'confirms' : ''}`;
    letters.set(key, [...(letters.get(key) ?? []), receipt]);
  }
  return [...letters.values()];
}

/**
 * One receipt a letter, listing every request that it answered; in the words of the answer that needs most. Copies go
 * to those who are to have each of the receipts: what one city wrote is not shown to another.
 */
async function sendReceipt(receipts: LetterOrder[], attached: Address | undefined): Promise<void> {
  const first = weightiest(receipts);
  if (!first) return;
  const isOfOneForm = receipts.every(({ form }) => form === first.form);
  await sendLetter({
    ...first,
    // what answers a receipt for several forms is read by that of each request
    form: isOfOneForm ? first.form : undefined,
    copy: first.copy?.filter((office) => receipts.every(({ copy }) => copy?.includes(office))),
    submissions: receipts.flatMap((receipt) => receipt.submissions ?? []),
    received: receipts.flatMap((receipt) => receipt.received ?? []),
    attached,
    answers: receipts.flatMap((receipt) => receipt.answers ?? []),
  }).catch((error: unknown) => {
    // after a restore the receipt may have left before, in a life that the engine does not know
    if (!hasType(error, 'Conflict')) throw error;
  });
}

/** The year is over: the writer is told, at the office's own address, and the letter is kept. */
async function sayThatItIsClosed(
  network: string,
  { ours, answersLetter, messageId, digest, receivedAt }: JudgedLetter,
): Promise<void> {
  if (!ours || !answersLetter) return;
  await sendLetter({
    network,
    cycle: ours.cycle,
    number: `${answersLetter}/closed-${digest.slice(0, 8)}`,
    at: receivedAt,
    template: 'closed',
    to: [ours.office],
    from: ours.from,
    answers: ours.answers,
    automaticAnswer: true,
    inReplyTo: messageId,
    networkDocument: ours.networkDocument,
  });
}

/** What no ledger says so far, it says from now on. */
async function putInTray(network: string, letter: TrayLetter, assigned?: Assigned): Promise<void> {
  const { digest, document, receivedAt, verdict, reason, requests } = letter;
  const kept = { digest, document, receivedAt, verdict, reason, requests };
  await keepInTray({ network, letter: kept, round: assigned?.round });
  await keepAside(network, letter);
}

/** Tells the registry, which shows how many letters lie aside. */
async function keepAside(
  network: string,
  { digest, document, receivedAt, verdict, reason }: Omit<TrayLetter, 'requests'>,
): Promise<void> {
  await tell(registryId(network), keptAsideSignal, { digest, document, receivedAt, verdict, reason });
}
