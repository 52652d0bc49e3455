import { describe, expect, test } from '@jest/globals';
import type { MemberPosition } from '../../domain/clearance.js';
import { outcomeOf } from '../../domain/clearance.js';

const positions = (...given: MemberPosition['position'][]): MemberPosition[] =>
  given.map((position, i) => ({ member: ['SG', 'TH', 'VN'][i]!, position, request: `clearance/${i}` }));

describe('a round of positions', () => {
  test('clears the text when all agree, with or without comments', () => {
    expect(outcomeOf(positions('agree', 'agree', 'comment'), false, false)).toBe('cleared');
  });

  test('is open while a member is silent and the cut-off has not come', () => {
    expect(outcomeOf(positions('agree', 'silent', 'agree'), false, true)).toBe('open');
  });

  test('takes silence at the cut-off by the rule of the network', () => {
    expect(outcomeOf(positions('agree', 'silent', 'agree'), true, true)).toBe('cleared');
    expect(outcomeOf(positions('agree', 'silent', 'agree'), true, false)).toBe('new-version-needed');
  });

  test('wants a new version when a member objects, or proposes other words', () => {
    expect(outcomeOf(positions('agree', 'object', 'silent'), true, true)).toBe('new-version-needed');
    const [first, second, third] = positions('agree', 'comment', 'agree') as [
      MemberPosition,
      MemberPosition,
      MemberPosition,
    ];
    expect(outcomeOf([first, { ...second, proposes: true }, third], true, true)).toBe('new-version-needed');
  });

  test('stays open while an answer waits to be confirmed: it is neither silence nor agreement', () => {
    expect(outcomeOf(positions('agree', 'unconfirmed', 'agree'), true, true)).toBe('open');
  });
});
