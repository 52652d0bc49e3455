/**
 * Phase 7: the next chair gets the registry, what is open and a draft of next year's calendar. It may come
 * before the outgoing chair's last bodies; then two cycles are open at once, each with its own rights.
 */
import { allHandlersFinished, condition } from '@temporalio/workflow';
import type { Actor } from '../domain/actor.js';
import { refuseSamePerson } from '../domain/actor.js';
import { registryId } from '../domain/ids.js';
import { calendarNow, refuseStranger } from './cycle.js';
import { handOverUpdate } from './handover-messages.js';
import { mail } from './mailing.js';
import { handedOverSignal } from './network-messages.js';
import { representativeOf, secretariatOfChair } from './offices.js';
import { assemble, attached } from './papers.js';
import type { PhaseInput, PhaseResult } from './phase.js';
import { PhaseRun } from './phase.js';
import { onUpdate, refuse } from './refusal.js';
import { noLongerWaiting, tellSecretariat } from './secretariat.js';
import { tell } from './tell.js';
import { draftNextYear } from './work.js';

export async function handover(input: PhaseInput): Promise<PhaseResult> {
  const run = new PhaseRun(input);
  const { cycle } = run;
  const next = { to: cycle.nextChair, year: cycle.year + 1 };
  let prepared: Actor | undefined;
  let done = false;
  onUpdate(
    handOverUpdate,
    ({ actor }) => {
      if (prepared || !cycle.rules.twoPersons) done = true;
      else prepared = actor;
      return { done, ...next };
    },
    ({ actor }) =>
      refuse(
        refuseStranger(cycle, actor),
        done ? `The cycle of ${cycle.year} was handed over to ${next.to} already.` : undefined,
        prepared && refuseSamePerson(prepared, actor, cycle.rules.twoPersons),
      ),
  );
  const nextCalendar = await draftNextYear({
    networkDocument: run.grounds.networkDocument,
    calendar: run.grounds.calendar,
  });
  const paper = await assemble(run, input.soFar, {
    id: 'handover',
    nextCalendar,
    body: 'ASCN',
    paper: 'handover',
    occasion: run.date('opens'),
  });
  run.papers.push(paper);
  await tellSecretariat(cycle, {
    id: 'handover',
    what: `The papers for the handover to ${next.to} are drawn up (${paper.number}).`,
    command: `ascn cycle handover ${cycle.year} --as OFFICE`,
  });
  await condition(() => done);
  await noLongerWaiting(cycle, 'handover');
  await tell(registryId(cycle.network), handedOverSignal, {
    from: cycle.year,
    to: next.year,
    chair: next.to,
    networkDocument: run.grounds.networkDocument,
    papers: [paper.document],
    at: calendarNow(cycle),
  });
  await mail(run, {
    template: 'handover',
    about: 'handover',
    to: [secretariatOfChair(next.to)[0], representativeOf(next.to)],
    values: { nextYear: next.year },
    attachments: [attached(paper)],
    formal: true,
  });
  await run.until('closes', 'ends');
  await condition(allHandlersFinished);
  return run.result();
}
