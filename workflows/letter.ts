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
import type { KeptAside } from './network-messages.js';
import { keptAsideSignal } from './network-messages.js';
import { bouncedSignal } from './request-messages.js';
import { hasType, reasonOf } from './secretariat.js';
import { tellLetter } from './story.js';
import { tell } from './tell.js';
import { sendLetter, takeIn } from './work.js';

export interface LetterInput {
  network: string;
  /** Digest of the message without trace headers: a second delivery is this same workflow. */
  digest: string;
  /** The raw message. */
  document: Address;
  /** Envelope recipients. */
  recipients: string[];
  /** The calendar's time minus the engine's. */
  offsetMs: number;
}

export interface LetterResult {
  verdict: string;
  outcome: LetterOutcome;
  requests: string[];
}

export async function letter(input: LetterInput): Promise<LetterResult> {
  const receivedAt = toInstant(Date.now() + input.offsetMs);
  const { network, digest, document, recipients } = input;
  let taken: TakenIn;
  try {
    taken = await takeIn({ network, digest, document, receivedAt, recipients });
  } catch (error) {
    if (isCancellation(error)) throw error;
    const verdict = 'not-ours';
    const reason = `It could not be taken in: ${reasonOf(error)}`;
    await keepAside(network, { digest, document, receivedAt, verdict, reason });
    return { verdict, outcome: 'kept-aside', requests: [] };
  }
  const { judged, outcome, requests } = taken;
  tellLetter({ ...judged, outcome, requests });
  await follow(network, taken).catch((error: unknown) => {
    if (isCancellation(error)) throw error;
    const reason = `It was taken in, but no receipt could be sent: ${reasonOf(error)}`;
    return keepAside(network, { ...judged, reason });
  });
  return { verdict: judged.verdict, outcome, requests };
}

/** Tells whoever is concerned: the writer, the request whose letter came back, the registry. */
async function follow(network: string, { judged, outcome, receipts }: TakenIn): Promise<void> {
  if (judged.bounced?.request !== undefined)
    await tell(judged.bounced.request, bouncedSignal, judged.bounced);
  await sendReceipt(receipts, judged.attached);
  if (outcome === 'closed') await sayThatItIsClosed(network, judged);
  if (outcome === 'closed' || outcome === 'kept-aside') await keepAside(network, judged);
}

/**
 * One receipt a letter, listing every request that it answered; in the words of the answer that needs most. Copies go
 * to those who are to have each of the receipts: what one city wrote is not shown to another.
 */
async function sendReceipt(receipts: LetterOrder[], attached: Address | undefined): Promise<void> {
  const first = weightiest(receipts);
  if (!first) return;
  await sendLetter({
    ...first,
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

async function keepAside(
  network: string,
  { digest, document, receivedAt, verdict, reason }: KeptAside,
): Promise<void> {
  await tell(registryId(network), keptAsideSignal, { digest, document, receivedAt, verdict, reason });
}
