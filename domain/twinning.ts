/** Matchmaking between cities and outside partners: what each side offers and seeks, and why a pair fits. */

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

/** Points by which a pair is judged; every weight has its reason in docs/decisions. */
export const weights = {
  sharedFocusArea: 10,
  supportSought: 6,
  cityPrefers: [20, 12, 8],
  partnerPrefers: [12, 8, 5],
} as const;
