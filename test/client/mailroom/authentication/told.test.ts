import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { toldBy } from '../../../../client/mailroom/authentication/told.js';

const letter = (...headers: string[]): Buffer =>
  Buffer.from([...headers, 'Subject: Progress', '', 'Vision: Own', ''].join('\r\n'));
const from = 'From: "Office, (of) Hue" <office@hue.example>';
const told = (...headers: string[]) => toldBy(letter(...headers), 'mx.ascn.example');
const says = (results: string): string => `Authentication-Results: mx.ascn.example; ${results}`;

describe('what our own mail server says of a letter’s sender', () => {
  test.each<[string, string, object]>([
    ['DMARC', 'dmarc=pass (p=reject) header.from=hue.example', { result: 'pass', by: 'dmarc' }],
    ['a signature', 'dkim=pass header.d=hue.example', { result: 'pass', by: 'dkim', domain: 'hue.example' }],
    ['the signature of a server', 'dkim=pass header.i=@post.hue.example', { result: 'pass', by: 'dkim' }],
    ['SPF', 'dkim=none; spf=pass smtp.mailfrom=office@hue.example', { result: 'pass', by: 'spf' }],
    ['a foreign signature', 'dkim=pass header.d=attacker.example', { result: 'none' }],
    ['foreign servers', 'spf=pass smtp.mailfrom=x@attacker.example', { result: 'none' }],
    ['a broken signature', 'dkim=fail header.d=hue.example', { result: 'fail' }],
    [
      'DMARC that failed',
      'dkim=pass header.d=hue.example; dmarc=fail header.from=hue.example',
      { result: 'fail' },
    ],
    ['DMARC of another domain', 'dmarc=pass header.from=attacker.example', { result: 'none' }],
    ['nothing', 'none', { result: 'none' }],
    ['a seal', 'arc=pass; dkim=fail header.d=hue.example', { result: 'fail', forwarded: 'arc' }],
    ['results in a comment', '(dmarc=pass header.from=hue.example;) dkim=none', { result: 'none' }],
    [
      'results in a quoted word',
      'dkim=none reason="; dmarc=pass header.from=hue.example"',
      { result: 'none' },
    ],
  ])('%s', (_, results, expected) => {
    expect(told(says(results), from)).toEqual({
      from: 'hue.example',
      checked: 'by-server',
      ...(('by' in expected && { domain: expect.anything() }) || {}),
      ...expected,
    });
  });

  test('is believed under its own name only, and only the topmost', () => {
    const pass = 'dmarc=pass header.from=hue.example';
    expect(told(`Authentication-Results: mx.other.example; ${pass}`, from).result).toBe('none');
    expect(told(`Authentication-Results: mx.ascn.example.attacker.example; ${pass}`, from).result).toBe(
      'none',
    );
    expect(told(says('dmarc=fail header.from=hue.example'), says(pass), from).result).toBe('fail');
    expect(told(`Authentication-Results: MX.ascn.example 1;\r\n\t${pass}`, from).result).toBe('pass');
    expect(told(from).result).toBe('none');
  });

  test.each([
    ['two addresses', ['From: a@hue.example, b@attacker.example']],
    ['two headers', [from, 'From: b@attacker.example']],
    ['none', []],
  ])('vouches for no writer where there are %s', (_, headers) => {
    expect(told(says('dmarc=pass header.from=hue.example'), ...headers).result).not.toBe('pass');
  });

  test('never fails to be read', () => {
    const pieces = fc.constantFrom(
      '(',
      ')',
      '"',
      '\\',
      ';',
      '=',
      ' ',
      'dkim',
      'pass',
      '\r\n ',
      'mx.ascn.example',
      '@',
      '<',
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 60 }),
        fc.array(pieces, { maxLength: 30 }),
        (results, writer) => {
          const { result } = told(says(results.join('')), `From: ${writer.join('')}`);
          expect(['pass', 'fail', 'none']).toContain(result);
        },
      ),
    );
    expect(told(says('('.repeat(100_000)), `From: ${'<'.repeat(100_000)}`).result).not.toBe('pass');
  });
});
