import { describe, expect, test } from '@jest/globals';
import type { Decision, DecisionEntry } from '../../domain/decision.js';
import { refuseDecision } from '../../domain/decision.js';

const entry = (more: Partial<DecisionEntry> = {}): DecisionEntry => ({
  item: 'framework',
  verb: 'endorsed',
  basis: 'in session',
  finality: 'final',
  paragraph: '14',
  record: 'Report of the JCM',
  ...more,
});
const items = ['framework', 'city-action-plans'];
const refuse = (more: Partial<DecisionEntry>, decided: Decision[] = []) =>
  refuseDecision(entry(more), items, decided);
const decided = (more: Partial<Decision> = {}): Decision => ({
  ...entry(),
  session: 'jcm-autumn',
  body: 'JCM',
  actionRequested: 'For endorsement',
  preparedBy: { office: 'secretariat-sg', door: 'cli' },
  confirmedBy: { office: 'secretariat-sg-head', door: 'cli' },
  at: '2018-10-17T02:00:00Z',
  version: 1,
  ...more,
});

describe('the decision of a body', () => {
  test('stands with its item, verb, basis, paragraph and record; the verb may be any', () => {
    expect(refuse({})).toBeUndefined();
    expect(refuse({ verb: 'welcomed with appreciation' })).toBeUndefined();
  });

  test.each([
    [{ item: 'twinning' }, 'The paper has no item “twinning”. Its items are: framework, city-action-plans.'],
    [{ verb: ' ' }, 'has no verb'],
    [{ paragraph: '' }, 'The decision on “framework” names no paragraph.'],
    [{ record: ' ' }, 'names no record'],
    [
      { basis: 'by telephone' as 'in session' },
      'The basis is “by telephone”; expected one of: in session, ad referendum, by circulation.',
    ],
    [{ verb: 'returned' }, 'no remarks say what is to be changed'],
  ])('is refused in words: %j', (wrong, sentence) => {
    expect(refuse(wrong)).toContain(sentence);
  });

  test('is taken once: again only when the body returned the item', () => {
    expect(refuse({}, [decided()])).toBe(
      '“framework” was decided already: endorsed, paragraph 14 of Report of the JCM.',
    );
    expect(refuse({}, [decided({ verb: 'returned', remarks: 'Shorter' })])).toBeUndefined();
    expect(refuse({}, [decided({ confirmedBy: undefined })])).toBeUndefined();
    expect(refuse({ item: 'city-action-plans' }, [decided()])).toBeUndefined();
  });
});
