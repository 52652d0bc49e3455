/**
 * The pace of letters to one mail domain: each letter is given a place in the domain's minute, and keeps it when it
 * is put off until then. One for each worker, beside its one transport; nothing of it is written down.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { Rates } from './rates.js';

export interface Turn {
  /** Domains whose turn has not come, and in how many milliseconds it will. */
  later: ReadonlyMap<string, number>;
  /** The letter was handed over, or could not be: the next one to its domains may go. */
  done: () => void;
}

export interface Pacing {
  /**
   * Waits some seconds at most for a letter's turn with each of its domains.
   *
   * @param letter its number
   */
  turn(letter: string, domains: readonly string[]): Promise<Turn>;
  /** Hears what a mail server said of a letter for this domain, which may want fewer. */
  heard(domain: string, reply: string): void;
}

/** Time, in milliseconds; tests have their own. */
export interface Clock {
  now(): number;
  wait(ms: number): Promise<unknown>;
}

const realClock: Clock = {
  now: () => performance.now(),
  wait: (ms) => pause(ms, undefined, { ref: false }),
};

/** Longer than this no activity is kept waiting: it holds one of the worker's places, which other letters need. */
const patienceMs = 3_000;

/** When a letter that found all places of its domain taken comes again. */
const comeAgainMs = 10_000;

const minuteMs = 60_000;

interface Lane {
  /** When letters left in the last minute. */
  left: number[];
  /** When the letters that were put off may leave, by number. */
  places: Map<string, number>;
  underWay: number;
  /** Who waits for a letter under way to come to its end. */
  waiting: (() => void)[];
  slowedUntil: number;
}

export function createPacing(rates: Rates, clock: Clock = realClock): Pacing {
  const lanes = new Map<string, Lane>();
  const rateOf = (domain: string) => rates.domains[domain] ?? rates.default;

  function laneOf(domain: string): Lane {
    const known = lanes.get(domain);
    if (known) return known;
    const lane: Lane = { left: [], places: new Map(), underWay: 0, waiting: [], slowedUntil: 0 };
    lanes.set(domain, lane);
    return lane;
  }

  /** When one more letter may leave, beside those that leave at these times. */
  function freeAt(domain: string, lane: Lane, times: number[], now: number): number {
    const slow = now < lane.slowedUntil;
    const most = Math.min(rateOf(domain).aMinute, slow ? rates.slowed.aMinute : Infinity);
    const before = times.toSorted((a, b) => a - b).at(-most);
    return before === undefined ? now : Math.max(now, before + minuteMs);
  }

  /** When this letter may leave: it keeps the place that it was given. */
  function placeOf(letter: string, domain: string, lane: Lane, now: number): number {
    lane.left = lane.left.filter((at) => at > now - minuteMs);
    // who does not come for a minute has lost the place
    for (const [other, at] of lane.places) if (at <= now - minuteMs) lane.places.delete(other);
    const given = lane.places.get(letter);
    const at =
      given === undefined
        ? freeAt(domain, lane, [...lane.left, ...lane.places.values()], now)
        : Math.max(given, freeAt(domain, lane, lane.left, now));
    lane.places.set(letter, at);
    return at;
  }

  /** @returns 0 when the letter may go now, and is under way; else in how many milliseconds it may */
  async function turnAt(letter: string, domain: string): Promise<number> {
    const lane = laneOf(domain);
    const deadline = clock.now() + patienceMs;
    for (;;) {
      const now = clock.now();
      const inMs = placeOf(letter, domain, lane, now) - now;
      if (inMs <= 0 && lane.underWay < rateOf(domain).atATime) {
        lane.places.delete(letter);
        lane.left.push(now);
        lane.underWay += 1;
        return 0;
      }
      if (now + Math.max(inMs, 0) >= deadline) return inMs > 0 ? inMs : comeAgainMs;
      const freed = inMs > 0 ? [] : [new Promise<void>((free) => lane.waiting.push(free))];
      await Promise.race([clock.wait(inMs > 0 ? inMs : deadline - now), ...freed]);
    }
  }

  return {
    async turn(letter, domains) {
      const all = [...new Set(domains)];
      const turns = await Promise.all(
        all.map(async (domain): Promise<[string, number]> => [domain, await turnAt(letter, domain)]),
      );
      let ended = false;
      return {
        later: new Map(turns.filter(([, inMs]) => inMs > 0)),
        done: () => {
          if (ended) return;
          ended = true;
          for (const [domain, inMs] of turns) {
            if (inMs > 0) continue;
            const lane = laneOf(domain);
            lane.underWay -= 1;
            for (const free of lane.waiting.splice(0)) free();
          }
        },
      };
    },

    heard(domain, reply) {
      const said = reply.toLowerCase();
      if (!/^(?:421|45[012])\b/.test(said) || !rates.slowed.words.some((word) => said.includes(word))) return;
      const lane = laneOf(domain);
      const now = clock.now();
      lane.slowedUntil = now + rates.slowed.minutes * minuteMs;
      // the minute begins anew with what has just been refused, and those that wait come later
      lane.left = Array.from({ length: rates.slowed.aMinute }, () => now);
      lane.places.clear();
    },
  };
}
