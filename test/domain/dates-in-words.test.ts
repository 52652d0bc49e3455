import { describe, expect, test } from '@jest/globals';
import { daysIn, firstDayIn } from '../../domain/dates-in-words.js';

/** A Thursday. */
const today = '2018-05-03';

describe('a day in the members’ languages', () => {
  test.each([
    ['back on 5 June', '2018-06-05'],
    ['5.6.2018', '2018-06-05'],
    ['ngày 5/6', '2018-06-05'],
    ['ngày 5 tháng 6 năm 2018', '2018-06-05'],
    ['tanggal 5 Juni 2018', '2018-06-05'],
    ['pada 5 Jun 2018', '2018-06-05'],
    ['hanggang Hunyo 5, 2018', '2018-06-05'],
    ['até 5 de junho', '2018-06-05'],
    ['loron 5 fulan Juñu', '2018-06-05'],
    ['วันที่ 5 มิถุนายน 2561', '2018-06-05'],
    ['๕ มิ.ย. ๖๑', '2018-06-05'],
    ['ວັນທີ 5 ມິຖຸນາ 2018', '2018-06-05'],
    ['ថ្ងៃទី៥ ខែមិថុនា ឆ្នាំ២០១៨', '2018-06-05'],
    ['ဇွန်လ ၅ ရက်', '2018-06-05'],
    ['ஜூன் 5', '2018-06-05'],
    ['6月5日', '2018-06-05'],
    ['6월 5일까지', '2018-06-05'],
    ['le 5 juin', '2018-06-05'],
    ['5. Juni', '2018-06-05'],
    ['el 5 de junio', '2018-06-05'],
    ['Isnin', '2018-05-07'],
    ['segunda-feira', '2018-05-07'],
    ['5日', '2018-05-05'],
    ['24/7', undefined],
    ['3 March 2017', undefined],
  ])('%s', (text, day) => {
    expect(firstDayIn(text, today)).toBe(day);
  });
});

test('the days of a stretch, and a weekday with its date, which are one', () => {
  expect(daysIn('from 10 May to 20 May', today)).toEqual(['2018-05-10', '2018-05-20']);
  expect(daysIn('3-5 May', today)).toEqual(['2018-05-05']);
  expect(daysIn('Monday, 21 May 2018', today)).toEqual(['2018-05-21']);
});

test('a numeric date is read day first, and month first where that is no day to come', () => {
  expect(firstDayIn('05/06/2018', today)).toBe('2018-06-05');
  expect(firstDayIn('06/15/2018', today)).toBe('2018-06-15');
});
