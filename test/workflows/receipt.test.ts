import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { AtWork, Year } from '../setup/year.js';
import { openWork } from '../setup/year.js';
import { full, withoutVision } from './answers.js';

let work: AtWork;
beforeAll(async () => {
  work = await openWork();
});
afterAll(() => work.close());

const asked = '2018-05-09T02:00:00Z';

/** The receipts of a request as they were sent, in their order. */
const receipts = async (year: Year, about: string) => {
  const rows = await year.letters(about, 'receipt');
  return Promise.all(
    rows.map(async (row) => ({
      ...row,
      text: (await year.message(row)).text?.replaceAll('\r\n', '\n') ?? '',
    })),
  );
};

describe('the receipt', () => {
  test('says which letter asked, until when, what was understood and what happens next, and that it is automatic', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['cebu-city']);
    await year.answer('ASCN/2018/action-plan/cebu-city/1', full, 'csco-cebu-city');
    const [receipt, ...more] = await receipts(year, 'action-plan/cebu-city');
    expect(more).toEqual([]);
    expect(receipt!.text).toContain('Asked by our letter: ASCN/2018/action-plan/cebu-city/1\n');
    expect(receipt!.text).toContain('Due: Friday, 25 May 2018\n');
    expect(receipt!.text).toContain('What happens next: Your answer is accepted.');
    expect(receipt!.text).toContain('Vision: A city for everyone\n');
    const { headers } = await year.message(receipt!);
    expect(headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-replied');
  });

  test('of a correction shows what changed before the whole, also where it replaces what was sent', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['cebu-city']);
    await year.answer('ASCN/2018/action-plan/cebu-city/1', full, 'csco-cebu-city');
    await year.answer('ASCN/2018/action-plan/cebu-city/1', 'Plan period: 2018-2030', 'csco-cebu-city');
    const replacing = `Replaces\n\n${full.replace('A city for everyone', 'A green city')}`;
    await year.answer('ASCN/2018/action-plan/cebu-city/1', replacing, 'csco-cebu-city');
    const [, second, third] = await receipts(year, 'action-plan/cebu-city');
    expect(second!.text).toContain('This answer: Version 2. It adds to what was sent before.');
    expect(second!.text).toContain('Plan period – now: 2018-2030\n  (before: 2018-2025)\n');
    expect(second!.text.indexOf('What has changed')).toBeLessThan(
      second!.text.indexOf('As we understood it'),
    );
    expect(third!.text).toContain('This answer: Version 3. It replaces what was sent before.');
    expect(third!.text).toContain('Vision – now: A green city\n  (before: A city for everyone)\n');
    expect(third!.text).toContain('Plan period – now: 2018-2025\n  (before: 2018-2030)\n');
  });

  test('of an answer to which two people of one office gave their parts goes to both, with the name of each', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['mandalay']);
    await year.answer('ASCN/2018/action-plan/mandalay/1', withoutVision, 'csco-mandalay');
    await year.answer('ASCN/2018/action-plan/mandalay/1', 'Vision: A royal city', 'alternate-mandalay');
    const [first, second] = await receipts(year, 'action-plan/mandalay');
    expect([first!.to, first!.copy]).toEqual([['csco-mandalay'], []]);
    expect(first!.text).toContain('What happens next: We wait for what is still needed.');
    expect([second!.to, second!.copy]).toEqual([['alternate-mandalay'], ['csco-mandalay']]);
    expect(second!.text).toMatch(
      /As we understood it: Alternate[^\n]*Mandalay\n-+\n\nVision: A royal city\n/,
    );
    expect(second!.text).toMatch(
      /As we understood it: [^\n]*Chief Smart City Officer[^\n]*\n-+\n\nFocus areas:/,
    );
    // both are of the city, so what is confidential stays readable
    expect(second!.text).toContain('Project 1 budget: ');
    expect(second!.text).not.toContain('kept confidential');

    // whoever is not of the office gets no copy
    await year.answer('ASCN/2018/action-plan/mandalay/1', 'Plan period: 2018-2030', 'nr-mm');
    const third = (await receipts(year, 'action-plan/mandalay'))[2]!;
    expect([third.to, third.copy]).toEqual([['nr-mm'], []]);
    expect(third.text).toContain('Project 1 budget: given; kept confidential');
  });

  test('says that the National Representative clears the answer, and tells him what his word did', async () => {
    const year = await work.year('2018-09-03T02:00:00Z');
    await year.ask('final-action-plan', ['banyuwangi']);
    await year.answer('ASCN/2018/final-action-plan/banyuwangi/1', full, 'csco-banyuwangi');
    await year.answer('ASCN/2018/final-action-plan/banyuwangi/C1', 'Position: Agree', 'nr-id');
    const [office, representative] = await receipts(year, 'final-action-plan/banyuwangi');
    expect(office!.text).toContain('What happens next: The National Representative is asked to clear');
    expect(representative!.to).toEqual(['nr-id']);
    expect(representative!.text).toContain(
      'Asked by our letter: ASCN/2018/final-action-plan/banyuwangi/C1\n',
    );
    expect(representative!.text).toContain(
      'What happens next: The answer is cleared and counts from now on.',
    );
  });

  test('of one letter about several cities says of each what happens next, in the words of the one that needs most', async () => {
    const year = await work.year(asked);
    await year.ask('action-plan', ['battambang', 'siem-reap']);
    const text = `City: Battambang\n${full}\n\nCity: Siem Reap\n${withoutVision}\n`;
    await year.answer('ASCN/2018/action-plan/battambang/1', text, 'nr-kh');
    const [receipt, ...more] = await receipts(year, 'action-plan');
    expect(more).toEqual([]);
    expect(receipt!.template).toBe('receipt-incomplete');
    const [battambang, siemReap] = ['Battambang\n===', 'Siem Reap\n==='].map((head) =>
      receipt!.text.indexOf(head),
    );
    expect(receipt!.text.slice(battambang, siemReap)).toContain('Your answer is accepted.');
    expect(receipt!.text.slice(siemReap)).toContain('We wait for what is still needed.');
  });
});
