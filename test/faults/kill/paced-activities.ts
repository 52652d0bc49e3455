/** The calendar's activities at the run's pace: what they are given and what they return is moved, nothing else. */
import type { RequestPlan } from '../../../domain/ask.js';
import type { Calendar } from '../../../domain/calendar.js';
import type { Instant } from '../../../domain/time.js';
import { addDays, after, days, daysBetween } from '../../../domain/time.js';
import type { createActivities } from '../../../workers/activities.js';
import type { Pace } from './pace.js';
import { begins, paceOf } from './pace.js';

export type Activities = Awaited<ReturnType<typeof createActivities>>;

/** Days before its cut-off on which a text is drawn up: `daysToClear` in workflows/phase.ts. */
const drawnUpBefore = days(7);

/** The calendar's last day, which is the run's day: a day after it was counted from today. */
const today = begins.slice(0, 10);

export function paced(activities: Activities, pace: Pace): Activities {
  const { inRun, inCalendar, inWindow, earliestLapse } = paceOf(pace);
  const moved = (plan: RequestPlan, now: Instant, move: (at: Instant) => Instant): RequestPlan => ({
    ...plan,
    due: move(plan.due),
    lapses: later(move(plan.lapses), earliestLapse(now)),
    reminders: apart(plan.reminders.map((step) => ({ ...step, at: move(step.at) }))),
    escalations: apart(plan.escalations.map((step) => ({ ...step, at: move(step.at) }))),
  });

  return {
    ...activities,

    async instantsOf(input) {
      const instants = await activities.instantsOf(input);
      const cutOffs = cutOffsOf(input.calendar);
      return Object.fromEntries(
        Object.entries(instants).map(([id, date]) => {
          // of a cut-off only the drawing up is waited for, which is counted back from its morning
          const opens = cutOffs.has(id)
            ? after(inRun(after(date.opens, -drawnUpBefore)), drawnUpBefore)
            : inRun(date.opens);
          return [id, { ...date, opens, ends: inRun(date.ends), cutOff: inRun(date.cutOff) }];
        }),
      );
    },

    async planRequests(input) {
      const now = { run: input.on, calendar: inCalendar(input.on) };
      const asked = now.calendar.slice(0, 10);
      const byItself = input.due !== undefined && input.due > today;
      const due = byItself ? addDays(asked, daysBetween(today, input.due!)) : input.due;
      const plans = await activities.planRequests({ ...input, on: now.calendar, due });
      // a day that has passed was put off to one by itself
      const late = due !== undefined && due <= asked;
      return plans.map((plan) =>
        moved(plan, now.run, byItself || late ? inWindow(now, plan.due, plan.lapses) : inRun),
      );
    },

    async replan(input) {
      const now = { run: input.from, calendar: inCalendar(input.from) };
      const plan = await activities.replan({
        ...input,
        plan: { ...input.plan, due: inCalendar(input.plan.due) },
        from: now.calendar,
      });
      return moved(plan, now.run, inWindow(now, plan.due, plan.lapses));
    },

    morningAfter: async (input) =>
      inRun(await activities.morningAfter({ ...input, after: inCalendar(input.after) })),
  };
}

const cutOffsOf = ({ phases }: Calendar): Set<string> =>
  new Set(
    phases.flatMap(({ dates, sessions = [] }) => [
      ...sessions.map(({ clearedBy }) => clearedBy),
      ...(dates.clearedBy === undefined ? [] : [dates.clearedBy]),
    ]),
  );

const later = (a: Instant, b: Instant): Instant => (a > b ? a : b);

/** Two steps of one request never fall on one instant. */
const apart = <Step extends { at: Instant }>(steps: Step[]): Step[] =>
  steps.filter(({ at }, i) => i === 0 || at > steps[i - 1]!.at);
