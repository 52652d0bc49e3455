/**
 * A thousand letters, planned: who writes what about which city, in which order. Seeded, so that a run can be repeated;
 * nothing in it depends on what is killed.
 */
import { chance, oneOf } from '../../../client/rehearsal/chance.js';
import type { Place, Writer } from './network.js';

/**
 * What a letter is.
 *
 * `lines`, `word`, `sheet`: an answer in the form's lines, in the Word form, with its projects in a spreadsheet.
 * `prose`: in words of its own. `elsewhere`: the form's lines from a mailbox that nobody knows. `unaddressed`: from the
 * known one to the plain address, in the thread of our letter. `promise`: an answer will follow, on a day. `own`,
 * `disown`: the office's word on the answer before. `revoked`: to an office from which the request was reassigned.
 * `came-back`: a report that our letter did not reach the officer, for good. `full`: a report that his mailbox is full.
 * `machine`: what programs write and nobody acts on. `aside`: what a person has to look at. `stray`: to no letter of
 * ours. `hostile`: made to harm whoever reads it.
 */
export type Kind =
  | 'lines'
  | 'word'
  | 'sheet'
  | 'prose'
  | 'elsewhere'
  | 'unaddressed'
  | 'promise'
  | 'own'
  | 'disown'
  | 'revoked'
  | 'came-back'
  | 'full'
  | 'machine'
  | 'aside'
  | 'stray'
  | 'hostile';

/**
 * To which reply address it goes: of the letter that asked, of the one that asked somebody else instead, of the question
 * whether an answer is the office's own, of our latest letter; to the one without a token, to one with a token that
 * nobody gave.
 */
export type To = 'asked' | 'asked-instead' | 'question' | 'latest' | 'nobody' | 'invented';

/** The fields that an answer gives, as they are understood. */
export type Fields = Record<string, string | string[]>;

export interface Planned {
  id: string;
  place: Place;
  kind: Kind;
  writer: Writer;
  to: To;
  says: Fields;
  /** The message of `test/mail/verdict/` that it is, or what is hostile about it. */
  fixture?: string;
  /** A mail server hands it in once more when so many further letters of its city have gone. */
  again?: number;
}

/** Names of messages of `test/mail/verdict/`, by what they are; and of what is hostile. */
export interface Material {
  promises: string[];
  /** Automatic replies, delays, read receipts, answers to invitations: each kind with its messages. */
  machine: string[][];
  /** Reports that hold no letter of ours, complaints, challenges, thanks, what is empty: likewise. */
  aside: string[][];
  hostile: string[];
}

const lettersACity = 20;
/** Of these, what the offices say themselves. */
const spokenACity = 10;
/** How many of a hundred letters are handed in twice. */
const twiceInHundred = 7;

/** How the offices of a city begin, and who goes on. */
type Draft = Pick<Planned, 'kind' | 'writer' | 'to'> & { says?: 'whole' | 'first half' | 'rest' };

interface Story {
  opening: Draft[];
  /** Who writes afterwards, and to which letter; absent where nobody does. */
  then?: Pick<Planned, 'writer' | 'to'>;
}

const officer = { writer: 'officer', to: 'asked' } as const;
const deputy = { writer: 'alternate', to: 'asked-instead' } as const;
const representative = { writer: 'representative', to: 'asked-instead' } as const;

const stories: Story[] = [
  { opening: [{ kind: 'lines', ...officer, says: 'whole' }], then: officer },
  {
    opening: [
      { kind: 'lines', ...officer, says: 'first half' },
      { kind: 'lines', ...officer, says: 'rest' },
    ],
    then: officer,
  },
  {
    opening: [
      { kind: 'promise', ...officer },
      { kind: 'lines', ...officer, says: 'whole' },
    ],
    then: officer,
  },
  { opening: [{ kind: 'word', ...officer, says: 'whole' }], then: officer },
  { opening: [{ kind: 'sheet', ...officer, says: 'whole' }], then: officer },
  {
    opening: [
      { kind: 'prose', ...officer },
      { kind: 'lines', ...officer, says: 'whole' },
    ],
    then: officer,
  },
  {
    opening: [
      { kind: 'elsewhere', ...officer, says: 'whole' },
      { kind: 'own', writer: 'officer', to: 'question' },
    ],
    then: officer,
  },
  {
    opening: [
      { kind: 'lines', ...officer, says: 'first half' },
      { kind: 'elsewhere', ...officer, says: 'whole' },
      { kind: 'disown', writer: 'officer', to: 'question' },
      { kind: 'lines', ...officer, says: 'rest' },
    ],
    then: officer,
  },
  {
    opening: [
      { kind: 'came-back', writer: 'officer', to: 'asked' },
      { kind: 'lines', ...deputy, says: 'whole' },
    ],
    then: deputy,
  },
  {
    opening: [
      { kind: 'unaddressed', writer: 'officer', to: 'nobody', says: 'whole' },
      { kind: 'own', writer: 'officer', to: 'question' },
    ],
    then: officer,
  },
  {
    opening: [
      { kind: 'revoked', ...officer, says: 'whole' },
      { kind: 'revoked', ...officer, says: 'whole' },
      { kind: 'lines', ...representative, says: 'whole' },
    ],
    then: representative,
  },
  { opening: [] },
];

/** @returns for each city its letters, in order */
export function planLetters(seed: number, places: readonly Place[], material: Material): Planned[][] {
  return places.map((place, n) => {
    const story = stories[n % stories.length]!;
    const spoken = spokenIn(seed, place, story);
    // one city in eight gets a hostile letter, each another one
    const harm = n % 8 === 3 ? material.hostile[((n - 3) / 8) % material.hostile.length] : undefined;
    const hostile = harm === undefined ? [] : [hostileOne(harm)];
    const other = Array.from(
      { length: lettersACity - spoken.length },
      (_, i) => hostile[i] ?? besides(seed, place, i, material),
    );
    const spokenAt = slots(seed, place, spoken.length);
    let [said, beside] = [0, 0];
    return Array.from({ length: lettersACity }, (_, i): Planned => {
      const id = `${place.id}-${String(i + 1).padStart(2, '0')}`;
      const { says, ...draft } = spokenAt.has(i) ? spoken[said++]! : { ...other[beside++]!, says: undefined };
      const again = chance(seed, id, 'twice') * 100 < twiceInHundred;
      return {
        id,
        place,
        ...draft,
        ...(draft.kind === 'promise' && { fixture: oneOf(material.promises, seed, id, 'promise') }),
        says: says === undefined ? {} : fieldsOf(says, seed, id),
        ...(again && { again: Math.floor(chance(seed, id, 'later') * 4) }),
      };
    });
  });
}

/** At which places of the city's letters the offices speak. */
function slots(seed: number, place: Place, count: number): Set<number> {
  const all = Array.from({ length: lettersACity }, (_, i) => i);
  return new Set(
    all.sort((a, b) => chance(seed, place.id, 'slot', a) - chance(seed, place.id, 'slot', b)).slice(0, count),
  );
}

type Spoken = Omit<Draft, 'says'> & { says?: Draft['says'] | 'something' };

/** What the offices say: the story's beginning, then corrections, promises, and answers from elsewhere. */
function spokenIn(seed: number, place: Place, { opening, then }: Story): Spoken[] {
  const spoken: Spoken[] = [...opening];
  while (then && spoken.length < spokenACity) {
    const of = (matter: string) => chance(seed, place.id, spoken.length, matter);
    const way = of('way');
    if (way < 0.15 && spoken.length < spokenACity - 1) {
      spoken.push({ kind: 'elsewhere', ...then, says: 'something' });
      spoken.push({ kind: of('own') < 0.5 ? 'own' : 'disown', writer: then.writer, to: 'question' });
    } else if (way < 0.25) spoken.push({ kind: 'promise', ...then });
    else
      spoken.push({
        kind: way < 0.35 ? 'word' : 'lines',
        ...then,
        writer:
          way > 0.8 && then.writer === 'officer' ? oneOf(others, seed, place.id, spoken.length) : then.writer,
        says: 'something',
      });
  }
  return spoken;
}

/** Who may answer beside the officer. */
const others: Writer[] = ['alternate', 'representative'];

type Besides = Pick<Planned, 'kind' | 'writer' | 'to' | 'fixture'>;

const hostileOne = (fixture: string): Besides => ({
  kind: 'hostile',
  writer: 'officer',
  to: 'asked',
  fixture,
});

/** What comes beside: from programs, from strangers, from who has mistaken the address. */
function besides(seed: number, place: Place, i: number, { machine, aside }: Material): Besides {
  const way = chance(seed, place.id, 'besides', i);
  const to = chance(seed, place.id, 'besides', i, 'to') < 0.5 ? 'asked' : 'latest';
  const by = { writer: 'officer', to } as const;
  const one = (kinds: string[][]) =>
    oneOf(oneOf(kinds, seed, place.id, 'besides', i, 'kind'), seed, place.id, 'besides', i, 'fixture');
  if (way < 0.55) return { kind: 'machine', ...by, fixture: one(machine) };
  if (way < 0.85) return { kind: 'aside', ...by, fixture: one(aside) };
  if (way < 0.9) return { kind: 'full', writer: 'officer', to: 'asked' };
  return { kind: 'stray', writer: 'officer', to: way < 0.95 ? 'nobody' : 'invented' };
}

/** The city's plan as this letter has it; each letter says something else, so that none is taken for another. */
function wholePlan(id: string): Fields {
  return {
    vision: `A city for everyone, as ${id} has it`,
    'focus-areas': ['built-infrastructure'],
    targets: `Half of all journeys on foot, as ${id} has it`,
    'plan-period': '2018-2025',
    'project.1.title': `Pavements of ${id}`,
    'project.1.focus-area': 'built-infrastructure',
    'project.1.budget': 'USD 2000000',
    'project.1.funding': `City budget of ${id}`,
    'project.1.support': ['technical'],
  };
}

/** What a plan must have, and a field that it may have. */
export const required = Object.keys(wholePlan(''));
const optional = 'master-plan';
const inHalf = 4;
const corrected = ['vision', 'targets', optional, 'project.1.title', 'project.1.funding'];

function fieldsOf(says: NonNullable<Spoken['says']>, seed: number, id: string): Fields {
  const whole: Fields = { ...wholePlan(id), [optional]: `Master plan of ${id}` };
  const keys =
    says === 'something'
      ? corrected.filter(
          (key, i) =>
            i === Math.floor(chance(seed, id, 'key') * corrected.length) || chance(seed, id, key) < 0.2,
        )
      : says === 'first half'
        ? required.slice(0, inHalf)
        : says === 'rest'
          ? required.slice(inHalf)
          : required;
  return Object.fromEntries(keys.map((key) => [key, whole[key]!]));
}
