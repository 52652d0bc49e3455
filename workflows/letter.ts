/**
 * Takes one letter that came in to where it belongs: judges it, hands its parts to their requests and sends
 * the receipt; or keeps it aside for a person.
 */
import { isCancellation } from '@temporalio/workflow';
import type { Address } from '../domain/document.js';
import { registryId } from '../domain/ids.js';
import type { JudgedLetter } from '../domain/letter.js';
import type { SubmitOutcome } from '../domain/submission.js';
import { toInstant } from '../domain/time.js';
import { keptAsideSignal } from './network-messages.js';
import { bouncedSignal } from './request-messages.js';
import { reasonOf } from './secretariat.js';
import { tellLetter } from './story.js';
import { tell } from './tell.js';
import { acknowledge, judgeLetter, noteReceived, sendLetter, submitAnswer } from './work.js';

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
  outcome: 'submitted' | 'acknowledged' | 'noted' | 'kept-aside' | 'closed';
  requests: string[];
}

export async function letter(input: LetterInput): Promise<LetterResult> {
  const receivedAt = toInstant(Date.now() + input.offsetMs);
  const { network, digest, document, recipients } = input;
  const judged = await judgeLetter({ network, digest, document, receivedAt, recipients });
  tellLetter(judged);
  const result = await act(input, judged).catch((error: unknown) => {
    if (isCancellation(error)) throw error;
    return keepAside(input, { ...judged, reason: `It could not be handed on: ${reasonOf(error)}` });
  });
  tellLetter({ ...judged, ...result });
  await noteReceived({ network, judged, recipients, outcome: result.outcome, requests: result.requests });
  return { verdict: judged.verdict, ...result };
}

async function act(input: LetterInput, judged: JudgedLetter): Promise<Omit<LetterResult, 'verdict'>> {
  switch (judged.verdict) {
    case 'answer':
      return judged.parts.length > 0 ? submit(input, judged) : keepAside(input, judged);
    case 'acknowledgement':
      return acknowledgeLetter(input, judged);
    case 'bounce':
      if (!judged.bounced) return keepAside(input, judged);
      await tell(judged.bounced.request, bouncedSignal, judged.bounced);
      return { outcome: 'noted', requests: [judged.bounced.request] };
    case 'automatic-reply':
      return { outcome: 'noted', requests: judged.parts.map((part) => part.request) };
    case 'empty':
    case 'not-ours':
      return keepAside(input, judged);
  }
}

async function submit(input: LetterInput, judged: JudgedLetter): Promise<Omit<LetterResult, 'verdict'>> {
  const outcomes = await Promise.all(
    judged.parts.map((part) =>
      submitAnswer({
        request: part.request,
        submit: {
          letter: judged.digest,
          answer: part.answer,
          from: judged.from ?? judged.ours?.office ?? '',
          confirmed: part.confirmed,
          replaces: part.replaces,
          joint: judged.parts.length > 1,
          unread: part.unread ?? false,
          role: part.as,
          messageId: judged.messageId,
        },
      }),
    ),
  );
  await sendReceipt(outcomes);
  const requests = outcomes.map((outcome) => outcome.request);
  if (outcomes.every((outcome) => outcome.state === 'closed')) {
    await sayThatItIsClosed(input.network, judged);
    return keepAside(input, judged, 'closed');
  }
  return { outcome: 'submitted', requests };
}

async function acknowledgeLetter(
  input: LetterInput,
  judged: JudgedLetter,
): Promise<Omit<LetterResult, 'verdict'>> {
  const [part] = judged.parts;
  if (!part?.confirmed || !judged.promised) return keepAside(input, judged);
  const outcome = await acknowledge({
    request: part.request,
    letter: judged.digest,
    promised: judged.promised,
    messageId: judged.messageId,
  });
  await sendReceipt([outcome]);
  return { outcome: 'acknowledged', requests: [part.request] };
}

/** One receipt a letter, listing every request that it answered. */
async function sendReceipt(outcomes: SubmitOutcome[]): Promise<void> {
  const receipts = outcomes.flatMap((outcome) => (outcome.receipt ? [outcome.receipt] : []));
  const [first] = receipts;
  if (!first) return;
  const incomplete = receipts.find((receipt) => receipt.template === 'receipt-incomplete');
  await sendLetter({
    ...first,
    template: (incomplete ?? first).template,
    submissions: receipts.flatMap((receipt) => receipt.submissions ?? []),
    answers: receipts.flatMap((receipt) => receipt.answers ?? []),
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
  { network, digest, document }: LetterInput,
  judged: JudgedLetter,
  outcome: 'kept-aside' | 'closed' = 'kept-aside',
): Promise<Omit<LetterResult, 'verdict'>> {
  const reason = outcome === 'closed' ? 'The cycle that this answers is closed.' : judged.reason;
  await tell(registryId(network), keptAsideSignal, {
    digest,
    document,
    receivedAt: judged.receivedAt,
    verdict: judged.verdict,
    reason,
  });
  return { outcome, requests: judged.parts.map((part) => part.request) };
}
