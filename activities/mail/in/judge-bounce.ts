/** Whom a letter of ours did not reach, as a bounce says; none where the bounce does not return our letter. */
import type { DocumentStore } from '../../../domain/document.js';
import { unlessErased } from '../../../domain/erasure.js';
import type { LetterBefore } from '../../../domain/letter-record.js';
import type { JudgedLetter } from '../../../domain/letter.js';
import type { Network } from '../../../domain/network.js';
import type { TokenEntry } from '../../../domain/token.js';
import { tokenIn } from '../../../domain/token.js';
import type { Judgement } from '../../../domain/verdict.js';
import { officesAt } from './judge-sender.js';
import type { ParsedLetter } from './parse.js';
import { returnedText } from './reports.js';

/** Whom a bounce did not reach; nothing where it does not return our letter, since anyone may write one. */
export async function bouncedIn(
  store: DocumentStore,
  letter: ParsedLetter,
  { verdict, bounce }: Judgement,
  entry: TokenEntry,
  network: Network,
): Promise<Pick<JudgedLetter, 'bounced'>> {
  const request = entry.answers[0]?.request;
  if (verdict !== 'bounce' || !bounce || !(await returnsOurLetter(store, letter, entry))) return {};
  const [office] = officesAt(network, bounce.recipient.toLowerCase(), entry);
  const { permanent, why, status } = bounce;
  return {
    bounced: {
      office: office?.id ?? entry.office,
      permanent,
      why,
      code: status,
      ...(request !== undefined && { request }),
    },
  };
}

/**
 * True where a report holds our letter: its Message-ID, its reply address or its number. What a report only claims,
 * without a part of the letter, anyone could have written.
 */
async function returnsOurLetter(
  store: DocumentStore,
  letter: ParsedLetter,
  { network, cycle, letter: number, office }: TokenEntry,
): Promise<boolean> {
  const returned = `${returnedText(letter.machineParts)}\n${letter.wholeText}`;
  if (returned.includes(number)) return true;
  const before = await unlessErased(
    store.entry<LetterBefore>(`letters/${network}/${cycle}`, `${number}/before`),
  );
  if (before && returned.includes(before.messageId)) return true;
  const tokens = new Set(returned.match(/\+[a-z2-7]{16,64}@/gi)?.slice(0, 50));
  for (const token of [...tokens].flatMap((address) => tokenIn(address) ?? [])) {
    const found = await store.entry<TokenEntry>('tokens', token);
    if (found?.letter === number && found.network === network && found.office === office) return true;
  }
  return false;
}
