import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { projectRoot } from '../../workers/project.js';
import { readSettings, secretOf } from '../../workers/settings.js';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'ascn-home-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe('the settings', () => {
  test('with nothing set, everything is kept in the project and nothing leaves the machine', () => {
    const settings = readSettings({});
    expect(settings).toMatchObject({
      home: join(projectRoot(), 'var'),
      network: 'ascn',
      mailDomain: 'ascn.example',
      engineFile: join(projectRoot(), 'var', 'engine', 'temporal.db'),
    });
    expect([settings.smtpUrl, settings.secret, settings.mailroomPort, settings.temporal]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('are read from the environment', () => {
    expect(
      readSettings({
        ASCN_HOME: home,
        ASCN_NETWORK: 'ascn-trial',
        ASCN_SMTP_URL: 'smtps://post:word@mail.ascn.example:465',
        ASCN_MAIL_DOMAIN: 'reply.ascn.example',
        ASCN_SECRET: 'x'.repeat(32),
        ASCN_MAILROOM_PORT: '2525',
        ASCN_HEALTH_PORT: '8080',
        ASCN_LOG: 'json',
        TEMPORAL_ADDRESS: 'temporal.ascn.example:7233',
        TEMPORAL_NAMESPACE: 'network',
      }),
    ).toMatchObject({
      home,
      network: 'ascn-trial',
      smtpUrl: 'smtps://post:word@mail.ascn.example:465',
      mailDomain: 'reply.ascn.example',
      secret: 'x'.repeat(32),
      mailroomPort: 2525,
      healthPort: 8080,
      healthHost: '127.0.0.1',
      log: 'json',
      temporal: { namespace: 'network', connectionOptions: { address: 'temporal.ascn.example:7233' } },
    });
  });

  test.each([
    ['ASCN_NETWORK', 'ASCN 2027', 'ASCN_NETWORK is “ASCN 2027”; expected lower-case letters'],
    ['ASCN_MAIL_DOMAIN', 'localhost', 'ASCN_MAIL_DOMAIN is “localhost”; expected a mail domain'],
    ['ASCN_MAILROOM_PORT', 'tcp://10.0.0.1:25', 'ASCN_MAILROOM_PORT is “tcp://10.0.0.1:25”; expected a port'],
    ['ASCN_HEALTH_PORT', '0', 'ASCN_HEALTH_PORT is “0”; expected a port'],
    ['ASCN_LOG', 'verbose', 'ASCN_LOG is “verbose”; expected json or text'],
    ['ASCN_MAILROOM_PORT', '65536', 'ASCN_MAILROOM_PORT is “65536”; expected a port'],
    ['ASCN_SMTP_URL', 'mail.ascn.example', 'expected a URL such as smtp://'],
    [
      'TEMPORAL_PROFILE',
      'no-such-profile',
      'TEMPORAL_PROFILE is “no-such-profile”, and Temporal’s settings cannot be read',
    ],
  ])('name the variable, the value and what was expected: %s=%s', (name, value, sentence) => {
    expect(() => readSettings({ [name]: value })).toThrow(sentence);
  });

  test('never repeat a secret in an error', () => {
    expect(() => readSettings({ ASCN_SMTP_URL: 'http://post:word@mail.ascn.example' })).toThrow(
      /^(?!.*word@)/,
    );
    expect(() => readSettings({ ASCN_SECRET: 'too short' })).toThrow(
      /^ASCN_SECRET has 9 characters; expected at least 32\.$/,
    );
  });

  test('the secret is made once, for its owner’s eyes', () => {
    const first = secretOf({ home });
    expect(first.length).toBeGreaterThanOrEqual(32);
    expect(secretOf({ home })).toBe(first);
    expect(readFileSync(join(home, 'secret'), 'utf8').trim()).toBe(first);
    expect(statSync(join(home, 'secret')).mode & 0o777).toBe(0o600);
    expect(secretOf({ home, secret: 'y'.repeat(32) })).toBe('y'.repeat(32));
  });

  test('a damaged secret is not quietly replaced', () => {
    writeFileSync(join(home, 'secret'), '');
    expect(() => secretOf({ home })).toThrow('Restore it from the backup');
  });
});
