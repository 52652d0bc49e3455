/** Assembling a paper: from addresses of documents to the paper as data. */
import type { Calendar } from '../../domain/calendar.js';
import { unlessErased } from '../../domain/erasure.js';
import type { Decision } from '../../domain/decision.js';
import type { Address, DocumentStore } from '../../domain/document.js';
import { badInput } from '../../domain/errors.js';
import type { Form } from '../../domain/form.js';
import { readNetwork } from '../../domain/network-document.js';
import type { Paper } from '../../domain/paper.js';
import { withoutConfidential } from '../../domain/papers/answers.js';
import { buildPaper } from '../../domain/papers/build.js';
import { paperNumber } from '../../domain/papers/numbers.js';
import { nextVersion, withEarlierChanges } from '../../domain/papers/version.js';
import type { PaperSession, RequestOutcome } from '../../domain/papers/year.js';
import type { RequestRow } from '../../domain/request.js';
import type { Submission } from '../../domain/submission.js';
import type { IsoDate } from '../../domain/time.js';
import type { Twin } from '../../domain/twinning.js';
import type { PaperData } from './definitions.js';

export interface AssembleInput {
  network: string;
  cycle: number;
  networkDocument: Address;
  calendar: Calendar;
  session: PaperSession;
  /** The paper's date. */
  date: IsoDate;
  version: number;
  /** The year's boards as they stood, `RequestRow[]`; only the answers of accepted requests are printed. */
  boards: Address;
  decisions: Decision[];
  /** `Twin[]`, once both sides have agreed. */
  twins?: Address;
  /** The version before, as data: this becomes a new version that says what changed. */
  previous?: Address;
  /** What asked for the new version. */
  remarks?: string;
  /** Papers of bodies before: wording that was changed there is kept where its source has not changed. */
  earlier?: Address[];
  rehearsal: boolean;
  /** The draft of next year's calendar, printed in the handover. */
  nextCalendar?: Calendar;
}

/** @throws CycleError `BadInput` for an unknown body, paper or form */
export async function assemble(
  input: AssembleInput,
  store: DocumentStore,
  data: PaperData,
  forms: Map<string, Form>,
): Promise<Paper> {
  const { calendar, session, date, decisions } = input;
  const network = await readNetwork(store, input.networkDocument);
  const definition = data.definitions.get(session.paper);
  if (!definition) {
    throw badInput(
      `The session “${session.id}” asks for the paper “${session.paper}”; data/papers/ has: ${[...data.definitions.keys()].join(', ')}.`,
    );
  }
  const body = network.bodies.find(({ id }) => id === session.body);
  if (!body) {
    throw badInput(
      `The session “${session.id}” is of the body “${session.body}”; the network’s bodies are: ${network.bodies.map(({ id }) => id).join(', ')}.`,
    );
  }
  const rows = await store.getJson<RequestRow[]>(input.boards);
  const built = buildPaper(
    {
      network,
      calendar,
      session,
      body,
      definition,
      date,
      decisions,
      twins: input.twins === undefined ? [] : await store.getJson<Twin[]>(input.twins),
      number: paperNumber(calendar.year, session.id, definition.document),
      requests: await Promise.all(rows.map((row) => outcomeOf(row, store, forms))),
      framework: data.framework,
      itemTitles: itemTitles(calendar, data),
      countries: data.countries,
      sources: data.sources,
      ...(input.nextCalendar && { nextCalendar: input.nextCalendar }),
    },
    input.rehearsal,
  );
  const earlier = await Promise.all((input.earlier ?? []).map((address) => store.getJson<Paper>(address)));
  const paper = withEarlierChanges(built, earlier);
  if (!input.previous) return { ...paper, version: input.version };
  return nextVersion(await store.getJson<Paper>(input.previous), paper, input.version, input.remarks);
}

async function outcomeOf(
  { kind, subject, state, submission, version }: RequestRow,
  store: DocumentStore,
  forms: Map<string, Form>,
): Promise<RequestOutcome> {
  if (state !== 'accepted' || !submission)
    return { kind, subject, state, ...(version !== undefined && { version }) };
  const answer = await unlessErased(store.getJson<Submission>(submission));
  // as if it had not been given: the paper names what is missing
  if (!answer) return { kind, subject, state, ...(version !== undefined && { version }) };
  const form = forms.get(answer.form);
  if (!form)
    throw badInput(
      `The answer to ${kind}/${subject} is on the form “${answer.form}”, which data/forms/ does not have.`,
    );
  return { kind, subject, state, version: answer.version, submission: withoutConfidential(answer, form) };
}

const itemTitles = (calendar: Calendar, { definitions }: PaperData): Record<string, string> =>
  Object.fromEntries(
    calendar.phases
      .flatMap((phase) => phase.sessions ?? [])
      .flatMap(({ id, paper }) =>
        (definitions.get(paper)?.items ?? []).map((item) => [`${id}/${item.id}`, item.title] as const),
      ),
  );
