/** Who wrote, and whether that office is entitled to answer. */
import type { AnswerRole } from '../../../domain/letter.js';
import type { Network, Office } from '../../../domain/network.js';
import type { TokenEntry } from '../../../domain/token.js';

/** What a part of a letter is about. */
export interface About {
  as: AnswerRole;
  /** The member that it concerns, and the city. */
  member?: string;
  city?: string;
}

/** The offices that have this mail address; the one that was written to first. */
export function officesAt(network: Network, address: string | undefined, entry: TokenEntry): Office[] {
  if (!address) return [];
  const offices = network.offices.filter((office) => office.address.toLowerCase() === address);
  return offices.sort((a, b) => Number(b.id === entry.office) - Number(a.id === entry.office));
}

/**
 * True for the office that was written to, the National Representative of the member and the alternates; and for
 * the Chief Smart City Officer of the city, who cannot clear nationally what the city sent.
 */
export function mayAnswerFor(
  { as, member, city }: About,
  sender: Office,
  own: boolean,
  entry: TokenEntry,
): boolean {
  if (own && sender.id === entry.office) return true;
  if (member === undefined) return false;
  if (sender.kind === 'national-representative') return sender.member === member;
  if (as === 'national-clearance') return false;
  if (sender.kind === 'alternate')
    return sender.city === undefined ? sender.member === member : sender.city === city;
  return sender.kind === 'chief-smart-city-officer' && city !== undefined && sender.city === city;
}
