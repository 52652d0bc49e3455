/**
 * Matchmaking between cities and outside partners. An optimisation proposes pairs, the secretariat chooses
 * which to propose, each side consents or declines by answering. The pairing is voluntary.
 */
import { letterNumber, requestId } from '../domain/ids.js';
import type { LetterOrder } from '../domain/letter.js';
import type { RequestRow } from '../domain/request.js';
import type { Twin } from '../domain/twinning.js';
import { addDays } from '../domain/time.js';
import { calendarNow, calendarToday, deskOf } from './cycle.js';
import { releaseByHand } from './holding.js';
import { mail } from './mailing.js';
import type { PhaseInput, PhaseRun } from './phase.js';
import { assemble, clearInPhase } from './papers.js';
import { matchCities, subjectsOf, writeOptionsPaper } from './work.js';

/** A second round proposes other pairs to those that a partner or a city declined; then there is no time left. */
const rounds = 2;
const daysForSecondRound = 5;

type Pair = { city: string; partner: string; reason: string };

/** @returns the twinning list, in the order of the cities */
export async function matchmaking(run: PhaseRun, input: PhaseInput): Promise<Twin[]> {
  const partners = await eligiblePartners(run, input);
  const offersAsked = await run.open('partner-offer', partners);
  const wishesAsked = await run.open('city-preference', input.soFar.cities);
  const offers = answered(await run.settled(offersAsked));
  const wishes = answered(await run.settled(wishesAsked));
  await run.until('proposals');
  const twins: Pair[] = [];
  const declined: { city: string; partner: string }[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const { options, proposed } = await matchCities({
      networkDocument: run.grounds.networkDocument,
      offers: offers.map((row) => ({ partner: row.subject, submission: row.submission! })),
      wishes: wishes.map((row) => ({ city: row.subject, submission: row.submission! })),
      agreed: twins.map(({ city, partner }) => ({ city, partner })),
      declined,
    });
    run.papers.push(
      await writeOptionsPaper({
        network: run.cycle.network,
        cycle: run.cycle.year,
        networkDocument: run.grounds.networkDocument,
        options,
        date: calendarToday(run.cycle),
        calendar: run.grounds.calendar,
        version: round,
        rehearsal: run.cycle.rehearsal,
      }),
    );
    if (proposed.length === 0) break;
    const due =
      round === 1
        ? { dueAt: run.phase.dates.consentDue ?? '' }
        : { due: addDays(calendarToday(run.cycle), daysForSecondRound) };
    const consents = await propose(run, proposed, round, due);
    for (const pair of proposed) {
      const sides = consents.filter((row) => row.subject === subjectOf(pair));
      const consented = sides.length === 2 && sides.every((row) => row.choices?.consent === 'consents');
      if (consented) twins.push(pair);
      else declined.push({ city: pair.city, partner: pair.partner });
    }
    if (declined.length === 0) break;
  }
  for (const pair of twins) {
    await mail(run, {
      template: 'twinning-result',
      about: `twinning-result/${subjectOf(pair)}`,
      to: [`csco-${pair.city}`, `partner-${pair.partner}`],
      values: { city: pair.city, partner: pair.partner },
    });
  }
  return twins.sort((a, b) => (a.city < b.city ? -1 : 1));
}

const answered = (rows: RequestRow[]): RequestRow[] =>
  rows.filter((row) => row.state === 'accepted' && row.submission);

const subjectOf = ({ city, partner }: { city: string; partner: string }): string => `${city}-${partner}`;

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

/** The proposals are held until the secretariat releases them; what it drops is not proposed. */
async function propose(
  run: PhaseRun,
  pairs: Pair[],
  round: number,
  due: { dueAt: string } | { due: string },
): Promise<RequestRow[]> {
  const dueDate = 'due' in due ? due.due : run.date(due.dueAt).date;
  const orders = pairs.flatMap((pair) => [
    orderFor(run, 'twinning-city', pair, dueDate),
    orderFor(run, 'twinning-partner', pair, dueDate),
  ]);
  const { numbers } = await releaseByHand(run.cycle, run.grounds, {
    name: `twinning-proposals-${round}`,
    title: `Proposals of ${pairs.length} pairs of a city and a partner, round ${round}`,
    orders,
  });
  const released = (kind: 'twinning-city' | 'twinning-partner') =>
    pairs.filter((pair) => numbers.includes(letterNumber(run.cycle.year, `${kind}/${subjectOf(pair)}`, 1)));
  const boards = await Promise.all(
    (['twinning-city', 'twinning-partner'] as const).map((kind) =>
      run.open(
        kind,
        released(kind).map((pair) => ({ id: subjectOf(pair), office: officeFor(kind, pair) })),
        {
          part: `round-${round}`,
          ...due,
          valuesFor: Object.fromEntries(pairs.map((pair) => [subjectOf(pair), { ...pair }])),
          askedBy: Object.fromEntries(
            pairs.map((pair) => [
              subjectOf(pair),
              letterNumber(run.cycle.year, `${kind}/${subjectOf(pair)}`, 1),
            ]),
          ),
        },
      ),
    ),
  );
  return run.settled(boards.flat());
}

const officeFor = (kind: 'twinning-city' | 'twinning-partner', pair: Pair): string =>
  kind === 'twinning-city' ? `csco-${pair.city}` : `partner-${pair.partner}`;

function orderFor(
  run: PhaseRun,
  kind: 'twinning-city' | 'twinning-partner',
  pair: Pair,
  due: string,
): LetterOrder {
  const { network, year } = run.cycle;
  return {
    network,
    cycle: year,
    number: letterNumber(year, `${kind}/${subjectOf(pair)}`, 1),
    at: calendarNow(run.cycle),
    template: `ask/${kind}`,
    to: [officeFor(kind, pair)],
    from: deskOf(run.cycle),
    form: 'twinning-consent',
    values: { ...pair, dueDate: due },
    answers: [{ request: requestId(network, year, kind, subjectOf(pair)), as: 'answer' }],
    networkDocument: run.grounds.networkDocument,
  };
}
