import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import { templateNames } from '../../../../activities/mail/out/template-names.js';
import { loadTemplates } from '../../../../activities/mail/out/templates.js';

const folders: string[] = [];
let data: string;

/** A copy of the letters that a test may spoil. */
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'ascn-letters-'));
  folders.push(data);
  await cp('data/letters', join(data, 'letters'), { recursive: true });
});
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

const edit = async (file: string, change: (text: string) => string): Promise<void> => {
  const path = join(data, 'letters', file);
  await writeFile(path, change(await readFile(path, 'utf8')));
};

describe('the letters', () => {
  test('are all there in English', async () => {
    const templates = await loadTemplates('data');
    for (const name of templateNames) expect(templates.find(name, 'en').language).toBe('en');
  });

  test('that a city officer of Viet Nam receives are there in Vietnamese', async () => {
    const templates = await loadTemplates('data');
    const received = [
      ...[
        'ask/action-plan',
        'ask/city-preference',
        'ask/final-action-plan',
        'ask/progress',
        'ask/twinning-city',
      ],
      ...[
        'reminder',
        'reminder-after-due',
        'still-missing',
        'reminders',
        'receipt',
        'receipt-incomplete',
        'receipt-acknowledged',
      ],
      ...[
        'receipt-to-be-read',
        'receipt-unconfirmed',
        'returned',
        'extended',
        'reassigned',
        'asked-instead',
        'date-moved',
        'meeting-moved',
        'closed',
      ],
      ...['announcement', 'launch', 'reading', 'twinning-result', 'escalation-nr'],
    ];
    for (const name of received) expect([name, templates.find(name, 'vi').language]).toEqual([name, 'vi']);
  });

  test('that are not there in Vietnamese are taken in English', async () => {
    expect((await loadTemplates('data')).find('handover', 'vi').language).toBe('en');
  });

  test('use the same placeholders in both languages, save those of a paragraph that may be left out', async () => {
    const templates = await loadTemplates('data');
    for (const name of templateNames) {
      const [english, vietnamese] = [templates.find(name, 'en'), templates.find(name, 'vi')];
      const needed = (template: typeof english) =>
        [
          template.subject,
          ...template.paragraphs.filter(({ when }) => !when).map(({ message }) => message),
        ].flatMap(({ uses }) => uses);
      const more = needed(vietnamese).filter((placeholder) => !needed(english).includes(placeholder));
      expect([name, more]).toEqual([name, []]);
    }
  });

  test('have no name that the cycle does not send', async () => {
    const templates = await loadTemplates('data');
    expect(() => templates.find('resipt', 'en')).toThrow('There is no letter “resipt”');
  });
});

describe('a letter that does not fit stops the start, with the file and the place', () => {
  test('an unknown placeholder', async () => {
    await edit('en/reminder.yaml', (text) => text.replace('{dueDate}', '{dueDay}'));
    await expect(loadTemplates(data)).rejects.toMatchObject({
      type: 'BadInput',
      message: expect.stringMatching(
        /en\/reminder\.yaml, subject: the placeholder \{dueDay\} is not known\. Known are: .*dueDate/,
      ),
    });
  });

  test('an unknown placeholder inside a plural, and in “when”', async () => {
    await edit('vi/reminder.yaml', (text) => text.replace('còn # ngày', 'còn {dys} ngày'));
    await expect(loadTemplates(data)).rejects.toThrow(
      /vi\/reminder\.yaml, paragraph 1: the placeholder \{dys\}/,
    );
    await cp('data/letters', join(data, 'letters'), { recursive: true });
    await edit('en/returned.yaml', (text) => text.replace('when: why', 'when: because'));
    await expect(loadTemplates(data)).rejects.toThrow(
      /en\/returned\.yaml, paragraph 2: the placeholder “because”/,
    );
  });

  test('a letter that is missing in English', async () => {
    await rm(join(data, 'letters/en/receipt.yaml'));
    await expect(loadTemplates(data)).rejects.toThrow(
      /the letter “receipt” is missing; expected receipt\.yaml/,
    );
  });

  test('a file that is no letter of the cycle', async () => {
    await writeFile(join(data, 'letters/vi/remnider.yaml'), 'subject: a\ntext: [b]\n');
    await expect(loadTemplates(data)).rejects.toThrow(/vi\/remnider\.yaml: no letter is called “remnider”/);
  });

  test('an unclosed brace, a missing word, and what is not YAML', async () => {
    await edit('en/launch.yaml', (text) => text.replace('{chair}', '{chair'));
    await expect(loadTemplates(data)).rejects.toThrow(
      /en\/launch\.yaml, paragraph 2: .* is not a message in ICU form/,
    );
    await cp('data/letters', join(data, 'letters'), { recursive: true });
    await edit('vi/words.yaml', (text) => text.replace(/^closing:.*$/m, ''));
    await expect(loadTemplates(data)).rejects.toThrow(/vi\/words\.yaml: .*closing/s);
    await cp('data/letters', join(data, 'letters'), { recursive: true });
    await edit('en/closed.yaml', () => 'subject: "');
    await expect(loadTemplates(data)).rejects.toThrow(/en\/closed\.yaml is not YAML/);
  });
});
