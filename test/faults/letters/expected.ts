/** What must come of the planned letters if nothing is ever killed: the rules of a request in small, over the plan alone. */
import type { LetterOutcome } from '../../../domain/received.js';
import type { Place } from './network.js';
import { kind as asked, officeOf } from './network.js';
import type { Planned } from './plan.js';
import { required } from './plan.js';

export interface ExpectedLetter {
  id: string;
  outcome: LetterOutcome;
  /** How many letters answer it: receipts, or the question whose answer it is. */
  receipts: 0 | 1;
  /** How often it is handed in. */
  handedIn: 1 | 2;
}

/** One version of an answer. Letters are named as the plan names them. */
export interface VersionEnd {
  letter: string;
  /** The office that wrote, or to whose letter it is an answer. */
  from: string;
  confirmed: boolean;
  disowned: boolean;
  /** Each field as it stands in this version, and the letter that gave it. */
  fields: Record<string, { value: string | string[]; letter: string }>;
}

export interface RequestEnd {
  id: string;
  state: string;
  /** The version that counts. */
  accepted: number | null;
  versions: VersionEnd[];
}

const outcomes: Record<Planned['kind'], LetterOutcome> = {
  lines: 'submitted',
  word: 'submitted',
  sheet: 'submitted',
  prose: 'submitted',
  elsewhere: 'submitted',
  unaddressed: 'submitted',
  promise: 'acknowledged',
  own: 'confirmed',
  disown: 'disowned',
  revoked: 'kept-aside',
  'came-back': 'noted',
  full: 'noted',
  machine: 'noted',
  aside: 'kept-aside',
  stray: 'kept-aside',
  hostile: 'kept-aside',
};

/** Answered by nobody: what programs write, and what is not known to come from an office. */
const unanswered: Planned['kind'][] = ['came-back', 'full', 'machine', 'aside', 'stray', 'hostile'];

/** Whoever writes to an office from which the request was reassigned is told so once. */
export const expectedLetters = (cities: readonly (readonly Planned[])[]): ExpectedLetter[] =>
  cities.flatMap((letters) => {
    const told = letters.find(({ kind }) => kind === 'revoked');
    return letters.map((letter): ExpectedLetter => {
      const silent = unanswered.includes(letter.kind) || (letter.kind === 'revoked' && letter !== told);
      return {
        id: letter.id,
        outcome: outcomes[letter.kind],
        receipts: silent ? 0 : 1,
        handedIn: letter.again === undefined ? 1 : 2,
      };
    });
  });

export const expectedRequests = (cities: readonly (readonly Planned[])[]): RequestEnd[] =>
  cities.flatMap((letters) => (letters[0] ? [requestAfter(letters[0].place, letters)] : []));

function requestAfter(place: Place, letters: readonly Planned[]): RequestEnd {
  const request: RequestEnd = { id: `${asked}/${place.id}`, state: 'asked', accepted: null, versions: [] };
  let stoodAs = 'asked';
  /** What is confirmed counts when nothing is missing; else it is returned, unless something counts already. */
  const judge = (version: VersionEnd): void => {
    if (required.every((key) => key in version.fields)) {
      request.accepted = request.versions.indexOf(version) + 1;
      request.state = 'accepted';
    } else if (request.accepted === null) request.state = 'returned';
  };
  for (const letter of letters) {
    const latest = request.versions.findLast(({ disowned }) => !disowned);
    switch (letter.kind) {
      case 'lines':
      case 'word':
      case 'sheet':
      case 'prose':
      case 'elsewhere':
      case 'unaddressed': {
        const version = versionOf(letter, request.versions);
        request.versions.push(version);
        if (version.confirmed) judge(version);
        else {
          if (request.state !== 'received-unconfirmed') stoodAs = request.state;
          if (request.accepted === null) request.state = 'received-unconfirmed';
        }
        break;
      }
      case 'promise':
        if (['asked', 'acknowledged', 'returned'].includes(request.state)) request.state = 'acknowledged';
        break;
      case 'own':
        if (!latest) break;
        latest.confirmed = true;
        judge(latest);
        break;
      case 'disown':
        if (!latest) break;
        latest.disowned = true;
        if (request.accepted === null) request.state = stoodAs;
        break;
      // asked of somebody else, the request stays as it was
      case 'came-back':
      case 'revoked':
      case 'full':
      case 'machine':
      case 'aside':
      case 'stray':
      case 'hostile':
        break;
    }
  }
  return request;
}

/** A part adds to what was confirmed before; a field given again counts as given last. */
function versionOf(letter: Planned, before: readonly VersionEnd[]): VersionEnd {
  const { id, kind, place, writer, says } = letter;
  return {
    letter: id,
    from: officeOf(place, writer),
    confirmed: kind === 'lines' || kind === 'word' || kind === 'sheet',
    disowned: false,
    fields: {
      ...before.findLast(({ confirmed }) => confirmed)?.fields,
      ...Object.fromEntries(Object.entries(says).map(([key, value]) => [key, { value, letter: id }])),
    },
  };
}
