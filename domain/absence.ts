/** Offices that are away: while one is, another is asked in its place, and it is not reminded. */
import type { Instant } from './time.js';

export interface Absence {
  office: string;
  /** The morning on which it is there again. */
  back: Instant;
}

/** What of a request says who is asked of it. */
export interface Asked {
  addressee: string;
  plan: { addressees: readonly string[] };
  unreachable: readonly string[];
  absences: readonly Absence[];
}

/**
 * The office that is asked at a moment: the addressee; while it is away the first of its alternates that is there and
 * that mail reaches; undefined where none is.
 */
export const askedAt = ({ addressee, plan, unreachable, absences }: Asked, at: Instant): string | undefined =>
  [addressee, ...plan.addressees].find(
    (office) =>
      !unreachable.includes(office) && !absences.some((each) => each.office === office && at < each.back),
  );

/** The first morning on which one of the offices asked is there again. */
export const firstBack = ({ addressee, plan, absences }: Asked): Instant | undefined =>
  absences
    .filter(({ office }) => office === addressee || plan.addressees.includes(office))
    .map(({ back }) => back)
    .sort()[0];
