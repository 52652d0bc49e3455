import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { runWithoutInstallation } from '../../../client/cli/create-cli.js';
import type { Inspection } from '../../../workers/inspect.js';

const folder = mkdtempSync(join(tmpdir(), 'ascn-inspect-'));
const put = (name: string, lines: readonly string[]): string => {
  writeFileSync(join(folder, name), lines.join('\r\n'));
  return join(folder, name);
};

async function inspect(...words: string[]): Promise<{ code: number | undefined; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runWithoutInstallation(['letter', 'inspect', ...words], {
    print: (text) => void out.push(text),
    complain: (text) => void err.push(text),
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

const answer = put('2-answer.eml', [
  'From: Office <office@hue.example>',
  'To: reply+abcdefghijklmnopqrst@ascn.example',
  'Authentication-Results: mx.example; spf=pass smtp.mailfrom=hue.example; dkim=fail (bad) header.d=hue.example; dmarc=pass',
  'Content-Type: multipart/mixed; boundary=x',
  '',
  '--x',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Vision: A calm river city and the people',
  '',
  'On Mon, 7 May 2018, Secretariat wrote:',
  '> Vision?',
  '--x',
  'Content-Type: application/octet-stream; name=plan.doc',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('%PDF-1.7 plan').toString('base64'),
  '--x--',
]);
put('3-bounce.eml', [
  'From: mailer-daemon@mx.example',
  'Content-Type: multipart/report; report-type=delivery-status; boundary=x',
  '',
  '--x',
  '',
  'Your letter was not delivered.',
  '--x',
  'Content-Type: message/delivery-status',
  '',
  'Reporting-MTA: dns; mx.example',
  '',
  'Final-Recipient: rfc822; gone@hue.example',
  'Action: failed',
  'Status: 5.1.1',
  '--x--',
]);
const hostile = put('1-hostile.eml', ['X: y\r\n'.repeat(100_000)]);

describe('ascn letter inspect', () => {
  test('tells what an answer is and what was read in it', async () => {
    const { code, out } = await inspect(answer, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      kind: 'answer',
      bounce: null,
      text: 'Vision: A calm river city and the people',
      quoted: 'On Mon, 7 May 2018, Secretariat wrote:\n> Vision?',
      attachments: [
        {
          name: 'plan.doc',
          type: 'application/pdf',
          bytes: 13,
          sha256: createHash('sha256').update('%PDF-1.7 plan').digest('hex'),
          verdict: 'accepted',
        },
      ],
      authentication: {
        verified: false,
        by: ['mx.example'],
        spf: 'pass',
        dkim: 'fail',
        dmarc: 'pass',
        arc: null,
      },
      reference: 'abcdefghijklmnopqrst',
      language: 'en',
      confidence: expect.any(Number),
      reason: expect.stringMatching(/\.$/),
    });
  });

  test('tells it in words to an operator', async () => {
    const { out } = await inspect(answer);
    expect(out).toContain('an answer');
    expect(out).toContain('Vision: A calm river city');
    expect(out).toContain('plan.doc (application/pdf, 13 bytes)');
  });

  test('goes over a folder in the order of names, whatever a message does, and changes nothing', async () => {
    mkdirSync(join(folder, 'more'));
    put('more/4.EML', ['From: a@b.example', '', 'Thank you for your letter.']);
    put('expected.json', ['{}']);
    const before = readdirSync(folder, { recursive: true });
    const { code, out } = await inspect('--dir', folder);
    expect(code).toBe(0);
    const found = out.split('\n').map((line) => JSON.parse(line) as Inspection & { file: string });
    expect(found.map(({ file, kind }) => [file, kind])).toEqual([
      ['1-hostile.eml', 'not-ours'],
      ['2-answer.eml', 'answer'],
      ['3-bounce.eml', 'bounce'],
      ['more/4.EML', 'acknowledgement'],
    ]);
    expect(found[0]?.reason).toMatch(/head/);
    expect(found[2]?.bounce).toEqual({ recipient: 'gone@hue.example', status: '5.1.1', permanent: true });
    expect(readdirSync(folder, { recursive: true })).toEqual(before);
  });

  test('one that cannot be read is told, and is no mistake of the operator', async () => {
    const { code, out } = await inspect(hostile, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ kind: 'not-ours', text: '', attachments: [] });
  });

  test.each([
    [['none.eml']],
    [[]],
    [['--dir', 'none']],
    [[answer, '--dir', folder]],
    [[folder]],
    [['--dir', answer]],
  ])('is told what was expected: %j', async (words) => {
    const { code, err } = await inspect(...words);
    expect(code).toBe(2);
    expect(err).not.toBe('');
  });
});
