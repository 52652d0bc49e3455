/** The activities as workflows call them, each group with the time and the patience that it needs. */
import { proxyActivities, proxyLocalActivities } from '@temporalio/workflow';
import type { createArchiveActivities } from '../activities/archive/activities.js';
import type { createCalendarActivities } from '../activities/calendar/activities.js';
import type { createEngineActivities } from '../activities/engine/activities.js';
import type { createFormActivities } from '../activities/forms/activities.js';
import type { MailActivities } from '../activities/mail/activities.js';
import type { createTakeInActivities } from '../activities/mail/in/take-in.js';
import type { createTrayActivities } from '../activities/mail/in/tray.js';
import type { createNetworkActivities } from '../activities/network/activities.js';
import type { createPaperActivities } from '../activities/papers/activities.js';
import type { createTwinningActivities } from '../activities/twinning/activities.js';

/** Mail may wait for hours on a server that is away; what is permanent comes as non-retryable. */
export const { sendLetter } = proxyActivities<MailActivities>({
  startToCloseTimeout: '3 minutes',
  retry: { initialInterval: '5 seconds', backoffCoefficient: 2, maximumInterval: '15 minutes' },
});

/** What asks another workflow has a deadline and is tried again: the worker may have been away. */
const asksTheEngine = { retry: { initialInterval: '1 second', maximumInterval: '1 minute' } } as const;

export const { takeIn } = proxyActivities<ReturnType<typeof createTakeInActivities>>({
  startToCloseTimeout: '2 minutes',
  // a worker that was killed is noticed by then; a second attempt beside the first does no harm
  heartbeatTimeout: '30 seconds',
  ...asksTheEngine,
});
export const { readBoard } = proxyActivities<ReturnType<typeof createEngineActivities>>({
  startToCloseTimeout: '1 minute',
  ...asksTheEngine,
});
/** Every board of the year may be among them. */
export const { keepBoards } = proxyActivities<ReturnType<typeof createEngineActivities>>({
  startToCloseTimeout: '5 minutes',
  ...asksTheEngine,
});

export const { assemblePaper, revisePaper, writeOptionsPaper, publish, readRecordedDecisions } =
  proxyActivities<ReturnType<typeof createPaperActivities>>({
    startToCloseTimeout: '5 minutes',
    retry: { initialInterval: '2 seconds', maximumInterval: '5 minutes' },
  });

/** It reads every history of the year; the cycle does not wait for it, and its end is waited for. */
export const { appendToArchive, runningCycles } = proxyActivities<ReturnType<typeof createArchiveActivities>>(
  {
    startToCloseTimeout: '1 hour',
    heartbeatTimeout: '1 minute',
    retry: { initialInterval: '1 second', maximumInterval: '1 minute' },
  },
);

/** A seal stands without its time-stamp, so nobody waits for an authority that is away. */
export const { timeStampSeals } = proxyActivities<ReturnType<typeof createArchiveActivities>>({
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: '1 minute',
  retry: { maximumAttempts: 2 },
});

export const { matchCities } = proxyActivities<ReturnType<typeof createTwinningActivities>>({
  startToCloseTimeout: '5 minutes',
});

/** Short steps that touch only the document store. */
const short = { startToCloseTimeout: '30 seconds', retry: { maximumInterval: '10 seconds' } } as const;

export const { snapshotNetwork, applyNominations } =
  proxyLocalActivities<ReturnType<typeof createNetworkActivities>>(short);
export const { readPairs, settleConsents } =
  proxyLocalActivities<ReturnType<typeof createTwinningActivities>>(short);
export const { instantsOf, subjectsOf, planRequests, replan, askOf, draftNextYear, morningAfter } =
  proxyLocalActivities<ReturnType<typeof createCalendarActivities>>(short);
export const { keepInTray, endMatter } = proxyLocalActivities<ReturnType<typeof createTrayActivities>>(short);
export const { fileSubmission, recordAnswer } =
  proxyLocalActivities<ReturnType<typeof createFormActivities>>(short);
