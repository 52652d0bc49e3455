/**
 * The correspondence of the cities: each has its letters in order, and says something new only when its last word has
 * been answered, as people do. Programs and strangers wait for nobody.
 */
import type { Email } from 'postal-mime';
import { digestOf } from '../../../client/mailroom/digest.js';
import type { Form } from '../../../domain/form.js';
import { letterNumber } from '../../../domain/ids.js';
import type { Outbox } from '../kill/outbox.js';
import { year } from '../kill/small-network.js';
import type { Copy } from '../kill/invariants.js';
import type { HandedIn } from './invariants.js';
import type { ExpectedLetter } from './expected.js';
import type { Place } from './network.js';
import { addressOf, kind } from './network.js';
import type { Planned } from './plan.js';
import type { OurLetter, Written } from './write.js';
import { write } from './write.js';

export interface CorrespondenceOptions {
  expected: ExpectedLetter[];
  form: Form;
  /** Of our reply addresses. */
  domain: string;
  outbox: Outbox;
  /** The secretariat asks the National Representative instead of the officer. */
  reassign: (place: Place) => Promise<void>;
}

/** What offices and people write; the others are programs, strangers, and who has mistaken the address. */
const spoken: Planned['kind'][] = [
  ...(['lines', 'word', 'sheet', 'prose', 'elsewhere', 'unaddressed'] as const),
  ...(['promise', 'own', 'disown', 'revoked', 'came-back'] as const),
];

/** More would have a slow machine give up what it has begun, and begin it anew. */
const citiesAtOnce = 12;

export function openCorrespondence({ expected, form, domain, outbox, reassign }: CorrespondenceOptions) {
  const ours: OurLetter[] = [];
  const arrived = new Set<() => void>();
  const handedIn = new Map<string, HandedIn>();
  const waiting = new Map<string, string>();
  const answered = new Set(expected.filter(({ receipts }) => receipts > 0).map(({ id }) => id));
  let tries = 0;

  /** Waits for a letter of ours. */
  const until = async (
    place: Place,
    what: string,
    is: (letter: OurLetter) => boolean,
  ): Promise<OurLetter> => {
    waiting.set(place.id, what);
    for (;;) {
      const found = ours.find(is);
      if (found) {
        waiting.delete(place.id);
        return found;
      }
      await new Promise<void>((next) => arrived.add(next));
    }
  };

  const handIn = async (id: string, { messageId, from, to, raw }: Written, relay: number): Promise<void> => {
    // each mail server on the way adds a line of its own
    const received = Buffer.from(
      `Received: from mx${relay}.example by mx.example; Thu, 10 May 2018 02:00:0${relay} +0000\r\n`,
    );
    const taken = await outbox.post({ envelope: { from, to }, raw: Buffer.concat([received, raw]) });
    tries += taken.tries;
    const known = handedIn.get(id) ?? { id, messageId, digest: await digestOf(raw), taken: 0 };
    handedIn.set(id, { ...known, taken: known.taken + 1 });
  };

  const answerTo = (place: Place, { id }: Planned) =>
    until(place, `the answer to ${id}`, ({ inReplyTo }) => inReplyTo === handedIn.get(id)?.messageId);

  async function correspond(letters: readonly Planned[]): Promise<void> {
    const [first] = letters;
    if (!first) return;
    const { place } = first;
    const numbered = (part: number) => letterNumber(year, `${kind}/${place.id}`, part);
    const ofCity = ({ number }: OurLetter) =>
      number.startsWith(letterNumber(year, `${kind}/${place.id}`, ''));
    const asked = await until(place, 'the letter that asks', ({ number }) => number === numbered(1));
    let last: Planned | undefined;
    let reassigned = false;
    const later: { left: number; again: () => Promise<void> }[] = [];

    for (const letter of letters) {
      const isSpoken = spoken.includes(letter.kind);
      if (isSpoken && last && answered.has(last.id)) await answerTo(place, last);
      if (letter.kind === 'revoked' && !reassigned) {
        reassigned = true;
        await reassign(place);
      }
      const to = await letterFor(letter);
      const written = await write(letter, form, { answered: to, asked, domain });
      await handIn(letter.id, written, 1);
      if (isSpoken) last = letter;
      for (const each of later) each.left -= 1;
      if (letter.again !== undefined)
        later.push({ left: letter.again, again: () => handIn(letter.id, written, 2) });
      for (const each of later.filter(({ left }) => left <= 0)) {
        later.splice(later.indexOf(each), 1);
        await each.again();
      }
    }
    for (const { again } of later) await again();
    if (last && answered.has(last.id)) await answerTo(place, last);

    async function letterFor(letter: Planned): Promise<OurLetter | undefined> {
      switch (letter.to) {
        case 'asked':
          return asked;
        case 'asked-instead': {
          const address = addressOf(place, letter.writer);
          return until(
            place,
            `the letter that asks ${address} instead`,
            (each) => each.number === numbered(2) && each.recipients.includes(address),
          );
        }
        case 'question':
          return answerTo(place, last!);
        case 'latest':
          return ours.findLast(ofCity);
        case 'nobody':
        case 'invented':
          return undefined;
      }
    }
  }

  return {
    /** A letter of ours has come in. */
    receive({ number, messageId, recipients }: Copy, letter: Email): void {
      ours.push({
        ...{ number, messageId, recipients },
        replyTo: letter.replyTo?.[0]?.address ?? '',
        subject: letter.subject ?? '',
        inReplyTo: letter.inReplyTo ?? '',
      });
      const waken = [...arrived];
      arrived.clear();
      for (const wake of waken) wake();
    },
    /** All letters of all cities, until each is taken and what is to be answered has been. */
    async run(cities: readonly (readonly Planned[])[]): Promise<void> {
      const left = [...cities];
      const inTurn = async (): Promise<void> => {
        for (let next = left.shift(); next; next = left.shift()) await correspond(next);
      };
      await Promise.all(Array.from({ length: citiesAtOnce }, inTurn));
    },
    handedIn: () => [...handedIn.values()],
    /** How often letters were tried at the door. */
    tries: () => tries,
    /** Which city waits for what. */
    waiting: () => [...waiting].map(([city, what]) => `${city} waits for ${what}.`).join(' '),
  };
}
