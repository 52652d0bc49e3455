/** A year that can be run through at once: nominations, the workshop, the handover; what is due is due in some weeks. */
import { loadCalendar } from '../../activities/calendar/load.js';
import type { Calendar } from '../../domain/calendar.js';
import { pin } from '../../domain/calendar.js';
import { addDays } from '../../domain/time.js';
import { dataDir } from '../../workers/installation.js';

/** @param phases those of the year that are held, in their order; each waits for the one before */
export async function shortYear(...phases: string[]): Promise<Calendar> {
  const whole = await loadCalendar(dataDir, 2027, {
    chair: 'SG',
    place: 'Singapore',
    zone: 'Asia/Singapore',
  });
  const today = new Date().toISOString().slice(0, 10);
  const days: Record<string, number> = {
    'nominations.opens': -10,
    'nominations.due': 25,
    'workshop.invited': -9,
    'workshop.reading-sent': -8,
    workshop: -7,
    'workshop.delegations-due': 25,
    'framework-comments.due': 25,
    'action-plan.due': 25,
    'handover.opens': -2,
    'handover.closes': -1,
  };
  const calendar = {
    ...whole,
    phases: phases.map((id, i) => ({
      ...whole.phases.find((phase) => phase.id === id)!,
      after: phases.slice(Math.max(0, i - 1), i),
    })),
  };
  const by = ['the test', 'the test'] as const;
  const pins = Object.entries(days).map(([id, n]) => [id, addDays(today, n)] as const);
  return pin(
    pin(calendar, { 'summit-autumn': addDays(today, 240) }, ...by),
    Object.fromEntries<string>(pins),
    ...by,
  );
}
