import { describe, expect, test } from '@jest/globals';
import type { Email } from 'postal-mime';
import PostalMime from 'postal-mime';
import { loadForms } from '../../activities/forms/load.js';
import { readDocument } from '../../activities/forms/read/read-document.js';
import type { FormDocument } from '../../activities/forms/write/form-document.js';
import { spreadsheet } from '../../activities/forms/write/spreadsheet.js';
import { wordForm } from '../../activities/forms/write/word-form.js';
import { kindOf } from '../../activities/mail/in/attachments/kind.js';
import { factsOf } from '../../activities/mail/in/facts.js';
import { parseLetter } from '../../activities/mail/in/parse.js';
import { loadPhrases } from '../../activities/mail/in/phrases.js';
import { loadQuoting } from '../../activities/mail/in/quoting.js';
import { loadTemplates } from '../../activities/mail/out/templates.js';
import { loadNetwork } from '../../activities/network/load.js';
import type { Writing } from '../../client/rehearsal/answers.js';
import { answersOf } from '../../client/rehearsal/answers.js';
import { rawOf } from '../../client/rehearsal/posts.js';
import type { Way } from '../../client/rehearsal/script.js';
import { answerLetter } from '../../client/rehearsal/ways/letter.js';
import { absenceOf, deliveryReport } from '../../client/rehearsal/ways/besides.js';
import { readAnswers } from '../../domain/answer-documents.js';
import { belowQuestions } from '../../domain/answer-in-line.js';
import type { Answer } from '../../domain/form.js';
import { labelOf } from '../../domain/form.js';
import type { Language } from '../../domain/network.js';
import { findOffice } from '../../domain/office.js';
import { verdictOf } from '../../domain/verdict.js';

const network = await loadNetwork('data', '2018-05-01');
const forms = await loadForms('data');
const templates = await loadTemplates('data');
const quoting = await loadQuoting('data');
const phrases = await loadPhrases('data');
const at = '2018-05-09T02:00:00Z';

const writing = (kind: string, subject: string, more: Partial<Writing> = {}): Writing => ({
  network,
  forms,
  seed: 1,
  kind,
  subject,
  form: kind,
  office: `csco-${subject}`,
  language: 'en',
  say: 'full',
  items: [],
  occasion: '',
  promised: '',
  ...more,
});

/** Our letter about this, with the documents that it carries. */
async function letterAbout({ form: id, language }: Writing): Promise<Email> {
  const form = forms.get(id)!;
  const words = templates.words(language);
  const document: FormDocument = {
    form,
    language,
    network: words.network,
    about: 'the city',
    heads: [{ label: words.reference, text: 'ASCN/2018/x/1' }],
    parts: [{ known: {}, leftOut: new Set() }],
    words: { ...words.formDocument, example: words.example },
  };
  const questions = form.fields.map(
    (field) => `${labelOf(field, language)}: (${words.example} ${field.example[language]})`,
  );
  const attachments = [
    { filename: 'Form.docx', content: Buffer.from(await wordForm(document, at)) },
    ...(form.fields.some(({ group }) => group)
      ? [{ filename: 'Form.xlsx', content: Buffer.from(await spreadsheet(document, at)) }]
      : []),
  ].map((each) => ({
    ...each,
    contentType: `application/vnd.openxmlformats-officedocument.${each.filename.endsWith('docx') ? 'wordprocessingml.document' : 'spreadsheetml.sheet'}`,
  }));
  return PostalMime.parse(
    await rawOf({
      from: 'secretariat@ascn.example',
      to: 'office@city.example',
      subject: 'A letter',
      text: ['We ask for your answer.', '', ...questions, '', 'Yours faithfully,'].join('\n'),
      inReplyTo: '<0@ascn.example>',
      messageId: '<1@ascn.example>',
      date: new Date(at),
      attachments,
    }),
  );
}

/** The answer as the network reads it from the letter that the office sends. */
async function sent(wanted: Way, asked: Writing): Promise<{ way: Way; answer: Answer; verdict: string }> {
  const message = await letterAbout(asked);
  const { way, text, attachments } = answerLetter(wanted, asked, { message, at }, 'Office of the city');
  const raw = await rawOf({
    from: 'office@city.example',
    to: 'reply@ascn.example',
    subject: 'Re: A letter',
    text,
    inReplyTo: '<1@ascn.example>',
    messageId: '<2@city.example>',
    date: new Date(at),
    attachments,
  });
  const letter = parseLetter(raw, quoting);
  const form = forms.get(asked.form)!;
  const documents = await Promise.all(
    letter.documents.map(async ({ shownName, content }) => ({
      name: shownName,
      read: await readDocument(shownName, content, asked.language),
    })),
  );
  const said = letter.between === '' ? letter.text : belowQuestions([{ request: '', form }], letter.between);
  const answer = readAnswers({ text: said, documents }, form, { language: asked.language });
  const answered = Object.keys(answer.fields).length;
  const { verdict } = verdictOf({ ...factsOf(letter, at.slice(0, 10)), answered }, phrases);
  return { way, answer, verdict };
}

const plan = (language: Language = 'en') => writing('action-plan', 'da-nang', { language });
const malaysia = writing('nomination', 'my', { office: 'ns-my' });

describe('an office that answers in a form', () => {
  test.each([
    ['word-form', 'action plan', plan()],
    ['word-form', 'Vietnamese action plan', plan('vi')],
    ['word-form', 'nomination of four cities, with blocks for three,', malaysia],
    ['word-form', 'position', writing('clearance', 'jcm-autumn-v1.SG', { office: 'nr-sg' })],
    ['spreadsheet', 'action plan', plan()],
    ['spreadsheet', 'Vietnamese action plan', plan('vi')],
    ['spreadsheet', 'nomination', malaysia],
    ['in-line', 'action plan', plan()],
    ['in-line', 'Vietnamese action plan', plan('vi')],
    ['in-line', 'nomination', malaysia],
    ['lines', 'action plan', plan()],
  ] as const)('by %s: its %s is read, field by field', async (wanted, _what, asked) => {
    const { way, answer, verdict } = await sent(wanted, asked);
    const values = answersOf(asked)[0]!.values;
    expect({ way, verdict, problems: answer.problems }).toEqual({
      way: wanted,
      verdict: 'answer',
      problems: [],
    });
    expect(Object.keys(answer.fields).sort()).toEqual(Object.keys(values).sort());
    const source = { lines: 'text', 'in-line': 'text', 'word-form': 'word', spreadsheet: 'sheet' }[wanted];
    expect(Object.values(answer.given ?? {}).some((each) => each.source === source)).toBe(true);
    const title = 'project.1.title' in values ? 'project.1.title' : 'representative.title';
    expect(answer.fields[title]).toBe(values[title]);
  });

  test('answers in lines where the letter carries no such form', async () => {
    const asked = writing('clearance', 'jcm-autumn-v1.SG', { office: 'nr-sg' });
    expect((await sent('spreadsheet', asked)).way).toBe('lines');
  });
});

describe('an office that answers in words of its own', () => {
  test.each([
    ['prose', writing('progress', 'battambang')],
    ['prose', writing('framework-comments', 'th', { office: 'nr-th' })],
    ['prose', writing('framework-comments', 'id', { office: 'nr-id', say: 'comment' })],
    ['prose', writing('workshop-delegation', 'ph', { office: 'ns-ph', form: 'delegation' })],
    ['scan', writing('final-action-plan', 'chonburi')],
    ['scan', plan('vi')],
  ] as const)('by %s gives no field, and is not taken for anything but an answer', async (wanted, asked) => {
    const { way, answer, verdict } = await sent(wanted, asked);
    expect({ way, verdict, fields: answer.fields, problems: answer.problems }).toEqual({
      way: wanted,
      verdict: 'answer',
      fields: {},
      problems: [],
    });
  });

  test('sends a scan that is a PDF, without a letter that could be read', async () => {
    const asked = writing('final-action-plan', 'chonburi');
    const { attachments } = answerLetter('scan', asked, { message: await letterAbout(asked), at }, 'Office');
    expect(await kindOf(attachments[0]!.content, 'Scan0001.pdf')).toBe('application/pdf');
    expect(await readDocument('Scan0001.pdf', attachments[0]!.content)).toEqual({ unread: 'not-a-form' });
  });
});

describe('what mail systems send by themselves', () => {
  test.each([
    ['csco-manila', true],
    ['csco-manila', false],
    ['csco-hanoi', true],
    ['csco-hanoi', false],
  ])('an absence of %s, marked by headers (%s), is one, with the day of return', async (id, marked) => {
    const office = findOffice(network, id);
    const absence = absenceOf(office, { subject: 'Draft action plan', back: '2018-05-21', marked });
    const raw = await rawOf({
      ...absence,
      from: office.address,
      to: 'reply@ascn.example',
      inReplyTo: '<1@ascn.example>',
      messageId: '<2@city.example>',
      date: new Date(at),
    });
    expect(verdictOf(factsOf(parseLetter(raw, quoting), '2018-05-09'), phrases)).toMatchObject({
      verdict: 'auto-reply',
      awayUntil: '2018-05-21',
    });
  });

  test('a delivery report is a permanent bounce, and returns our letter’s headers', () => {
    const raw = deliveryReport({
      to: 'reply@ascn.example',
      recipient: 'csco@city.example',
      message: Buffer.from('Message-ID: <1@ascn.example>\r\nSubject: A letter\r\n\r\nText'),
      messageId: '<2@mx.city.example>',
      date: new Date(at),
    });
    const letter = parseLetter(raw, quoting);
    expect(verdictOf(factsOf(letter, '2018-05-09'), phrases)).toMatchObject({
      verdict: 'bounce',
      bounce: { recipient: 'csco@city.example', status: '5.1.1', permanent: true },
    });
    expect(new TextDecoder().decode(raw)).toContain('Message-ID: <1@ascn.example>');
  });
});
