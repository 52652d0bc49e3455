/**
 * Matchmaking between cities and outside partners. An optimisation proposes pairs, the secretariat chooses
 * which to propose, each side consents or declines by answering. The pairing is voluntary.
 */
import type { Match } from '../activities/twinning/activities.js';
import type { Address } from '../domain/document.js';
import { letterNumber, requestId } from '../domain/ids.js';
import type { LetterOrder } from '../domain/letter.js';
import type { Twin, TwinningList } from '../domain/twinning.js';
import { subjectOfPair } from '../domain/twinning.js';
import { addDays } from '../domain/time.js';
import { calendarNow, calendarToday, deskOf } from './cycle.js';
import { releaseByHand } from './holding.js';
import { lettersInOneGo, mailAll } from './mailing.js';
import type { PhaseInput, PhaseRun } from './phase.js';
import { assemble, clearInPhase } from './papers.js';
import { matchCities, readPairs, settleConsents, subjectsOf, writeOptionsPaper } from './work.js';

/** A second round proposes other pairs to those that a partner or a city declined; then there is no time left. */
const rounds = 2;
const daysForSecondRound = 5;

/** A pair takes two letters: one to each side. */
const pairsInOneGo = lettersInOneGo / 2;

/** @returns the twinning list */
export async function matchmaking(run: PhaseRun, input: PhaseInput): Promise<TwinningList | undefined> {
  const partners = await eligiblePartners(run, input);
  const offersAsked = await run.open('partner-offer', partners);
  const wishesAsked = await run.open('city-preference', input.soFar.cities);
  const offers = await run.answers(offersAsked);
  const wishes = await run.answers(wishesAsked);
  await run.until('proposals');
  const { networkDocument } = run.grounds;
  let twins: TwinningList | undefined;
  let declined: Address | undefined;
  for (let round = 1; round <= rounds; round += 1) {
    const agreed = twins?.document;
    const match = await matchCities({ networkDocument, offers, wishes, agreed, declined });
    run.papers.push(
      await writeOptionsPaper({
        network: run.cycle.network,
        cycle: run.cycle.year,
        networkDocument: run.grounds.networkDocument,
        options: match.options,
        date: calendarToday(run.cycle),
        calendar: run.grounds.calendar,
        version: round,
        rehearsal: run.cycle.rehearsal,
      }),
    );
    if (match.pairs === 0) break;
    const due =
      round === 1
        ? { dueAt: run.phase.dates.consentDue ?? '' }
        : { due: addDays(calendarToday(run.cycle), daysForSecondRound) };
    const boards = await propose(run, match, round, due);
    const settled = await settleConsents({ proposed: match.proposed, boards, agreed, declined });
    twins = settled.agreed;
    declined = settled.declined.document;
    if (settled.declined.pairs === 0) break;
  }
  if (twins) await tellResult(run, twins);
  return twins;
}

async function tellResult(run: PhaseRun, { document, pairs }: TwinningList): Promise<void> {
  for (let from = 0; from < pairs; from += pairsInOneGo) {
    const twins = await readPairs({ document, from, count: pairsInOneGo });
    await mailAll(
      run,
      from === 0 ? 'twinning-result' : `twinning-result-from-${from + 1}`,
      twins.map((pair) => ({
        template: 'twinning-result',
        about: `twinning-result/${subjectOfPair(pair)}`,
        to: [`csco-${pair.city}`, `partner-${pair.partner}`],
        values: { city: pair.city, partner: pair.partner },
      })),
    );
  }
}

/** The members clear the list of partners before anyone is matched. */
async function eligiblePartners(run: PhaseRun, input: PhaseInput): Promise<string[]> {
  const partners = await subjectsOf({
    networkDocument: run.grounds.networkDocument,
    kind: 'partner-offer',
    on: calendarToday(run.cycle),
  });
  const paper = await assemble(run, input.soFar, {
    id: 'eligible-partners',
    body: 'ASCN',
    paper: 'eligible-partners',
    occasion: run.date('meets'),
  });
  await clearInPhase(run, 'eligible-partners', paper, input.soFar.members, 'partnersCleared');
  return partners;
}

type Due = { dueAt: string } | { due: string };

/**
 * The proposals are held until the secretariat releases them; what it drops is not proposed.
 *
 * @returns the address of the boards with both sides' answers
 */
async function propose(run: PhaseRun, match: Match, round: number, due: Due): Promise<Address> {
  const goes = Array.from({ length: Math.ceil(match.pairs / pairsInOneGo) }, (_, i) => i);
  const opened = await Promise.all(
    goes.map(async (go) => {
      const pairs = await readPairs({
        document: match.proposed,
        from: go * pairsInOneGo,
        count: pairsInOneGo,
      });
      return proposeSome(run, pairs, go === 0 ? `${round}` : `${round}-${go + 1}`, due);
    }),
  );
  return run.answers(opened.flat());
}

/** @param part the round, and beyond the first draft of a round its number. @returns the batches */
async function proposeSome(run: PhaseRun, pairs: Twin[], part: string, due: Due): Promise<string[]> {
  const dueDate = 'due' in due ? due.due : run.date(due.dueAt).date;
  const kinds = ['twinning-city', 'twinning-partner'] as const;
  const { numbers } = await releaseByHand(run.cycle, run.grounds, {
    name: `twinning-proposals-${part}`,
    title: `Proposals of ${pairs.length} pairs of a city and a partner, round ${part}`,
    orders: pairs.flatMap((pair) => kinds.map((kind) => orderFor(run, kind, pair, dueDate))),
  });
  const batches = await Promise.all(
    kinds.map((kind) =>
      run.open(
        kind,
        pairs
          .map((pair) => ({
            id: subjectOfPair(pair),
            office: officeFor(kind, pair),
            values: { ...pair },
            askedBy: numberOf(run, kind, pair),
          }))
          .filter(({ askedBy }) => numbers.includes(askedBy)),
        { part: `round-${part}`, ...due },
      ),
    ),
  );
  return batches.flat();
}

const officeFor = (kind: 'twinning-city' | 'twinning-partner', pair: Twin): string =>
  kind === 'twinning-city' ? `csco-${pair.city}` : `partner-${pair.partner}`;

const numberOf = (run: PhaseRun, kind: string, pair: Twin): string =>
  letterNumber(run.cycle.year, `${kind}/${subjectOfPair(pair)}`, 1);

function orderFor(
  run: PhaseRun,
  kind: 'twinning-city' | 'twinning-partner',
  pair: Twin,
  due: string,
): LetterOrder {
  const { network, year } = run.cycle;
  return {
    network,
    cycle: year,
    number: numberOf(run, kind, pair),
    at: calendarNow(run.cycle),
    template: `ask/${kind}`,
    to: [officeFor(kind, pair)],
    from: deskOf(run.cycle),
    form: 'twinning-consent',
    values: { ...pair, dueDate: due },
    answers: [{ request: requestId(network, year, kind, subjectOfPair(pair)), as: 'answer' }],
    networkDocument: run.grounds.networkDocument,
  };
}
