import { describe, expect, test } from '@jest/globals';
import { unzipSync } from 'fflate';
import { readDocument } from '../../../activities/forms/read/read-document.js';
import type { FormDocument } from '../../../activities/forms/write/form-document.js';
import { hasList, spreadsheet } from '../../../activities/forms/write/spreadsheet.js';
import { wordForm } from '../../../activities/forms/write/word-form.js';
import { formNames } from '../../../activities/mail/out/form-enclosures.js';
import { loadTemplates } from '../../../activities/mail/out/templates.js';
import { readAnswers } from '../../../domain/answer-documents.js';
import type { Answer, FieldValues } from '../../../domain/form.js';
import { form } from '../../domain/forms.js';

const templates = await loadTemplates('data');
const at = '2018-05-03T02:00:00Z';

function document(id: string, known: FieldValues = {}, more: Partial<FormDocument> = {}): FormDocument {
  const words = templates.words(more.language ?? 'en');
  return {
    form: form(id),
    language: 'en',
    network: words.network,
    about: 'Da Nang',
    heads: [{ label: words.reference, text: 'ASCN/2018/action-plan/da-nang/1' }],
    parts: [{ known, leftOut: new Set() }],
    words: { ...words.formDocument, example: words.example },
    ...more,
  };
}

async function readBack(content: Uint8Array, of: FormDocument): Promise<Answer> {
  const read = await readDocument('form', content);
  return readAnswers({ text: '', documents: [{ name: 'form', read }] }, of.form, { language: of.language });
}

const partsOf = (content: Uint8Array): Record<string, string> =>
  Object.fromEntries(
    Object.entries(unzipSync(content)).map(([name, part]) => [name, new TextDecoder().decode(part)]),
  );

const known: FieldValues = {
  vision: '=HYPERLINK("http://x.example")\n- clean & <green>',
  'focus-areas': ['quality-environment'],
  'project.1.title': '@Bus',
  'project.1.budget': 'USD 2500000.5',
  'project.7.title': '+Tram',
};

describe.each(['en', 'vi'] as const)('the documents that a letter carries, in %s', (language) => {
  test.each(['action-plan', 'clearance', 'nomination', 'progress', 'delegation', 'partner-offer'])(
    'for “%s” ask every question, and hold no answer while they are blank',
    async (id) => {
      const blank = document(id, {}, { language });
      const word = await wordForm(blank, at);
      for (const { label, group } of blank.form.fields)
        expect(partsOf(word)['word/document.xml']).toContain(
          (group === undefined ? label[language] : label[language].replace('{n}', '1')).replace('&', '&amp;'),
        );
      const files = [word, ...(hasList(blank) ? [await spreadsheet(blank, at)] : [])];
      for (const file of files) {
        expect(await readBack(file, blank)).toMatchObject({ fields: {}, problems: [] });
        expect((await readBack(file, blank)).remarks).toEqual([
          expect.stringMatching(/is the form, but without answers|chưa có câu trả lời/),
        ]);
      }
    },
  );

  test('give back what is known', async () => {
    const filled = document('action-plan', known, { language });
    for (const file of [await wordForm(filled, at), await spreadsheet(filled, at)])
      expect(await readBack(file, filled)).toMatchObject({ fields: known, problems: [] });
  });
});

test('the same letter has the same bytes, blank or not, whichever letter came before', async () => {
  for (const make of [wordForm, spreadsheet]) {
    for (const each of [document('action-plan'), document('action-plan', known)]) {
      const once = await make(each, at);
      await make({ ...each, about: 'Hà Nội & <others>' }, at);
      expect(Buffer.compare(once, await make(each, at))).toBe(0);
    }
  }
});

test('names from outside stay text', async () => {
  const about = 'Hà Nội & <b>"others"</b>\u0000';
  const word = await wordForm(document('clearance', {}, { about }), at);
  expect(partsOf(word)['word/document.xml']).toContain('Hà Nội &amp; &lt;b&gt;&quot;others&quot;&lt;/b&gt;');
  expect(await readDocument('a.docx', word)).toMatchObject({ source: 'word' });
});

test('nothing in a spreadsheet can act, and choices have their drop-downs', async () => {
  const parts = partsOf(await spreadsheet(document('action-plan', known), at));
  const sheets = Object.entries(parts).filter(([name]) => name.startsWith('xl/worksheets/sheet'));
  for (const [, xml] of sheets) expect(xml).not.toContain('<f>');
  expect(parts['xl/sharedStrings.xml']).toContain("'=HYPERLINK");
  expect(parts['xl/sharedStrings.xml']).toContain("'@Bus");
  expect(parts['xl/workbook.xml']).toMatch(/<sheet [^>]*name="lists" state="hidden"/);
  expect(parts['xl/worksheets/sheet1.xml']).toContain('<dataValidation type="list"');
  expect(
    parts['xl/worksheets/sheet1.xml']?.match(/<formula1>lists!\$[A-Z]\$1:\$[A-Z]\$\d<\/formula1>/g),
  ).toHaveLength(3);
});

test('a question whose answer is confidential is left out where not every reader may see it', async () => {
  const secret = document('action-plan', {}, { parts: [{ known, leftOut: new Set(['project.1.budget']) }] });
  const text = partsOf(await wordForm(secret, at))['word/document.xml'];
  expect(text).not.toContain('Project 1 budget');
  expect(text).toContain('Project 2 budget');
});

test('their names say what they are, and are names on every system', () => {
  expect(formNames(document('action-plan'))).toEqual({
    word: 'Draft smart city action plan - Da Nang.docx',
    sheet: 'Draft smart city action plan - Da Nang.xlsx',
  });
  expect(formNames(document('clearance', {}, { about: 'a/b:\\c\r\n"d"' }))).toEqual({
    word: 'Position on the text - a b c d.docx',
  });
});
