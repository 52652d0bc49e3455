/** What is seen of the activities as they run: the letters, the answers, the failures; into the log and the metrics. */
import type { ActivityInterceptorsFactory } from '@temporalio/worker';
import type { TakenIn } from '../activities/mail/in/take-in.js';
import { CycleError, permanent } from '../domain/errors.js';
import { cycleOf } from '../domain/ids.js';
import type { LetterOrder, LetterSent } from '../domain/letter.js';
import { toMs } from '../domain/time.js';
import type { EventFields, Log } from './log.js';
import { codeOf, placeOf, typeOf } from './log-codes.js';
import type { Metrics } from './metrics.js';

export interface Watching {
  log: Log;
  metrics: Metrics;
  /** Called after each activity, since a cycle may stand differently now. */
  changed?: () => void;
}

/** One run of an activity. */
interface Run {
  about: EventFields;
  /** When the engine took the order, in milliseconds since 1970. */
  orderedMs: number;
}

/** Sees every activity of a worker, also the local ones, before its errors are turned into Temporal's. */
export const watch =
  ({ log, metrics, changed }: Watching): ActivityInterceptorsFactory =>
  ({ info }) => ({
    inbound: {
      async execute(input, next) {
        const begun = performance.now();
        const workflow = info.workflowExecution?.workflowId;
        const run = (): Run => ({
          about: {
            cycle: workflow === undefined ? undefined : cycleOf(workflow),
            workflow,
            attempt: info.attempt,
            ms: Math.round(performance.now() - begun),
          },
          orderedMs: info.scheduledTimestampMs,
        });
        try {
          const result = await next(input);
          seen[info.activityType]?.({ log, metrics }, run(), input.args[0], result);
          return result;
        } catch (error) {
          failed({ log, metrics }, info.activityType, run(), input.args[0], error);
          throw error;
        } finally {
          changed?.();
        }
      },
    },
  });

type Seen = (to: Watching, run: Run, input: unknown, result: unknown) => void;

const seen: Record<string, Seen> = {
  sendLetter(to, run, input, result) {
    const { number, template, cycle, answers } = input as LetterOrder;
    const { outcome, refused, planned } = result as LetterSent;
    // it goes with others of its office
    if (planned) return;
    const fields: EventFields = {
      ...run.about,
      cycle,
      letter: number,
      template,
      requests: answers?.map(({ request }) => request),
      ...(refused.length > 0 && {
        offices: refused.map(({ office }) => office),
        codes: refused.map(({ code, why }) => code ?? why),
      }),
    };
    to.log.info(`letter-${outcome}`, fields);
    to.metrics.lettersOut.add(1, { template, outcome });
    if (outcome !== 'withheld') to.metrics.mailOutDelay.record(seconds(Date.now() - run.orderedMs));
  },

  takeIn(to, run, _input, result) {
    const { judged, outcome, requests, answers } = result as TakenIn;
    const { digest, verdict, from, receivedAt } = judged;
    for (const { request, state, version } of answers) {
      to.log.info(state === 'closed' ? 'answer-too-late' : 'answer-filed', {
        ...run.about,
        cycle: cycleOf(request),
        request,
        digest,
        state,
        submission: version,
      });
    }
    to.log.info('letter-dealt-with', {
      ...run.about,
      cycle: judged.ours?.cycle,
      digest,
      verdict,
      outcome,
      requests,
      offices: from === undefined ? undefined : [from],
    });
    to.metrics.lettersIn.add(1, { verdict, outcome });
    to.metrics.mailInDelay.record(seconds(Date.now() - toMs(receivedAt)));
  },
};

/** A clock that was set back, or a rehearsal's, makes no negative time. */
const seconds = (ms: number): number => Math.max(0, ms) / 1000;

function failed(to: Watching, activity: string, { about }: Run, input: unknown, error: unknown): void {
  const [type, code] = [typeOf(error), codeOf(error)];
  const fields: EventFields = { ...about, activity, type, code };
  to.metrics.stepsFailed.add(1, { activity, type });
  if (activity === 'sendLetter') {
    const { number, template, cycle } = input as LetterOrder;
    Object.assign(fields, { letter: number, template, cycle });
  }
  if (!(error instanceof CycleError)) to.log.error('step-failed', { ...fields, at: placeOf(error) });
  else if (activity === 'timeStampSeals') to.log.warn('time-stamp-missing', fields);
  else if (permanent.includes(error.type)) to.log.info('step-refused', fields);
  else if (activity === 'sendLetter') {
    to.metrics.lettersPutOff.add(1, { code: code ?? 'none' });
    to.log.info('letter-put-off', fields);
  } else to.log.info('step-put-off', fields);
}
