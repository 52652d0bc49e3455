/**
 * Takes one letter that came in to where it belongs: it is judged and handed to its requests in one step, and the
 * receipt is sent; or it is kept aside for a person.
 */
import { isCancellation } from '@temporalio/workflow';
import type { TakenIn } from '../activities/mail/in/take-in.js';
import type { Address } from '../domain/document.js';
import { registryId } from '../domain/ids.js';
import type { JudgedLetter, LetterOrder } from '../domain/letter.js';
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
  /** The document with the sender's `Authentication`, where it was checked. */
  authentication?: Address | undefined;
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
  const { network, digest, document, recipients, authentication } = input;
  let taken: TakenIn;
  try {
    taken = await takeIn({ network, digest, document, receivedAt, recipients, authentication });
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
  if (judged.bounced) await tell(judged.bounced.request, bouncedSignal, judged.bounced);
  await sendReceipt(receipts);
  if (outcome === 'closed') await sayThatItIsClosed(network, judged);
  if (outcome === 'closed' || outcome === 'kept-aside') await keepAside(network, judged);
}

/** One receipt a letter, listing every request that it answered. */
async function sendReceipt(receipts: LetterOrder[]): Promise<void> {
  const [first] = receipts;
  if (!first) return;
  const incomplete = receipts.find((receipt) => receipt.template === 'receipt-incomplete');
  await sendLetter({
    ...first,
    template: (incomplete ?? first).template,
    submissions: receipts.flatMap((receipt) => receipt.submissions ?? []),
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
