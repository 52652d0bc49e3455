/** Sending one letter once: a ledger entry before the mail server is given it, and one after its answer. */
import type { DocumentStore } from '../../../domain/document.js';
import { CycleError } from '../../../domain/errors.js';
import { arrivedLedger, lettersOf, readLedger } from '../../../domain/arrival.js';
import type { LetterBefore, LetterPartSent } from '../../../domain/letter-record.js';
import type { LetterOrder, LetterSent } from '../../../domain/letter.js';
import { replyCode } from '../../../domain/reply-code.js';
import { toInstant } from '../../../domain/time.js';
import { deliver, PutOff } from './deliver.js';
import { letterLedger } from './ledger.js';
import type { MailTransport } from './transport.js';

export interface SendInput {
  store: DocumentStore;
  transport: MailTransport;
  order: LetterOrder;
  messageId: string;
  /** Makes the message; called only when no attempt has begun. */
  prepare: () => Promise<Omit<LetterBefore, 'order'>>;
}

/**
 * Sends a letter unless the ledger says that it has left.
 *
 * A second call with the same order after success sends nothing and returns the same result. After an attempt
 * without an answer it sends the same bytes again, since whether the server has the letter cannot be known
 * (docs/decisions). Recipients that the server put off are tried alone the next time.
 *
 * @throws CycleError `Unavailable` when trying again can help; `Conflict` when another letter has this number
 */
export async function sendOnce({
  store,
  transport,
  order,
  messageId,
  prepare,
}: SendInput): Promise<LetterSent> {
  const ledger = letterLedger(store, order);
  const ordered = await store.putJson(comparable(order));
  const begun = await ledger.before();
  if (begun && begun.order !== ordered) {
    throw new CycleError(
      'Conflict',
      `Another letter has the number ${order.number} already (to ${begun.to.join(', ')}); each letter has a number of its own.`,
    );
  }
  const done = begun && (await ledger.after());
  if (done) return done.sent;

  const prepared = begun ?? { ...(await prepare()), order: ordered };
  const known = begun ? await ledger.parts() : [];
  const withheld = async (): Promise<LetterSent> => {
    const outcome = known.some(({ accepted }) => accepted.length > 0) ? 'sent' : 'withheld';
    const sent: LetterSent = { number: order.number, outcome, messageId, refused: [] };
    const response = 'An answer came in before the mail server said that it has the letter.';
    if (await ledger.before()) await ledger.end({ sent, response, at: toInstant(Date.now()) });
    return sent;
  };
  if (await isInHand(store, order)) return withheld();
  // on every attempt: where the ledger cannot be written, the letter does not leave, since nothing could say that it has
  const first = await ledger.begin(prepared);
  // writing takes its time, and an answer may have come in the meantime
  if (await isInHand(store, order)) return withheld();
  const before = first ? prepared : ((await ledger.before()) ?? prepared);

  const parts = begun || first ? known : await ledger.parts();
  const settled = new Set(
    parts.flatMap((part) => [...part.accepted, ...part.refused.map(({ office }) => office)]),
  );
  const waiting = before.recipients.filter(({ office }) => !settled.has(office));
  if (waiting.length > 0) {
    try {
      const { deferred, ...part } = await deliverTo(store, transport, before, waiting);
      if (deferred.length > 0) {
        if (part.accepted.length + part.refused.length > 0) await ledger.addPart(part);
        const { office, reply } = deferred[0]!;
        const offices = deferred.map((each) => each.office).join(', ');
        throw new PutOff(
          'recipient',
          `for ${office}: ${reply}`,
          `The mail server put off ${order.number} for ${offices}: ${reply}`,
          replyCode(reply),
        );
      }
      parts.push(part);
    } catch (error) {
      if (error instanceof PutOff)
        await ledger
          .putOff(error.trouble, { reply: error.reply, at: toInstant(Date.now()) })
          // what cannot be noted must not hide why the letter did not leave
          .catch(() => undefined);
      throw error;
    }
  }

  const refused = [...before.unusable, ...parts.flatMap((part) => part.refused)];
  const accepted = parts.flatMap((part) => part.accepted);
  const sent: LetterSent = {
    number: order.number,
    outcome: accepted.length === 0 ? 'undeliverable' : refused.length > 0 ? 'partly-undeliverable' : 'sent',
    messageId: before.messageId,
    document: before.document,
    refused,
  };
  const response = parts.at(-1)?.response ?? 'No mail server was asked.';
  await ledger.end({ sent, response, at: toInstant(Date.now()) });
  return sent;
}

/** Two attempts at one letter may differ in when they are made. */
const comparable = (order: LetterOrder) => ({ ...order, at: undefined });

/** True while a letter for the chaser's request, or one of the office that it goes to, has come in and is being read. */
async function isInHand(
  store: DocumentStore,
  { withholdIfArrived: request, network, to }: LetterOrder,
): Promise<boolean> {
  if (request === undefined) return false;
  for (const matter of [request, ...to.map((office) => lettersOf(network, office))]) {
    const [arrived, read] = await Promise.all([
      store.keys(arrivedLedger(matter)),
      store.keys(readLedger(matter)),
    ]);
    if (arrived.some((digest) => !read.includes(digest))) return true;
  }
  return false;
}

async function deliverTo(
  store: DocumentStore,
  transport: MailTransport,
  before: LetterBefore,
  recipients: LetterBefore['recipients'],
): Promise<LetterPartSent & { deferred: { office: string; reply: string }[] }> {
  const envelope = { from: before.sender, to: [...new Set(recipients.map(({ address }) => address))] };
  const delivery = await deliver(transport, envelope, await store.get(before.document));
  const officesAt = (replies: { address: string; reply: string }[]) =>
    recipients.flatMap(({ office, address }) =>
      replies.filter((each) => each.address === address).map(({ reply }) => ({ office, reply })),
    );
  return {
    accepted: recipients
      .filter(({ address }) => delivery.accepted.includes(address))
      .map(({ office }) => office),
    refused: officesAt(delivery.refused),
    deferred: officesAt(delivery.deferred),
    response: delivery.response,
    at: toInstant(Date.now()),
  };
}
