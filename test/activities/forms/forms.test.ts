import { afterAll, describe, expect, test } from '@jest/globals';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDiskStore } from '../../../activities/documents/disk-store.js';
import { createFormActivities } from '../../../activities/forms/activities.js';
import { loadForms } from '../../../activities/forms/load.js';
import { loadNetwork } from '../../../activities/network/load.js';
import { readAnswer } from '../../../domain/answer.js';
import type { Form } from '../../../domain/form.js';
import { keyOf, labelOf } from '../../../domain/form.js';
import type { Submission } from '../../../domain/submission.js';

const folder = await mkdtemp(join(tmpdir(), 'forms-'));
afterAll(() => rm(folder, { recursive: true }));
const forms = await loadForms('data');

describe('the forms that ship', () => {
  test.each([...forms.values()].map((form): [string, Form] => [form.id, form]))(
    '%s: the examples are right answers, in both languages',
    (_, form) => {
      for (const language of ['en', 'vi'] as const) {
        const text = form.fields
          .map((field) => `${labelOf(field, language)}: ${field.example[language]}`)
          .join('\n');
        const { fields, problems } = readAnswer(form, text, language);
        expect(problems).toEqual([]);
        expect(Object.keys(fields).sort()).toEqual(form.fields.map((field) => keyOf(field)).sort());
      }
    },
  );

  test('keep a project’s budget confidential', () => {
    const confidential = forms
      .get('action-plan')
      ?.fields.filter((field) => field.confidential)
      .map((field) => keyOf(field));
    expect(confidential).toEqual(['project.1.budget']);
  });
});

describe('a form with a fault', () => {
  const changed = async (name: string, from: string, to: string): Promise<string> => {
    const data = await mkdtemp(join(folder, 'data-'));
    await cp('data/forms', join(data, 'forms'), { recursive: true });
    await cp('data/network', join(data, 'network'), { recursive: true });
    const file = join(data, 'forms', name);
    const text = await readFile(file, 'utf8');
    expect(text).toContain(from);
    await writeFile(file, text.replace(from, to));
    return data;
  };

  test.each([
    [
      'clearance.yaml',
      'type: choice',
      'type: dropdown',
      /forms\/clearance\.yaml: fields, entry 1 \(position\), type is “dropdown”; expected one of “text”/,
    ],
    ['progress.yaml', 'id: progress', 'id: progres', /id is “progres”; expected “progress”/],
    [
      'progress.yaml',
      'options: focus-areas',
      'options: areas',
      /the options of “focus-area” are “areas”; expected a list, or one of support, focus-areas/,
    ],
    [
      'progress.yaml',
      'Project {n} title',
      'Project title',
      /label.*expected \{n\} for the number in a group’s label/,
    ],
    [
      'clearance.yaml',
      'en: Proposed wording',
      'en: Comment',
      /“proposal” and “comment” share the id or label “comment”/,
    ],
    [
      'clearance.yaml',
      'field: position',
      'field: opinion',
      /“comment” is required when “opinion” has a value/,
    ],
  ])('%s: %s → %s', async (name, from, to, words) => {
    const data = await changed(name, from, to);
    await expect(loadForms(data)).rejects.toMatchObject({
      type: 'BadInput',
      message: expect.stringMatching(words) as unknown,
    });
  });
});

describe('filing an answer', () => {
  const store = createDiskStore(join(folder, 'store'));
  const filing = createFormActivities({ store, dataDir: 'data' });
  const file = async (
    form: string,
    subject: string,
    text: string,
    previous?: string,
  ): ReturnType<typeof filing.fileSubmission> =>
    filing.fileSubmission({
      request: `ascn/cycle/2018/${form}/${subject}`,
      form,
      subject,
      ...(previous !== undefined && { previous }),
      version: previous === undefined ? 1 : 2,
      answer: await filing.recordAnswer({ form, text: await store.put(text) }),
      letter: previous === undefined ? 'first' : 'second',
      from: `nr-${subject}`,
      at: '2018-03-01T02:00:00Z',
      replaces: false,
      networkDocument: await store.putJson(await loadNetwork('data', '2018-01-01')),
    });

  test('tells the request what is missing and what was chosen, and no free text', async () => {
    const objection = await file('clearance', 'kh', 'Position: object');
    expect(objection).toEqual({
      document: objection.document,
      version: 1,
      missing: ['comment'],
      problems: [],
      exceptions: [],
      given: ['position'],
      choices: { position: 'object' },
    });
    const complete = await file('clearance', 'kh', 'Comment: Paragraph 4 goes too far.', objection.document);
    expect(complete).toMatchObject({ version: 2, missing: [], choices: { position: 'object' } });
    const submission = await store.getJson<Submission>(complete.document);
    expect(submission).toMatchObject({
      previous: objection.document,
      fields: { comment: { letter: 'second', value: 'Paragraph 4 goes too far.' } },
    });
  });

  test('again, gives the same document', async () => {
    const once = await file('clearance', 'vn', 'Position: agree');
    expect(await file('clearance', 'vn', 'Position: agree')).toEqual(once);
  });

  test('a nomination of four cities, or without the capital, is filed with the rule that it departs from', async () => {
    const city = (name: string, n: number): string =>
      `City ${n} name: ${name}\nCity ${n} Chief Smart City Officer: Director\nCity ${n} officer e-mail: o@${n}.example`;
    const nominated = (...names: string[]): string =>
      `National Representative: Director\nE-mail of the National Representative: nr@my.example\n${names.map((name, i) => city(name, i + 1)).join('\n')}`;
    const four = await file(
      'nomination',
      'my',
      nominated('Kuala Lumpur', 'Johor Bahru', 'Kota Kinabalu', 'Kuching'),
    );
    expect(four).toMatchObject({ missing: [], exceptions: [expect.stringContaining('names four cities')] });
    const without = await file('nomination', 'vn', nominated('Đà Nẵng', 'Ho Chi Minh City'));
    expect(without.exceptions).toEqual([expect.stringContaining('does not name the capital')]);
    expect((await file('nomination', 'vn', nominated('Hà Nội', 'Đà Nẵng'))).exceptions).toEqual([]);
  });

  test('a recorded answer without any line of the form is refused in words', async () => {
    const text = await store.put('They agree.');
    await expect(filing.recordAnswer({ form: 'clearance', text })).rejects.toMatchObject({
      type: 'BadInput',
      message:
        'The text holds no answer to “Position on the text”; expected lines such as “Position: Agree”.',
    });
    await expect(filing.recordAnswer({ form: 'none', text })).rejects.toMatchObject({ type: 'BadInput' });
  });
});
