import { describe, expect, test } from '@jest/globals';
import type { temporal } from '@temporalio/proto';
import { billableActions, billedEvents } from '../../bench/actions.js';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { recordedHistories } from '../histories/histories.js';

type Event = temporal.api.history.v1.IHistoryEvent;

const history = (...events: Event[]) => ({
  events: events.map((event, i) => ({ eventId: i + 3, ...event }) as unknown as Event),
});
const marker = (task: number, markerName = 'core_local_activity'): Event =>
  ({ markerRecordedEventAttributes: { markerName, workflowTaskCompletedEventId: task } }) as unknown as Event;

describe('billable actions', () => {
  test('count starts, timers, activities and each retry of one', () => {
    const billed = billedEvents(
      history(
        { workflowExecutionStartedEventAttributes: { workflowType: { name: 'request' } } },
        { activityTaskScheduledEventAttributes: { activityType: { name: 'sendLetter' } } },
        { activityTaskStartedEventAttributes: { attempt: 3 } },
        { activityTaskCompletedEventAttributes: {} },
        { timerStartedEventAttributes: {} },
        { timerFiredEventAttributes: {} },
        { timerCanceledEventAttributes: {} },
      ),
    );
    expect(billed.map(({ kind, what, actions }) => [kind, what, actions])).toEqual([
      ['workflow start', 'request', 1],
      ['activity', 'sendLetter', 1],
      ['retry of an activity', '', 2],
      ['timer', '', 1],
    ]);
  });

  test('count the local activities of one workflow task as one, their later attempts each, and no patch', () => {
    expect(billableActions(history(marker(4), marker(4), marker(9)))).toBe(2);
    expect(billableActions(history(marker(4, 'core_patch')))).toBe(0);
    const retried = (attempts: number) =>
      history({
        workflowTaskCompletedEventAttributes: {
          meteringMetadata: { nonfirstLocalActivityExecutionAttempts: attempts },
        },
      });
    expect(billableActions(retried(3))).toBe(3);
    expect(billableActions(retried(1000))).toBe(100);
  });

  test('count a child workflow twice over two histories, and a signal once', () => {
    const parent = history(
      { startChildWorkflowExecutionInitiatedEventAttributes: { workflowType: { name: 'request' } } },
      { childWorkflowExecutionStartedEventAttributes: {} },
      { workflowExecutionSignaledEventAttributes: { signalName: 'requestChanged' } },
      {
        workflowExecutionSignaledEventAttributes: {
          signalName: 'requestChanged',
          identity: 'history-service',
          externalWorkflowExecution: { workflowId: 'ascn/cycle/2018/action-plan/hanoi' },
        },
      },
    );
    const child = history(
      { workflowExecutionStartedEventAttributes: {} },
      { signalExternalWorkflowExecutionInitiatedEventAttributes: { signalName: 'requestChanged' } },
      { externalWorkflowExecutionSignaledEventAttributes: {} },
    );
    expect(billableActions(parent)).toBe(1);
    expect(billableActions(child)).toBe(2);
  });

  test('count a signal from a client where it is received, and none that came with the start', () => {
    const signal = { workflowExecutionSignaledEventAttributes: { signalName: 'close', identity: '7@host' } };
    expect(billableActions(history(signal))).toBe(1);
    expect(billableActions({ events: [{ ...signal, eventId: 2 } as unknown as Event] })).toBe(0);
  });

  test('count updates, changes of search attributes and of options, but not what `patched` notes', () => {
    const upsert = (name: string): Event => ({
      upsertWorkflowSearchAttributesEventAttributes: { searchAttributes: { indexedFields: { [name]: {} } } },
    });
    expect(
      billedEvents(
        history(
          {
            workflowExecutionUpdateAcceptedEventAttributes: {
              acceptedRequest: { input: { name: 'submit' } },
            },
          },
          { workflowExecutionUpdateCompletedEventAttributes: {} },
          upsert('AscnPhase'),
          upsert('TemporalChangeVersion'),
          { workflowExecutionOptionsUpdatedEventAttributes: {} },
        ),
      ).map(({ kind }) => kind),
    ).toEqual(['update', 'search attributes changed', 'execution options changed']);
  });

  test('of a request that was reminded four times, escalated and answered, as recorded', () => {
    const { json } = recordedHistories().find(
      ({ workflowId }) => workflowId === 'rehearsal/cycle/2018/action-plan/makassar',
    )!;
    const counts: Record<string, number> = {};
    for (const { kind, actions } of billedEvents(historyFromJSON(json)))
      counts[kind] = (counts[kind] ?? 0) + actions;
    expect(counts).toEqual({
      'workflow start': 1,
      activity: 5,
      timer: 6,
      'signal sent': 8,
      'child workflow intended': 1,
      update: 1,
      'local activities of one task': 1,
    });
  });
});
