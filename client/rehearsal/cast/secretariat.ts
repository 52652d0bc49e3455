/** The chair's secretariat in a rehearsal: it does what each notice asks, one person preparing, another confirming. */
import type { Actor } from '../../../domain/actor.js';
import type { DocumentStore } from '../../../domain/document.js';
import { CycleError } from '../../../domain/errors.js';
import type { Paper } from '../../../domain/paper.js';
import { latest } from '../../../domain/request.js';
import type { Submission } from '../../../domain/submission.js';
import { markOf } from '../../../domain/tray.js';
import type { Operations } from '../../operations.js';

interface Matter {
  operations: Operations;
  store: DocumentStore;
  year: number;
  /** The notice's matter, e.g. `nomination/my/exception/1`. */
  about: string;
  /** What a letter in its writer's own words says, by its digest, in lines of the form. */
  read?: (digest: string) => Promise<string>;
}

const desk = (why?: string): Actor => ({ office: 'secretariat-sg', door: 'cli', why });
const head = (why?: string): Actor => ({ office: 'secretariat-sg-head', door: 'cli', why });

/** Acts on a notice. What the cycle refuses (the matter was settled in the meantime) is left as it is. */
export async function actAsSecretariat(matter: Matter): Promise<void> {
  try {
    await act(matter);
  } catch (error) {
    if (!(error instanceof CycleError) || error.type === 'Unavailable') throw error;
  }
}

async function act(matter: Matter): Promise<void> {
  const { operations, year, about } = matter;
  const [what = '', ...rest] = about.split('/');
  if (what === 'held') {
    const name = rest.join('/');
    await operations.releaseDraft(year, name, { actor: desk() });
    await operations.releaseDraft(year, name, { actor: head() });
  } else if (what === 'clearance') {
    await answerObjection(matter, rest[0]!);
  } else if (what === 'session') {
    await decide(matter, rest[0]!);
  } else if (what === 'returned') {
    await answerReturn(matter, rest[0]!);
  } else if (what === 'handover') {
    await operations.handOver(year, desk());
    await operations.handOver(year, head());
  } else {
    await settleRequest(matter);
  }
}

async function settleRequest({ operations, year, about, read }: Matter): Promise<void> {
  const [, request = '', step] =
    /^(.*?\/.*?)\/(exception|confirm|undeliverable|escalated|read|recorded)(?:\/|$)/.exec(about) ?? [];
  if (step === 'exception') {
    await operations.accept(year, request, {
      actor: head('Four cities for Malaysia are within the exception on record (arab-2018).'),
    });
  }
  if (step === 'confirm') await operations.confirm(year, request, { actor: desk() });
  if (step === 'recorded') await operations.confirm(year, request, { actor: head() });
  if (step === 'read' && read) {
    const { letter = '' } = latest(await operations.request(year, request)) ?? {};
    await operations.record(year, request, {
      text: await read(letter),
      actor: { ...desk('The answer came in words of its own.'), authority: `letter ${markOf(letter)}` },
    });
  }
}

/** Takes over the wording that an objection proposes, at the end of the paper's first statement. */
async function answerObjection({ operations, store, year }: Matter, text: string): Promise<void> {
  const round = (await operations.clearance(year, text)).rounds.at(-1)!;
  const objection = round.positions.find(({ position }) => position === 'object');
  const answer = objection?.submission ? await store.getJson<Submission>(objection.submission) : undefined;
  const proposal = answer?.fields.proposal?.value;
  await operations.openVersion(year, text, {
    wording: await withSentence(
      store,
      round.paper.document,
      String(proposal ?? 'The text is put to all members again.'),
    ),
    actor: desk('Takes up the wording that a member proposed.'),
  });
}

async function withSentence(
  store: DocumentStore,
  document: string,
  sentence: string,
  item?: string,
): Promise<Record<string, string>> {
  const paper = await store.getJson<Paper>(document);
  const chosen = paper.items.find(
    (each) => each.statements.length > 0 && (item === undefined || each.id === item),
  );
  const statement = chosen?.statements[0];
  return statement ? { [statement.id]: `${statement.text} ${sentence}` } : {};
}

/** Confirms what the record says; the annual meeting's own decisions are entered first. */
async function decide({ operations, year }: Matter, session: string): Promise<void> {
  let state = await operations.session(year, session);
  const open = (state.paper?.items ?? []).filter(
    ({ id }) =>
      !state.decisions.some(
        (decision) => decision.item === id && decision.confirmedBy && decision.verb !== 'returned',
      ),
  );
  for (const [i, item] of open.entries()) {
    const entered = state.decisions.some(
      (decision) => decision.item === item.id && decision.version === state.versions,
    );
    if (!entered) {
      const own = state.body === 'ASCN';
      state = await operations.decide(
        year,
        session,
        {
          item: item.id,
          verb: own && ['agenda', 'framework'].includes(item.id) ? 'adopted' : 'noted',
          basis: 'in session',
          finality: own ? 'provisional' : 'final',
          paragraph: String(i + 3),
          record: own
            ? 'Summary record of the annual meeting'
            : 'Illustrative: adopted record of the session',
        },
        desk(),
      );
    }
    state = await operations.confirmDecision(year, session, item.id, head());
  }
}

async function answerReturn({ operations, store, year }: Matter, session: string): Promise<void> {
  const state = await operations.session(year, session);
  const returned = state.decisions.find(
    ({ verb, version }) => verb === 'returned' && version === state.versions,
  );
  await operations.openVersion(year, session, {
    wording: await withSentence(
      store,
      state.paper!.document,
      'All partners in the list were cleared for eligibility by the member states before the matching.',
      returned?.item,
    ),
    actor: desk(`Answers the remark of the ${state.body}.`),
  });
}
