/** The engine's record, one click deeper: every workflow with its events, their kinds in words. */
import type { RecordedEvent } from '../../record.js';
import type { Year } from '../account.js';
import { childrenIn, stepsIn, tellsIn, updatesIn } from '../events.js';
import { html } from '../html.js';
import type { Html } from '../html.js';
import { counted } from '../names.js';
import { enginePath, eventAnchor, href, pages, storyPath } from '../paths.js';
import type { Page, Site } from '../site.js';
import { list, page } from '../site.js';

const kinds: Record<string, string> = {
  workflowExecutionStarted: 'The workflow begins',
  workflowExecutionCompleted: 'The workflow ends',
  workflowExecutionFailed: 'The workflow fails',
  workflowExecutionTimedOut: 'The workflow’s time is over',
  workflowExecutionCanceled: 'The workflow is cancelled',
  workflowExecutionCancelRequested: 'The workflow is asked to cancel',
  workflowExecutionTerminated: 'The workflow is ended from outside',
  workflowExecutionContinuedAsNew: 'The workflow goes on in a new run',
  workflowExecutionSignaled: 'It is told',
  workflowExecutionUpdateAccepted: 'It takes',
  workflowExecutionUpdateCompleted: 'It has answered',
  workflowTaskScheduled: 'Its turn is called',
  workflowTaskStarted: 'Its turn begins',
  workflowTaskCompleted: 'Its turn ends',
  workflowTaskFailed: 'Its turn fails',
  workflowTaskTimedOut: 'Its turn was not taken in time',
  activityTaskScheduled: 'A step is ordered',
  activityTaskStarted: 'A step begins',
  activityTaskCompleted: 'A step is done',
  activityTaskFailed: 'A step fails',
  activityTaskTimedOut: 'A step was not done in time',
  activityTaskCancelRequested: 'A step is to be cancelled',
  activityTaskCanceled: 'A step is cancelled',
  markerRecorded: 'A short step is done',
  timerStarted: 'It sets a timer',
  timerFired: 'The timer’s time has come',
  timerCanceled: 'The timer is taken back',
  startChildWorkflowExecutionInitiated: 'It begins another workflow',
  startChildWorkflowExecutionFailed: 'The other workflow was not begun',
  childWorkflowExecutionStarted: 'The other workflow has begun',
  childWorkflowExecutionCompleted: 'The other workflow has ended',
  childWorkflowExecutionFailed: 'The other workflow has failed',
  childWorkflowExecutionCanceled: 'The other workflow was cancelled',
  childWorkflowExecutionTimedOut: 'The other workflow’s time was over',
  childWorkflowExecutionTerminated: 'The other workflow was ended from outside',
  signalExternalWorkflowExecutionInitiated: 'It tells another workflow',
  signalExternalWorkflowExecutionFailed: 'The other workflow was not there to be told',
  externalWorkflowExecutionSignaled: 'The other workflow was told',
  upsertWorkflowSearchAttributes: 'It is marked for searching',
  workflowPropertiesModified: 'Its description changes',
};

/** `workflowTaskCompleted` as words, where it has none of its own. */
const kindOf = (type: string): string =>
  kinds[type] ?? type.replaceAll(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`).trim();

/** @param run `nth` is counted from 1 */
export function enginePage(
  year: Pick<Year, 'cycle' | 'file' | 'seals' | 'rehearsal'>,
  { workflow, run, type, nth }: { workflow: string; run: string; type: string; nth: number },
  events: readonly RecordedEvent[],
): Page {
  const path = enginePath(workflow, nth);
  const told = storyPath(workflow, type);
  const names = namesIn(events);
  return page(
    { year },
    path,
    workflow,
    html`<p class="meta">
        Workflow of the kind “${type}”, run ${run}${nth > 1 && `, number ${nth} of its life`};
        ${counted(events.length, 'event')}. Times are the year’s, in UTC.
      </p>
      ${told !== undefined && html`<p><a href="${href(path, told)}">The same in the account</a></p>`}
      <table class="engine">
        <caption>
          Events
        </caption>
        <thead>
          <tr>
            <th scope="col">Event</th>
            <th scope="col">Time (UTC)</th>
            <th scope="col">What</th>
          </tr>
        </thead>
        <tbody>
          ${events.map((event) => eventRow(event, names.get(event.number)))}
        </tbody>
      </table>`,
    { path: pages.engine, title: 'The engine’s record' },
  );
}

function eventRow({ number, at, type, summary }: RecordedEvent, name: string | undefined): Html {
  const turn = type.startsWith('workflowTask');
  return html`<tr id="${eventAnchor(number)}" ${turn && classTurn}>
    <th scope="row">${number}</th>
    <td>${at.slice(0, 10)} ${at.slice(11, 19)}</td>
    <td>
      ${kindOf(type)}${name !== undefined && html`: <code>${name}</code>`}${summary !== undefined && html`<br />${summary}`}
    </td>
  </tr> `;
}
const classTurn = html` class="turn"`;

/** What an event is about: the update, the signal, the step, the other workflow. */
function namesIn(events: readonly RecordedEvent[]): Map<number, string> {
  const names = new Map<number, string>();
  for (const { event, name } of [...updatesIn(events), ...stepsIn(events)]) names.set(event, name);
  for (const { event, name, to } of tellsIn(events)) names.set(event, `${name} → ${to ?? ''}`);
  for (const { event, workflow } of childrenIn(events)) names.set(event, workflow);
  for (const { number, type, attributes } of events) {
    if (type === 'workflowExecutionSignaled') names.set(number, String(attributes.signalName));
    const { workflowExecution } = attributes as { workflowExecution?: { workflowId?: string } };
    if (!names.has(number) && workflowExecution?.workflowId !== undefined)
      names.set(number, workflowExecution.workflowId);
  }
  return names;
}

/** Every run, by the kind of its workflow. */
export function engineList(site: Site): Page {
  const { runs, unreadableRuns } = site.year;
  const path = pages.engine;
  const types = [...new Set(runs.map(({ type }) => type))].sort();
  return page(
    site,
    path,
    'The engine’s record',
    html`<p class="lead">
        Everything in this account was read from ${counted(runs.length, 'history', 'histories')} with
        ${runs.reduce((sum, { events }) => sum + events, 0).toLocaleString('en')} events, which a workflow
        engine, Temporal, wrote while the year ran.
      </p>
      ${
        unreadableRuns.length > 0 &&
        html`<h2>Histories that cannot be read</h2>
          <p>Their keys are not at hand, or were destroyed. Nothing in this account comes from them.</p>
          ${list(unreadableRuns)}`
      }
      ${types.map((type) => {
        const own = runs.filter((run) => run.type === type);
        return html`<details>
          <summary>
            <span class="subject">${type}: ${counted(own.length, 'history', 'histories')}</span>
          </summary>
          <ul class="list plain">
            ${own.map(({ workflow, path: to, events }) => html`<li><a href="${href(path, to)}">${workflow}</a> <span class="meta">${counted(events, 'event')}</span></li>`)}
          </ul>
        </details>`;
      })}`,
  );
}
