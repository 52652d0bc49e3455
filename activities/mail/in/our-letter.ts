/**
 * Which letter of ours a letter answers: by the token of the reply address, then by the Message-IDs that it refers to,
 * then by our letter's own number in its text; never by its subject. What is found without a token is what the writer
 * says: anybody can name a letter.
 */
import type { DocumentStore } from '../../../domain/document.js';
import { unlessErased } from '../../../domain/erasure.js';
import { shortRequest } from '../../../domain/ids.js';
import type { LetterBefore } from '../../../domain/letter-record.js';
import type { FoundBy, NumberedLetter } from '../../../domain/reference.js';
import { messageIdsIn, numbersIn, referenceIn } from '../../../domain/reference.js';
import type { TokenEntry } from '../../../domain/token.js';
import { tokenIn } from '../../../domain/token.js';
import type { ParsedLetter } from './parse.js';
import { returnedHeaders } from './reports.js';

/** What a letter says of the one that it answers. */
export interface Traces {
  /** Envelope recipients: these are addresses of ours. */
  recipients: readonly string[];
  /** Addresses that the letter names: To, Cc, Delivered-To, the reply address of a letter that a report returns. */
  addresses: readonly string[];
  /** Message-IDs that it refers to, the nearest first. */
  messageIds: readonly string[];
  /** Its text with what it quotes, without its subject. */
  text: string;
}

/** Our letter's entry; or a sentence why there is none, with the requests that it may be about. */
export type OurLetter = { entry: TokenEntry; foundBy: FoundBy } | { notOurs: string; perhaps: string[] };

export function tracesOf(letter: ParsedLetter, recipients: readonly string[]): Traces {
  const { headers } = letter;
  const returned = returnedHeaders(letter.machineParts);
  const header = (name: string): string => headers.get(name) ?? '';
  const returnedId = returned.get('message-id');
  return {
    recipients,
    addresses: [
      ...letter.to,
      ...['delivered-to', 'x-original-to', 'envelope-to'].map(header),
      returned.get('reply-to') ?? '',
    ],
    messageIds: [
      ...messageIdsIn(header('in-reply-to')),
      ...messageIdsIn(header('references')).reverse(),
      ...(returnedId === undefined ? [] : messageIdsIn(returnedId)),
    ],
    text: `${letter.text}\n${letter.signature}\n${letter.quoted}`,
  };
}

/** Where nothing says which letter is meant. */
const nothing = 'It was not sent to the reply address of one of our letters.';

/**
 * A token, where there is one, decides alone: one that is wrong, or of another network, is not made good by what else
 * the letter says.
 *
 * @param network the id of this network; letters of another one are not ours
 */
export async function ourLetter(store: DocumentStore, network: string, traces: Traces): Promise<OurLetter> {
  const entryOf = (token: string): Promise<TokenEntry | undefined> =>
    store.entry<TokenEntry>('tokens', token);
  const sentTo = tokensIn(traces.recipients);
  const named = await known([...new Set([...sentTo, ...tokensIn(traces.addresses)])], entryOf);
  const byToken = chosen(ofNetwork(named, network), 'token');
  if (byToken) return byToken;
  const foreign = named.find((entry) => entry.network !== network);
  if (foreign) return aside(`It answers a letter of the network “${foreign.network}”, not of this one.`);
  if (sentTo.length > 0) return aside('Its reply address belongs to no letter that we sent.');

  const references = traces.messageIds.flatMap((messageId) => {
    const reference = referenceIn(messageId);
    return reference ? [{ ...reference, messageId }] : [];
  });
  const referredTo = await known(references, async ({ network: of, messageId, ...letter }) => {
    const before = await letterBefore(store, of, letter);
    return before && sameMessage(before.messageId, messageId) ? entryOf(tokenOf(before)) : undefined;
  });
  const byReference = chosen(ofNetwork(referredTo, network), 'references');
  if (byReference) return byReference;

  const numbered = await known(numbersIn(traces.text), async (letter) => {
    const before = await letterBefore(store, network, letter);
    return before && entryOf(tokenOf(before));
  });
  return chosen(ofNetwork(numbered, network), 'number') ?? aside(nothing);
}

const aside = (notOurs: string, perhaps: string[] = []): OurLetter => ({ notOurs, perhaps });

const tokensIn = (addresses: readonly string[]): string[] => [
  ...new Set(addresses.flatMap((address) => tokenIn(address) ?? [])),
];

const ofNetwork = (entries: readonly TokenEntry[], network: string): TokenEntry[] =>
  entries.filter((entry) => entry.network === network);

/** Some mail programs put angle brackets round a Message-ID, others do not. */
const sameMessage = (a: string, b: string): boolean => a.replace(/^<|>$/g, '') === b.replace(/^<|>$/g, '');

/** The entries that are there, one after the other: a letter names few. */
async function known<Key>(
  keys: readonly Key[],
  find: (key: Key) => Promise<TokenEntry | undefined>,
): Promise<TokenEntry[]> {
  const entries: TokenEntry[] = [];
  for (const key of keys) {
    const entry = await find(key);
    if (entry) entries.push(entry);
  }
  return entries;
}

const letterBefore = (
  store: DocumentStore,
  network: string,
  { number, cycle }: NumberedLetter,
): Promise<LetterBefore | undefined> =>
  unlessErased(store.entry(`letters/${network}/${cycle}`, `${number}/before`));

const tokenOf = ({ token, sender }: LetterBefore): string => token ?? tokenIn(sender) ?? '';

/**
 * The first of the candidates, which is the nearest; where another one is about other requests, a sentence that names
 * both. Letters that nothing is answered by, such as notices, count only where there is no other.
 */
function chosen(candidates: readonly TokenEntry[], foundBy: FoundBy): OurLetter | undefined {
  const answerable = candidates.filter(({ answers }) => answers.length > 0);
  const [first = candidates[0]] = answerable;
  if (!first) return undefined;
  const asked = requestsOf(first);
  const other = answerable.find((entry) => !requestsOf(entry).some((request) => asked.includes(request)));
  if (!other) return { entry: first, foundBy };
  const letters = [first, other].map(
    (entry) => `${entry.letter} (${requestsOf(entry).map(shortRequest).join(', ')})`,
  );
  return aside(`It answers two letters of ours that are about different things: ${letters.join(' and ')}.`, [
    ...asked,
    ...requestsOf(other),
  ]);
}

const requestsOf = ({ answers }: TokenEntry): string[] => answers.map(({ request }) => request);
