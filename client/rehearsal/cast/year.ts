/** What an officer or a body knows of the year when it answers: when an answer is due, which session it is about. */
import type { ResolvedDate } from '../../../domain/calendar.js';
import { resolveCalendar } from '../../../domain/calendar.js';
import type { LetterBefore } from '../../../domain/letter-record.js';
import type { Instant } from '../../../domain/time.js';
import { after, days, isIsoDate } from '../../../domain/time.js';
import type { Operations } from '../../operations.js';

export function createYear(operations: Operations, year: number) {
  /** The session that a request for a record is about: `jcm-autumn`, or `jcm-autumn-2` for what was returned. */
  const sessionOf = async (subject: string): Promise<ResolvedDate | undefined> => {
    const { calendar } = await operations.status(year);
    const id = subject.replace(/-\d+$/, '');
    const session = calendar.phases.flatMap(({ sessions = [] }) => sessions).find((each) => each.id === id);
    return session && resolveCalendar(calendar).get(session.meets);
  };
  return {
    /** The items that a body has before it and has not decided. */
    async itemsOf(subject: string): Promise<{ id: string; title: string }[]> {
      const state = await operations.session(year, subject.replace(/-\d+$/, ''));
      const decided = new Set(
        state.decisions.filter(({ verb }) => verb !== 'returned').map(({ item }) => item),
      );
      return (state.paper?.items ?? [])
        .filter(({ id }) => !decided.has(id))
        .map(({ id, title }) => ({ id, title }));
    },

    occasionOf: async (subject: string): Promise<string> => (await sessionOf(subject))?.title ?? '',

    /** A body's record is written after its session: a day after, at noon in Singapore. */
    sessionEnds: async (subject: string): Promise<Instant> =>
      after(`${(await sessionOf(subject))?.until ?? `${year}-01-01`}T04:00:00Z`, days(1)),

    /** By when the answer to a letter is due. */
    async dueOf({ values }: LetterBefore['order'], request: string, now: Instant): Promise<Instant> {
      const given = String(values?.dueDate ?? '');
      if (isIsoDate(given)) return `${given}T04:00:00Z`;
      const known = await operations.request(year, request).catch(() => undefined);
      return known?.plan.due ?? after(now, days(3));
    },
  };
}
