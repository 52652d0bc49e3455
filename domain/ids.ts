/** Ids say what they are and begin with the network: `ascn/cycle/2027/action-plan/da-nang`. */

export const registryId = (network: string): string => `${network}/network`;
export const cycleId = (network: string, year: number): string => `${network}/cycle/${year}`;
export const phaseId = (network: string, year: number, phase: string): string =>
  `${cycleId(network, year)}/phase/${phase}`;
export const batchId = (network: string, year: number, kind: string, part: string | number): string =>
  `${cycleId(network, year)}/batch/${kind}/${part}`;
export const requestId = (network: string, year: number, kind: string, subject: string): string =>
  `${cycleId(network, year)}/${kind}/${subject}`;
export const clearanceId = (network: string, year: number, text: string): string =>
  `${cycleId(network, year)}/clearance-of/${text}`;
export const sessionId = (network: string, year: number, session: string): string =>
  `${cycleId(network, year)}/session/${session}`;
export const heldLetterId = (network: string, year: number, name: string): string =>
  `${cycleId(network, year)}/held/${name}`;
export const mailingId = (network: string, year: number, about: string): string =>
  `${cycleId(network, year)}/mailing/${about}`;
/** The reminders to one office that fall on one instant. */
export const remindersId = (network: string, year: number, office: string, at: string): string =>
  `${cycleId(network, year)}/reminders/${office}/${at}`;
export const deskId = (network: string, year: number): string => `${cycleId(network, year)}/desk`;
/** The archiving of a cycle on an occasion. It stands beside the cycle. */
export const archiveId = (network: string, year: number, occasion: string): string =>
  `${network}/archive/${year}/${occasion}`;
export const letterId = (network: string, digest: string): string => `${network}/letter/${digest}`;

/** The part of a request's id after the cycle, as people use it: `action-plan/da-nang`. */
export const shortRequest = (id: string): string => id.replace(/^.*?\/cycle\/\d{4}\//, '');

const cycleIn = (id: string) => /^(.*?\/cycle\/(\d{4}))(?:\/|$)/.exec(id);

/** The year that a workflow's id belongs to; undefined for what stands beside the years. */
export function cycleOf(id: string): number | undefined {
  const year = cycleIn(id)?.[2];
  return year === undefined ? undefined : Number(year);
}

/** The id of the cycle that a workflow's id belongs to. */
export const cycleIdOf = (id: string): string | undefined => cycleIn(id)?.[1];

/** The network that a request belongs to. */
export const networkOf = (request: string): string => request.replace(/\/cycle\/\d{4}\/.*$/, '');

/** A letter's number: `ASCN/2018/action-plan/da-nang/1`. */
export const letterNumber = (year: number, about: string, part: string | number): string =>
  `ASCN/${year}/${about}/${part}`;
