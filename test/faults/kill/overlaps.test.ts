import { expect, test } from '@jest/globals';
import { notingOverlaps } from './overlaps.js';

test('a further attempt at a letter is noted while one is still at work, and not after it', async () => {
  const noted: string[] = [];
  const ends: (() => void)[] = [];
  const { sendLetter } = notingOverlaps(
    { sendLetter: (_order: { number: string }) => new Promise<void>((end) => ends.push(end)) },
    (number) => noted.push(number),
  );
  const first = sendLetter({ number: 'a' });
  const other = sendLetter({ number: 'b' });
  const second = sendLetter({ number: 'a' });
  expect(noted).toEqual(['a']);
  for (const end of ends) end();
  await Promise.all([first, other, second]);
  const third = sendLetter({ number: 'a' });
  ends.at(-1)!();
  await third;
  expect(noted).toEqual(['a']);
});
