import { describe, expect, test } from '@jest/globals';
import { installation } from './run.js';

const person = 'csco@da-nang.vn.example';
const order = ['--order', 'Ministry of the Interior, letter 7'];

describe('erasing what one person wrote and was written', () => {
  test('takes an order, and two persons of the secretariat', async () => {
    const { reading, run } = installation();
    const address = await reading.store.put('the plan of Da Nang', { person });
    const other = await reading.store.put('the plan of Hue', { person: 'csco@hue.vn.example' });
    const prepared = await run('erase', person, ...order, '--as', 'secretariat-sg');
    expect([prepared.code, prepared.out]).toEqual([
      0,
      expect.stringMatching(/^Prepared; nothing is erased yet\./),
    ]);
    expect(await run('erase', person, ...order, '--as', 'secretariat-sg-head')).toMatchObject({
      code: 2,
      err: expect.stringMatching(
        /^It was prepared by secretariat-sg on .*, and waits for another person/,
      ) as unknown,
    });
    expect(await run('erase', person, '--confirm', '--as', 'secretariat-sg')).toMatchObject({
      code: 2,
      err: expect.stringContaining('prepared this and cannot also confirm it') as unknown,
    });
    const { code, out } = await run('erase', person, '--confirm', '--as', 'secretariat-sg-head');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(
        /^It was erased on [\d-]+ by order of “Ministry of the Interior, letter 7” \(secretariat-sg, secretariat-sg-head\)\.\nNow erase it from the backups too/,
      ),
    ]);
    await expect(reading.store.get(address)).rejects.toMatchObject({ type: 'Erased' });
    expect(Buffer.from(await reading.store.get(other)).toString()).toBe('the plan of Hue');
    // what the person writes later is kept as before
    const later = await reading.store.put('a later plan', { person });
    expect(Buffer.from(await reading.store.get(later)).toString()).toBe('a later plan');
    expect((await run('keys', 'rotate')).code).toBe(0);
    await expect(reading.store.get(address)).rejects.toMatchObject({ type: 'Erased' });
  });

  test.each([
    [['nobody', ...order, '--as', 'secretariat-sg'], 'The address is “nobody”; expected the mail address'],
    [[person, '--as', 'secretariat-sg'], 'Expected either --order'],
    [[person, ...order, '--confirm', '--as', 'secretariat-sg'], 'Expected either --order'],
    [[person, ...order], 'Say who acts, with --as'],
    [[person, ...order, '--as', 'nr-vn'], '“nr-vn” is not an office of a chair'],
    [[person, ...order, '--as', 'secretariat-sg'], 'Nothing is kept of “csco@da-nang.vn.example”; expected'],
    [[person, '--confirm', '--as', 'secretariat-sg'], 'Nobody has prepared to erase what is kept of'],
  ])('%j is told what is expected', async (words, sentence) => {
    expect(await installation().run('erase', ...words)).toMatchObject({
      code: 2,
      err: expect.stringContaining(sentence) as unknown,
    });
  });
});
