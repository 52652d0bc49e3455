/** How years, days, requests, drafts and texts are written on the command line. */
import { badInput } from '../../domain/errors.js';
import type { IsoDate } from '../../domain/time.js';
import { isIsoDate } from '../../domain/time.js';

/** Something of one year: `name` is what stands after the year. */
export interface OfYear {
  year: number;
  name: string;
}

/** @throws CycleError `BadInput` for what is no year */
export function parseYear(text: string): number {
  if (!/^2\d{3}$/.test(text)) throw badInput(`The year is “${text}”; expected four digits such as 2027.`);
  return Number(text);
}

function parse(what: string, pattern: RegExp, example: string): (text: string) => OfYear {
  return (text) => {
    const [, year, name] = pattern.exec(text) ?? [];
    if (year === undefined || name === undefined) {
      throw badInput(`The ${what} is “${text}”; expected the year and its name, such as ${example}.`);
    }
    return { year: parseYear(year), name };
  };
}

/** A request: `2018/action-plan/da-nang`. */
export const parseRequest = parse('request', /^(\d{4})\/([a-z-]+\/[^/\s]+)$/, '2018/action-plan/da-nang');

const draft = /^(\d{4})\/held\/(\S+)$/;
/** A draft: `2018/held/announcement`. */
export const parseDraft = parse('draft', draft, '2018/held/announcement');
export const isDraft = (text: string): boolean => draft.test(text);

/** A text before the members: `2018/jcm-autumn`. */
export const parseText = parse('text', /^(\d{4})\/([^/\s]+)$/, '2018/jcm-autumn');

/** A session of a body: `2018/jcm-autumn`. */
export const parseSession = parse('session', /^(\d{4})\/([^/\s]+)$/, '2018/jcm-autumn');

/** The value of an option that is a day. */
export const parseDay =
  (option: string) =>
  (text: string): IsoDate => {
    const otherwise = `${option} is “${text}”; expected a day as YYYY-MM-DD, such as 2027-04-20.`;
    if (!isIsoDate(text)) throw badInput(otherwise);
    return text;
  };

/** Date id → the day, or first and last day, that it is set to. */
export type Sets = Record<string, string>;

/** Collects `--set ID=DATE`. */
export function collectSets(text: string, before: Sets = {}): Sets {
  const [, id, days] = /^([^=\s]+)=(\S+)$/.exec(text) ?? [];
  if (id === undefined || days === undefined) {
    throw badInput(
      `--set is “${text}”; expected the date's id and its day, such as --set workshop=2027-04-20, or the first and ` +
        `the last day, such as --set workshop=2027-04-20/2027-04-23.`,
    );
  }
  if (id in before)
    throw badInput(`--set gives “${id}” twice, as ${before[id]} and as ${days}; expected it once.`);
  return { ...before, [id]: days };
}

/** Collects an option that may stand several times. */
export const collect = (text: string, before: string[] = []): string[] => [...before, text];
