/** Sending one letter once: a ledger entry before the mail server is given it, and one after its answer. */
import canonicalize from 'canonicalize';
import type { DocumentStore } from '../../../domain/document.js';
import { CycleError } from '../../../domain/errors.js';
import { arrivedLedger, lettersOf, readLedger } from '../../../domain/arrival.js';
import type { LetterBefore, LetterPartSent } from '../../../domain/letter-record.js';
import type { LetterOrder, LetterSent } from '../../../domain/letter.js';
import type { NotReached, NotReachedInWords } from '../../../domain/not-reached.js';
import { isAboutAddress, refusalIn } from '../../../domain/not-reached.js';
import { replyCode } from '../../../domain/reply-code.js';
import type { BounceWords } from '../../../domain/verdict/phrases.js';
import { toInstant } from '../../../domain/time.js';
import { deliver, PutOff } from './deliver.js';
import { plannedWith } from '../../calendar/reminders.js';
import { letterLedger } from './ledger.js';
import type { Pacing } from './pacing.js';
import { domainOf } from '../../../domain/mail-domain.js';
import { suppress, suppressionOf } from './suppression.js';
import type { MailTransport } from './transport.js';

export interface SendInput {
  store: DocumentStore;
  transport: MailTransport;
  /** How many letters a domain is given; without it, as many as there are. */
  pacing?: Pacing | undefined;
  /** How mail servers word refusals: `data/mail/bounces.yaml`. */
  wordings: BounceWords['wordings'];
  order: LetterOrder;
  messageId: string;
  /** Makes the message; called only when no attempt has begun. */
  prepare: () => Promise<Omit<LetterBefore, 'order' | 'begun'>>;
}

/**
 * Sends a letter unless the ledger says that it has left, or it is a reminder that meets others of its office.
 *
 * A second call with the same order after success sends nothing and returns the same result. After an attempt
 * without an answer it sends the same bytes again, since whether the server has the letter cannot be known
 * (docs/decisions). Recipients that were put off are tried alone the next time. An address that a server refuses
 * for good is suppressed: no later letter asks for it.
 *
 * @throws CycleError `Unavailable` when trying again can help; `Conflict` when another letter has this number
 */
export async function sendOnce(input: SendInput): Promise<LetterSent> {
  const { store, order, messageId, prepare } = input;
  const ledger = letterLedger(store, order);
  const ordered = comparable(order);
  const begun = await ledger.before();
  if (begun && canonicalize(begun.order) !== canonicalize(ordered)) {
    throw new CycleError(
      'Conflict',
      `Another letter has the number ${order.number} already (to ${begun.to.join(', ')}); each letter has a number of its own.`,
    );
  }
  const done = begun && (await ledger.after());
  if (done) return done.sent;

  const planned = begun ? [] : await plannedWith(store, order);
  // one that has been answered does not keep the others waiting
  if (planned.length > 1 && !(await isInHand(store, order)))
    return { number: order.number, outcome: 'withheld', messageId, refused: [], planned };

  const prepared = begun ?? { ...(await prepare()), order: ordered, begun: toInstant(Date.now()) };
  const known = begun ? await ledger.parts() : [];
  const withheld = async (): Promise<LetterSent> => {
    const accepted = known.flatMap((part) => part.accepted);
    const refused = known.flatMap((part) => part.refused);
    const sent: LetterSent = {
      number: order.number,
      outcome: accepted.length > 0 ? 'sent' : 'withheld',
      messageId,
      refused: refused.map(withoutWords),
    };
    const response = 'An answer came in before the mail server said that it has the letter.';
    const noted = await ledger.before();
    if (noted) await ledger.end(noted, { sent, accepted, refused, response, at: toInstant(Date.now()) });
    return sent;
  };
  if (await isInHand(store, order)) return withheld();
  // on every attempt: where the ledger cannot be written, the letter does not leave, since nothing could say that it has
  const first = await ledger.begin(prepared);
  const before = first ? prepared : ((await ledger.before()) ?? prepared);

  const parts = begun || first ? known : await ledger.parts();
  const settled = new Set(
    parts.flatMap((part) => [...part.accepted, ...part.refused.map(({ office }) => office)]),
  );
  const waiting = before.recipients.filter(({ office }) => !settled.has(office));
  try {
    const attempt = waiting.length > 0 ? await attemptFor(input, before, waiting) : nothingAsked();
    if (attempt === 'withheld') return await withheld();
    const { deferred, ...part } = attempt;
    if (deferred.length > 0) {
      if (part.accepted.length + part.refused.length > 0) await ledger.addPart(before, part);
      throw putOffFor(deferred);
    }
    parts.push(part);
  } catch (error) {
    if (error instanceof PutOff)
      await ledger
        .putOff(before, error.trouble, { reply: error.reply, at: toInstant(Date.now()) })
        // what cannot be noted must not hide why the letter did not leave
        .catch(() => undefined);
    throw error;
  }

  const refused = [...before.unusable, ...parts.flatMap((part) => part.refused)];
  const accepted = parts.flatMap((part) => part.accepted);
  const sent: LetterSent = {
    number: order.number,
    outcome: accepted.length === 0 ? 'undeliverable' : refused.length > 0 ? 'partly-undeliverable' : 'sent',
    messageId: before.messageId,
    document: before.document,
    refused: refused.map(withoutWords),
  };
  const response = parts.findLast((part) => part.response)?.response ?? 'No mail server was asked.';
  await ledger.end(before, { sent, accepted, refused, response, at: toInstant(Date.now()) });
  return sent;
}

/** Two attempts at one letter may differ in when they are made. */
const comparable = ({ at: _at, ...order }: LetterOrder): Omit<LetterOrder, 'at'> => order;

/** What may stand in a history: no mail server's words. */
const withoutWords = ({ reply: _reply, ...notReached }: NotReachedInWords): NotReached => notReached;

/** True while a letter for a request of the chaser, or one of the office that it goes to, has come in and is being read. */
async function isInHand(
  store: DocumentStore,
  { withholdIfArrived: requests, network, to }: LetterOrder,
): Promise<boolean> {
  if (requests === undefined) return false;
  for (const matter of [...requests, ...to.map((office) => lettersOf(network, office))]) {
    const [arrived, read] = await Promise.all([
      store.keys(arrivedLedger(matter)),
      store.keys(readLedger(matter)),
    ]);
    if (arrived.some((digest) => !read.includes(digest))) return true;
  }
  return false;
}

type Recipient = LetterBefore['recipients'][number];

interface Deferred {
  office: string;
  reply: string;
  /** When its turn comes, where nothing but its domain's rate keeps it. */
  inMs?: number;
}

type Attempt = LetterPartSent & { deferred: Deferred[] };

/** One attempt for the recipients that have not been answered for: those whose address may be asked, in their turn. */
async function attemptFor(
  input: SendInput,
  before: LetterBefore,
  waiting: Recipient[],
): Promise<Attempt | 'withheld'> {
  const { store, order, pacing } = input;
  const known = await Promise.all(
    waiting.map(async (recipient) => {
      // a notice to the secretariat itself is always tried: who lifts suppressions has to hear of them
      const suppressed =
        recipient.office === order.from
          ? undefined
          : await suppressionOf(store, order.network, recipient.address);
      return { recipient, suppressed: suppressed?.letter === order.number ? undefined : suppressed };
    }),
  );
  const refused = known.flatMap(({ recipient: { office }, suppressed }): NotReachedInWords[] => {
    if (!suppressed) return [];
    const reply = `No mail server was asked: the letter ${suppressed.letter} showed that the address does not work.`;
    const { code } = suppressed;
    return [{ office, why: 'suppressed', reply, ...(code !== undefined && { code }) }];
  });
  const open = known.flatMap(({ recipient, suppressed }) => (suppressed ? [] : [recipient]));

  const turn = await pacing?.turn(
    order.number,
    open.map(({ address }) => domainOf(address)),
  );
  try {
    // writing and waiting take their time, and an answer may have come in the meantime
    if (await isInHand(store, order)) return 'withheld';
    const later = open.flatMap(({ office, address }): Deferred[] => {
      const domain = domainOf(address);
      const inMs = turn?.later.get(domain);
      return inMs === undefined
        ? []
        : [{ office, reply: `${domain} is sent only so many letters a minute`, inMs }];
    });
    const now = open.filter(({ office }) => !later.some((each) => each.office === office));
    const part = now.length > 0 ? await deliverTo(input, before, now) : nothingAsked();
    return { ...part, refused: [...refused, ...part.refused], deferred: [...part.deferred, ...later] };
  } finally {
    turn?.done();
  }
}

const nothingAsked = (): Attempt => ({
  accepted: [],
  refused: [],
  deferred: [],
  response: '',
  at: toInstant(Date.now()),
});

async function deliverTo(
  { store, transport, pacing, wordings, order }: SendInput,
  before: LetterBefore,
  recipients: Recipient[],
): Promise<Attempt> {
  const envelope = { from: before.sender, to: [...new Set(recipients.map(({ address }) => address))] };
  const message = await store.get(before.document);
  const delivery = await deliver(transport, envelope, message).catch((error: unknown) => {
    if (error instanceof PutOff && error.trouble === 'busy')
      for (const address of envelope.to) pacing?.heard(domainOf(address), error.reply);
    throw error;
  });
  for (const { address, reply } of delivery.deferred) pacing?.heard(domainOf(address), reply);
  const at = (addresses: readonly { address: string; reply: string }[]) =>
    recipients.flatMap(({ office, address }) =>
      addresses
        .filter((each) => each.address === address)
        .map(({ reply }) => ({ office, address, reply, ...refusalIn(reply, wordings) })),
    );
  const refused = at(delivery.refused);
  for (const { address, office, why, code } of delivery.asAWhole ? [] : refused) {
    if (!isAboutAddress(why)) continue;
    const { number: letter, network } = order;
    await suppress(store, network, address, {
      ...{ office, why, letter, by: 'refusal' },
      ...(code !== undefined && { code }),
    });
  }
  return {
    accepted: recipients
      .filter(({ address }) => delivery.accepted.includes(address))
      .map(({ office }) => office),
    refused: refused.map(({ address: _address, ...each }) => each),
    deferred: at(delivery.deferred).map(({ office, reply }) => ({ office, reply })),
    response: delivery.response,
    at: toInstant(Date.now()),
  };
}

/** What a mail server put off comes before what only waits for its turn. */
function putOffFor(deferred: Deferred[]): PutOff {
  const said = deferred.find(({ inMs }) => inMs === undefined);
  if (said)
    return new PutOff('recipient', `for ${said.office}: ${said.reply}`, { code: replyCode(said.reply) });
  const retryInMs = Math.ceil(Math.max(...deferred.map(({ inMs = 0 }) => inMs)));
  return new PutOff('rate', deferred[0]!.reply, { code: 'ERATE', retryInMs });
}
