import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { loadAsks, loadCalendar } from '../../../activities/calendar/load.js';
import { resolveCalendar } from '../../../domain/calendar.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'calendars-'));
  await cp('data/calendars', join(folder, 'calendars'), { recursive: true });
  await cp('data/asks.yaml', join(folder, 'asks.yaml'));
});
afterEach(() => rm(folder, { recursive: true }));

const edit = async (file: string, from: string, to: string): Promise<void> => {
  const path = join(folder, file);
  const text = await readFile(path, 'utf8');
  expect(text).toContain(from);
  await writeFile(path, text.replace(from, to));
};

const of2018 = () => loadCalendar(folder, 2018, { chair: 'SG', place: 'Singapore', zone: 'Asia/Singapore' });

describe('a calendar file', () => {
  test('with a day that is none is refused, naming file, place, value and what was expected', async () => {
    await edit('calendars/2018.yaml', '2018-03-07', '2018-02-30');
    await expect(of2018()).rejects.toThrow(
      /calendars\/2018\.yaml: .*\(jcm-spring\), pinned\.date is “2018-02-30”; expected a day of the calendar as YYYY-MM-DD/,
    );
  });

  test('whose phase lacks a part is refused', async () => {
    await edit('calendars/2018.yaml', '      readingSent: workshop.reading-sent\n', '');
    await expect(of2018()).rejects.toThrow(
      /calendars\/2018\.yaml: .*readingSent is missing; expected the id of a date/,
    );
  });

  test('with a word that it does not know is refused', async () => {
    await edit('calendars/2018.yaml', 'planYears', 'planYaers');
    await expect(of2018()).rejects.toThrow(/calendars\/2018\.yaml.*planYaers/);
  });

  test('pins only days whose source is recorded', async () => {
    const sources = Object.keys(parse(await readFile('data/network/sources.yaml', 'utf8')) as object);
    const pinned = [...resolveCalendar(await of2018()).values()].filter((date) => date.pinned);
    expect(pinned.map(({ source }) => source).filter((source) => !sources.includes(source ?? ''))).toEqual(
      [],
    );
  });
});

describe('the list of asks', () => {
  test('has a form, and a date of the calendar, for every kind', async () => {
    const dates = resolveCalendar(await of2018());
    for (const ask of await loadAsks(folder)) {
      expect(ask.due === 'given' || dates.has(ask.due)).toBe(true);
      await expect(readFile(join('data/forms', `${ask.form}.yaml`), 'utf8')).resolves.toContain(
        `id: ${ask.form}`,
      );
    }
  });

  test('turns to the next office, and ends, only after the day', async () => {
    for (const ask of await loadAsks(folder)) {
      expect(ask.escalations.every((days) => days < ask.lapsesAfter)).toBe(true);
    }
  });

  test('with an unknown route is refused', async () => {
    await edit('asks.yaml', 'KH: through-nr', 'KH: by-pigeon');
    await expect(loadAsks(folder)).rejects.toThrow(
      /asks\.yaml: .*routeFor\.KH is “by-pigeon”; expected one of .*“through-nr”/,
    );
  });

  test('without one of its kinds is refused', async () => {
    await edit('asks.yaml', 'kind: progress', 'kind: clearance');
    await expect(loadAsks(folder)).rejects.toThrow(/one entry of the kind progress \(there are 0\)/);
  });
});
