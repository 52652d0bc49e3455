import { describe, expect, test } from '@jest/globals';
import { loadNetwork } from '../../activities/network/load.js';
import { chairOf } from '../../domain/rotation.js';

const { chairs, members } = await loadNetwork('data', '2018-01-01');
const chair = (year: number) => chairOf(year, chairs, members);

describe('the chair', () => {
  test('went round as recorded from 2018 to 2025', () => {
    const held = [2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025].map((year) => chair(year));
    expect(held.map((entry) => entry?.member)).toEqual(['SG', 'TH', 'VN', 'BN', 'KH', 'ID', 'LA', 'MY']);
    expect(new Set(held.map((entry) => entry?.status))).toEqual(new Set(['held']));
  });

  test('is the Philippines in 2026, in place of Myanmar, by decision of the Leaders', () => {
    expect(chair(2026)).toMatchObject({ member: 'PH', status: 'agreed', source: 'tass-2026' });
    expect(chair(2026)?.note).toContain('Myanmar');
  });

  test('is Singapore in 2027 and Thailand in 2028 by rotation, Timor-Leste in 2029 in principle', () => {
    expect([2027, 2028, 2029].map((year) => [chair(year)?.member, chair(year)?.status])).toEqual([
      ['SG', 'by-rotation'],
      ['TH', 'by-rotation'],
      ['TL', 'agreed-in-principle'],
    ]);
  });

  test('follows the alphabet after the last recorded year, with eleven members', () => {
    expect([2030, 2031, 2032, 2040, 2041].map((year) => chair(year)?.member)).toEqual([
      'VN',
      'BN',
      'KH',
      'TL',
      'VN',
    ]);
    expect(chair(2030)?.status).toBe('by-rotation');
  });

  test('is never computed for a year that was decided', () => {
    const decided = chairs.map((entry) => (entry.year === 2027 ? { ...entry, member: 'MM' } : entry));
    expect(chairOf(2027, decided, members)?.member).toBe('MM');
  });

  test('is not known before the first recorded year', () => {
    expect(chair(2017)).toBeUndefined();
  });
});
