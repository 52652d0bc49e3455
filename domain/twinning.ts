/** Matchmaking between cities and outside partners: what each side offers and seeks, and why a pair fits. */
import type { Address } from './document.js';
import type { RequestRow } from './request.js';

export interface PartnerOffer {
  partner: string;
  focusAreas: string[];
  /** funding, technical, infrastructure, consultancy, knowledge */
  support: string[];
  /** How many cities it can take on. */
  places: number;
  /** City ids it would rather work with, best first. */
  prefers: string[];
}

export interface CityWish {
  city: string;
  focusAreas: string[];
  support: string[];
  /** Partner ids, best first. */
  prefers: string[];
}

export interface PairOption {
  city: string;
  partner: string;
  /** Points, comparable within one options paper. */
  score: number;
  /** One sentence for the secretariat. */
  reason: string;
  /** Part of the best set, or an alternative to it. */
  proposed: boolean;
}

export interface TwinningOptions {
  options: PairOption[];
  /** Cities for which no partner fits, each with the reason. */
  without: { city: string; reason: string }[];
  solver: string;
}

export interface Twin {
  city: string;
  partner: string;
  reason: string;
}

/** The pairs that both sides agreed to: kept as a document, with what letters and figures need of it. */
export interface TwinningList {
  /** `Twin[]`, in the order of the cities. */
  document: Address;
  pairs: number;
  /** Ids of the partners, each once. */
  partners: string[];
}

/** The subject of the two requests about a pair: `da-nang-yusa`. */
export const subjectOfPair = ({ city, partner }: Pick<Twin, 'city' | 'partner'>): string =>
  `${city}-${partner}`;

/** The pairing is voluntary: it stands when both sides were asked and both consented. */
export function consented(pair: Twin, rows: readonly Pick<RequestRow, 'subject' | 'choices'>[]): boolean {
  const sides = rows.filter(({ subject }) => subject === subjectOfPair(pair));
  return sides.length === 2 && sides.every(({ choices }) => choices?.consent === 'consents');
}

/** Points by which a pair is judged; every weight has its reason in docs/decisions. */
export const weights = {
  sharedFocusArea: 10,
  supportSought: 6,
  cityPrefers: [20, 12, 8],
  partnerPrefers: [12, 8, 5],
} as const;
