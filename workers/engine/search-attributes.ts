/** What operators can search by in Temporal's own pages: all known when a workflow starts, all of type Keyword. */
export const searchAttributes = [
  'AscnNetwork',
  'AscnCycle',
  'AscnPhase',
  'AscnKind',
  'AscnMember',
  'AscnCity',
] as const;
