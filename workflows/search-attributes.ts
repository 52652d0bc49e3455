/** What operators search by in Temporal's own pages: all of it known at the start, no names, no addresses. */
import type { SearchAttributePair } from '@temporalio/common';
import { defineSearchAttributeKey, SearchAttributeType, TypedSearchAttributes } from '@temporalio/common';
import type { Cycle } from './cycle.js';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);

const keys = {
  phase: keyword('AscnPhase'),
  kind: keyword('AscnKind'),
  member: keyword('AscnMember'),
  city: keyword('AscnCity'),
};
const network = keyword('AscnNetwork');
const year = keyword('AscnCycle');

/** The attributes of a workflow of a cycle; what does not apply is left out. */
export function searchable(
  cycle: Pick<Cycle, 'network' | 'year'>,
  about: Partial<Record<keyof typeof keys, string>> = {},
): TypedSearchAttributes {
  const pairs: SearchAttributePair[] = [
    { key: network, value: cycle.network },
    { key: year, value: String(cycle.year) },
  ];
  for (const [name, key] of Object.entries(keys)) {
    const value = about[name as keyof typeof keys];
    if (value !== undefined) pairs.push({ key, value });
  }
  return new TypedSearchAttributes(pairs);
}
