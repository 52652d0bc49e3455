/**
 * The closed list of placeholders that a letter's template may use. The first ones come from the order, the
 * network and the request; the others are values of the order (`LetterOrder.values`).
 */
export type PlaceholderKind =
  | 'text' // printed as it is; line breaks are kept
  | 'number'
  | 'date' // a calendar date or an instant, also one that comes worded; in the letter's language, the addressee's zone
  | 'cut-off' // an instant, worded with its hour in UTC
  | 'office' // an office's id, printed as its title
  | 'city' // a city's id or name
  | 'member' // a member's code or name
  | 'partner' // a partner's id or name
  | 'body'; // a body's id or name

export const placeholders = {
  number: { kind: 'text', meaning: 'the letter’s number' },
  date: { kind: 'date', meaning: 'the letter’s date' },
  year: { kind: 'number', meaning: 'the year of the cycle' },
  network: { kind: 'text', meaning: 'the network’s name' },
  chair: { kind: 'member', meaning: 'the member that chairs' },
  addressee: { kind: 'office', meaning: 'the office that is written to first' },
  sender: { kind: 'office', meaning: 'the office that writes' },
  citiesPerMember: { kind: 'number', meaning: 'how many cities a member may nominate' },
  silence: { kind: 'text', meaning: '“agreement” where silence is agreement, else “open”; for select' },
  request: { kind: 'text', meaning: 'the request’s short id, e.g. action-plan/da-nang' },
  what: {
    kind: 'text',
    meaning: 'what is asked for, e.g. draft action plan of Da Nang; in a notice what waits',
  },
  city: { kind: 'city', meaning: 'the city, or the cities, that the letter is about' },
  member: { kind: 'member', meaning: 'the member that the letter is about' },
  partner: { kind: 'partner', meaning: 'the outside partner that the letter is about' },
  body: { kind: 'body', meaning: 'the body that the letter is about' },

  dueDate: { kind: 'date', meaning: 'until when the answer is asked for' },
  count: { kind: 'number', meaning: 'which reminder this is: 1, 2, 3' },
  reminders: { kind: 'number', meaning: 'of how many answers the letter reminds' },
  days: { kind: 'number', meaning: 'how many days are left, or have passed' },
  promisedDate: { kind: 'date', meaning: 'for when the office promised its answer' },
  backDate: { kind: 'date', meaning: 'when an office that is away is there again' },
  occasion: { kind: 'text', meaning: 'the meeting as it is called within a sentence; always known with it' },
  meeting: { kind: 'text', meaning: 'the meeting’s name; by default the invitation’s' },
  place: { kind: 'text', meaning: 'where the meeting is held; by default the invitation’s' },
  when: { kind: 'text', meaning: 'the meeting’s days, worded; by default the invitation’s' },
  text: { kind: 'text', meaning: 'the title of the text that is to be cleared' },
  paper: { kind: 'text', meaning: 'the title of the paper that is transmitted' },
  paperNumber: { kind: 'text', meaning: 'a paper’s number' },
  version: { kind: 'number', meaning: 'the version of a paper or text' },
  items: { kind: 'text', meaning: 'agenda items, one line each' },
  pairs: { kind: 'number', meaning: 'how many pairs the twinning list holds' },
  why: { kind: 'text', meaning: 'the reason, in the words of whoever decided' },
  command: { kind: 'text', meaning: 'the command that does what waits' },
  about: { kind: 'text', meaning: 'the id of the matter that waits for a person' },
  matter: { kind: 'text', meaning: 'in a notice, what waits, in few words; always known there' },
  office: {
    kind: 'office',
    meaning: 'the office that was asked and has not answered, or is away; in a receipt who answered as well',
  },
  domain: { kind: 'text', meaning: 'the domain of the unknown address that an answer came from' },
  notReached: {
    kind: 'text',
    meaning: 'why mail does not reach an office, as a kind of `domain/not-reached.ts`; for select',
  },
  phase: { kind: 'text', meaning: 'a phase of the year, as the calendar calls it' },
  seal: { kind: 'number', meaning: 'the number of a seal of the record' },
  entries: { kind: 'number', meaning: 'how many entries the record had when it was sealed' },
  root: { kind: 'text', meaning: 'the root that the seal witnesses, in hexadecimal' },
  key: { kind: 'text', meaning: 'the public key of the seal, in hexadecimal' },
  signature: { kind: 'text', meaning: 'the signature of the seal, in base64' },
  nextYear: { kind: 'number', meaning: 'the year after the cycle' },
} as const satisfies Record<string, { kind: PlaceholderKind; meaning: string }>;

export type Placeholder = keyof typeof placeholders;

export const isPlaceholder = (name: string): name is Placeholder => Object.hasOwn(placeholders, name);

/** The values that a letter's text is made of, as they are printed. */
export type Facts = Partial<Record<Placeholder, string | number>>;
