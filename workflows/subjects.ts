/** Who is asked, as request subjects. */
import { representativeOf } from './offices.js';
import type { PhaseInput } from './phase.js';

/** The members that take part, as subjects: `vn`. */
export const subjectsByMember = (input: Pick<PhaseInput, 'soFar'>): string[] =>
  input.soFar.members.map((member) => member.toLowerCase());

/** Everyone who is told what ministers and Leaders announce: members, cities, and the partners that are twins. */
export const everyone = (soFar: PhaseInput['soFar']): string[] => [
  ...soFar.members.map(representativeOf),
  ...soFar.cities.map((city) => `csco-${city}`),
  ...(soFar.twins?.partners ?? []).map((partner) => `partner-${partner}`),
];
