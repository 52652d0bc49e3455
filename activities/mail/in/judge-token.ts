/** Which letter of ours a letter answers: by the token of the reply address, never by its subject. */
import type { DocumentStore } from '../../../domain/document.js';
import type { TokenEntry } from '../../../domain/token.js';
import { tokenIn } from '../../../domain/token.js';
import { returnedHeaders } from './parse-report.js';
import type { ParsedLetter } from './parse.js';

/** Our letter's entry, or a sentence why there is none. */
export type OurLetter = { entry: TokenEntry } | { notOurs: string };

/**
 * Looks in the envelope's recipients, then To and Cc, then the reply address of a letter that a report returns.
 */
export async function ourLetter(
  store: DocumentStore,
  network: string,
  recipients: readonly string[],
  letter: ParsedLetter,
): Promise<OurLetter> {
  const addresses = [...recipients, ...letter.to, returnedHeaders(letter.machineParts).get('reply-to') ?? ''];
  const tokens = new Set(addresses.flatMap((address) => tokenIn(address) ?? []));
  if (tokens.size === 0) return { notOurs: 'It was not sent to the reply address of one of our letters.' };
  let foreign: TokenEntry | undefined;
  for (const token of tokens) {
    const entry = await store.entry<TokenEntry>('tokens', token);
    if (entry?.network === network) return { entry };
    foreign ??= entry;
  }
  return {
    notOurs: foreign
      ? `It answers a letter of the network “${foreign.network}”, not of this one.`
      : 'Its reply address belongs to no letter that we sent.',
  };
}
