import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { startLocalMailbox } from '../../../activities/mail/out/local-mailbox.js';
import { mailboxFolder } from '../../../workers/installation.js';
import { installation } from './run.js';

const { run, home } = installation();
let mailbox: Awaited<ReturnType<typeof startLocalMailbox>>;

beforeAll(async () => {
  mailbox = await startLocalMailbox(mailboxFolder({ home }));
  const transport = createTransport(mailbox.url);
  for (const [to, subject] of [
    ['nr@kh.example', 'Nominations of Cambodia'],
    ['nr@vn.example', 'Đề cử của Việt Nam'],
  ]) {
    await transport.sendMail({ from: 'reply@ascn.example', to, subject, text: `About: ${subject}` });
  }
  transport.close();
});
afterAll(() => mailbox.close());

describe('ascn mailbox', () => {
  test('lists the letters in it, with or without the word list', async () => {
    const { out } = await run('mailbox');
    expect(out).toMatch(
      /1 +\d{4}-\d\d-\d\d \d\d:\d\d UTC +nr@kh\.example +Nominations of Cambodia\n2 .*Đề cử của Việt Nam$/,
    );
    expect((await run('mailbox', 'list')).out).toBe(out);
  });

  test('only those to one office or address, under the same numbers', async () => {
    const toOffice = (await run('mailbox', '--to', 'nr-vn')).out;
    expect(toOffice).toMatch(/\n2 .*nr@vn\.example/);
    expect(toOffice).not.toContain('nr@kh.example');
    expect((await run('mailbox', 'list', '--to', 'NR@vn.example')).out).toBe(toOffice);
    expect((await run('mailbox', '--to', 'nr-vnn')).err).toMatch(/^Unknown office “nr-vnn”/);
  });

  test('prints one letter', async () => {
    expect((await run('mailbox', 'show', '2')).out).toMatch(
      /To +nr@vn\.example\n[^]*\n\nAbout: Đề cử của Việt Nam$/,
    );
    expect(await run('mailbox', 'show', '3')).toMatchObject({
      code: 2,
      err: 'The local mailbox holds 2 letters; there is no number 3.',
    });
  });

  test('of an installation without letters is empty, which is no error', async () => {
    expect(await installation().run('mailbox')).toEqual({
      code: 0,
      out: 'There is no such letter in the local mailbox.',
      err: '',
    });
  });
});
