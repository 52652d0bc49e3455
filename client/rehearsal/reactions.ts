/** What an officer does when a letter arrives: nothing, or one or more answers, each after some time. */
import type { Script } from './script.js';
import { playOf } from './script.js';

/** What an answer holds. */
export type Saying =
  | 'full'
  | 'first-part'
  | 'rest'
  | 'incomplete'
  | 'acknowledgement'
  | 'joint'
  | 'comment'
  | 'object'
  | 'decline'
  | 'return';

export interface Reaction {
  say: Saying;
  /** Part of the time that is left until the due date, or days from now, or days after the promised date. */
  after: { share: number } | { days: number };
}

/** What comes from an office beside its answers; the first and the last of them from its mail system. */
export type Beside = 'out-of-office' | 'confirmation' | 'correction' | 'delivery-report';

export interface BesideReaction {
  send: Beside;
  afterDays: number;
}

/** A letter as an officer sees it. */
export interface SeenLetter {
  template: string;
  office: string;
  kind: string;
  subject: string;
}

/** The day of the month on which an answer "under approval" is promised. */
export const promisedInDays = 9;

/** Of the time until the due date: when someone who is away comes back, and when the answer comes then. */
export const awayFor = { share: 0.6 };
const answersWhenBack = { share: 0.75 };

const inMinutes = (n: number): number => n / 24 / 60;

/**
 * @param share the officer's own pace, 0 to 1: the part of the time that it takes when nothing else is said
 * @param isFirst whether this is the first of the letters that a joint answer covers
 */
export function reactionsTo(letter: SeenLetter, script: Script, share: number, isFirst: boolean): Reaction[] {
  const { template, office, kind, subject } = letter;
  if (script.returns.includes(office)) return [];
  const play = playOf(script, office, kind, subject);
  const does = play?.does;
  const asked = asks(letter);
  const now = (say: Saying): Reaction[] => [{ say, after: { days: 0.5 + share } }];
  if (template === 'national-clearance') return now('full');
  if (template === 'escalation-nr') return does === 'never' ? [] : [{ say: 'full', after: { days: 1 } }];
  if (template === 'receipt-incomplete') return does === 'incomplete-then-complete' ? now('full') : [];
  if (template === 'reminder-after-due')
    return does === 'late' ? [{ say: 'full', after: { days: 0.3 } }] : [];
  if (!asked) return [];
  const inTime = (say: Saying): Reaction[] => [{ say, after: play?.away ? answersWhenBack : { share } }];
  switch (does) {
    case 'late':
    case 'after-escalation':
    case 'never':
      return [];
    case 'in-two-parts':
      return [
        ...inTime('first-part').map(() => ({ say: 'first-part' as const, after: { share: 0.4 } })),
        { say: 'rest', after: { share: 0.6 } },
      ];
    case 'incomplete-then-complete':
      return inTime('incomplete');
    case 'under-approval':
      return [
        { say: 'acknowledgement', after: { days: 1 } },
        { say: 'full', after: { days: promisedInDays } },
      ];
    case 'joint-answer':
      return isFirst ? inTime('joint') : [];
    case 'comment':
    case 'object':
      return inTime(kind === 'clearance' && !subject.includes('-v1.') ? 'full' : does);
    case 'decline':
    case 'return':
      return inTime(does);
    case undefined:
      return inTime('full');
  }
}

const asks = ({ template, kind }: SeenLetter): boolean =>
  template === `ask/${kind}` || template === 'reassigned';

/**
 * What comes from the office beside its answers.
 *
 * @param letter.number that of a receipt says which version of the answer it is of
 */
export function besides(letter: SeenLetter & { number: string }, script: Script): BesideReaction[] {
  const { template, office, kind, subject, number } = letter;
  if (script.returns.includes(office)) return [{ send: 'delivery-report', afterDays: inMinutes(20) }];
  const play = playOf(script, office, kind, subject);
  if (template === 'receipt-unconfirmed') return [{ send: 'confirmation', afterDays: 0.2 }];
  if (play?.away && asks(letter)) return [{ send: 'out-of-office', afterDays: inMinutes(1) }];
  return play?.corrects && template === 'receipt' && number.endsWith('/R1')
    ? [{ send: 'correction', afterDays: 3 }]
    : [];
}
