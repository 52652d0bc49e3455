import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { openKeyRing } from '../../workers/key-ring.js';
import { projectRoot } from '../../workers/project.js';
import { authorityOf, readSettings, secretOf } from '../../workers/settings.js';

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

  test('a bucket keeps the documents, and a server of one’s own is asked by paths', () => {
    const env = { ASCN_STORE_URL: 's3://documents-of-ascn/networks/2027/', AWS_REGION: 'ap-southeast-1' };
    expect(readSettings(env).store).toEqual({
      bucket: 'documents-of-ascn',
      prefix: 'networks/2027',
      pathStyle: false,
    });
    const own = { ...env, ASCN_STORE_URL: 's3://ascn', AWS_ENDPOINT_URL_S3: 'https://s3.ascn.example' };
    expect(readSettings(own).store).toEqual({ bucket: 'ascn', prefix: '', pathStyle: true });
    expect(readSettings({ AWS_REGION: 'ap-southeast-1' }).store).toBeUndefined();
  });

  test.each([
    [
      { ASCN_STORE_URL: 'https://s3.ascn.example/a' },
      'ASCN_STORE_URL is “https://s3.ascn.example/a”; expected',
    ],
    [{ ASCN_STORE_URL: 's3://Documents' }, 'ASCN_STORE_URL is “s3://Documents”; expected a bucket'],
    [{ ASCN_STORE_URL: 's3://ascn/../other' }, 'ASCN_STORE_URL is “s3://ascn/../other”; expected a bucket'],
    [{ ASCN_STORE_URL: 's3://ascn' }, 'AWS_REGION is not set; expected the region'],
    [
      { ASCN_STORE_URL: 's3://ascn', AWS_REGION: 'x', AWS_ENDPOINT_URL_S3: 's3.ascn.example:7070' },
      'AWS_ENDPOINT_URL_S3 is “s3.ascn.example:7070”; expected a URL',
    ],
  ])('say what a bucket needs: %j', (env, sentence) => {
    expect(() => readSettings(env)).toThrow(sentence);
  });

  test('machines that share a bucket share one secret, which none of them makes', () => {
    const store = { bucket: 'ascn', prefix: '', pathStyle: false };
    expect(() => secretOf({ home, store })).toThrow(/^ASCN_SECRET is not set; expected the same key/);
    expect(secretOf({ home, store, secret: 'y'.repeat(32) })).toBe('y'.repeat(32));
  });

  describe('the key ring', () => {
    const store = { bucket: 'ascn', prefix: '', pathStyle: false };
    const [none, some] = [() => Promise.resolve(false), () => Promise.resolve(true)];
    const ignore = (): void => undefined;

    test('is made at the first start, readable by its owner only, and told once', async () => {
      const [first, second] = [mkdtempSync(join(home, 'ring-')), [] as string[]];
      const ring = await openKeyRing({ home: first }, none, (file) => void second.push(file));
      await openKeyRing({ home: first }, some, (file) => void second.push(file));
      expect(second).toEqual([join(first, 'keys.json')]);
      expect(statSync(second[0]!).mode & 0o777).toBe(0o600);
      expect(ring.masters()).toEqual(['k1']);
    });

    test('is never made anew where keys lie in the store that only the missing one opens', async () => {
      await expect(openKeyRing({ home: join(home, 'lost') }, some, ignore)).rejects.toMatchObject({
        type: 'BadInput',
        message: expect.stringContaining('Restore it from its backup.'),
      });
    });

    test('is the same file on machines that share a bucket, which none of them makes', async () => {
      await expect(openKeyRing({ home, store }, none, ignore)).rejects.toMatchObject({
        message: expect.stringMatching(/^ASCN_KEYS is not set; expected the file of the same key ring/),
      });
      const keys = join(home, 'absent.json');
      await expect(openKeyRing({ home, store, keys }, none, ignore)).rejects.toMatchObject({
        message: expect.stringContaining(`ASCN_KEYS is “${keys}”, which is not there`),
      });
    });

    test('that is no key ring is refused in words', async () => {
      const keys = join(home, 'other.json');
      writeFileSync(keys, '{"current":"k1"}');
      const ring = await openKeyRing({ home, keys }, none, ignore);
      expect(() => ring.current()).toThrow(/other\.json is no key ring; expected the JSON/);
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
    ['ASCN_MAILROOM_PROTOCOL', 'uucp', 'ASCN_MAILROOM_PROTOCOL is “uucp”; expected smtp, lmtp or off'],
    ['ASCN_MAILROOM_PROTOCOL', 'off', 'ASCN_IMAP_URL is not set; expected one door'],
    [
      'ASCN_MAILROOM_TLS_KEY',
      '/etc/key.pem',
      'ASCN_MAILROOM_TLS_CERT is not set, and ASCN_MAILROOM_TLS_KEY is',
    ],
    [
      'ASCN_MAILROOM_RELAYS',
      '192.0.2.25, mail.ascn.example',
      'ASCN_MAILROOM_RELAYS has “mail.ascn.example”; expected',
    ],
    ['ASCN_MAILROOM_RELAYS', '192.0.2.0/33', 'ASCN_MAILROOM_RELAYS has “192.0.2.0/33”; expected addresses'],
    [
      'ASCN_IMAP_URL',
      'pop3://a:b@mail.ascn.example',
      'ASCN_IMAP_URL begins with “pop3”; expected a URL such as imaps://',
    ],
    ['ASCN_IMAP_URL', 'imaps://mail.ascn.example/INBOX', 'expected a URL such as imaps://user:password@'],
    ['ASCN_AUTHSERV_ID', 'mx ascn', 'ASCN_AUTHSERV_ID is “mx ascn”; expected the name'],
    [
      'ASCN_CLAMD_URL',
      'http://127.0.0.1',
      'ASCN_CLAMD_URL is “http://127.0.0.1”; expected the place of ClamAV',
    ],
    [
      'ASCN_TSA_URL',
      'tsa.ascn.example',
      'ASCN_TSA_URL is “tsa.ascn.example”; expected the address of a time-stamp',
    ],
    ['ASCN_TSA_URL', 'https://user:word@tsa.ascn.example/', 'without user and password'],
    [
      'ASCN_TSA_CA',
      '/etc/ca.pem',
      'ASCN_TSA_URL is not set; expected the address of the time-stamp authority',
    ],
    ['ASCN_DNS_SERVERS', 'dns.ascn.example', 'ASCN_DNS_SERVERS has “dns.ascn.example”; expected addresses'],
    [
      'TEMPORAL_PROFILE',
      'no-such-profile',
      'TEMPORAL_PROFILE is “no-such-profile”, and Temporal’s settings cannot be read',
    ],
  ])('name the variable, the value and what was expected: %s=%s', (name, value, sentence) => {
    expect(() => readSettings({ [name]: value })).toThrow(sentence);
  });

  test('the mailroom has the doors that are set', () => {
    expect(readSettings({}).imap).toBeUndefined();
    expect(
      readSettings({
        ASCN_IMAP_URL: 'imaps://answers%40ascn.example:p%2Fw@mail.ascn.example',
        ASCN_MAILROOM_PROTOCOL: 'lmtp',
        ASCN_MAILROOM_RELAYS: '192.0.2.25, 2001:db8::/64',
        ASCN_MAILROOM_TLS_KEY: '/etc/key.pem',
        ASCN_MAILROOM_TLS_CERT: '/etc/cert.pem',
        ASCN_AUTHSERV_ID: 'mx.ascn.example',
        ASCN_DNS_SERVERS: '192.0.2.53,[::1]:5353',
      }),
    ).toMatchObject({
      imap: {
        host: 'mail.ascn.example',
        port: 993,
        secure: true,
        user: 'answers@ascn.example',
        password: 'p/w',
        folder: 'INBOX',
      },
      mailroomProtocol: 'lmtp',
      mailroomRelays: ['192.0.2.25', '2001:db8::/64'],
      mailroomTls: { key: '/etc/key.pem', cert: '/etc/cert.pem' },
      authservId: 'mx.ascn.example',
      dnsServers: ['192.0.2.53', '[::1]:5353'],
    });
    const { imap } = readSettings({ ASCN_IMAP_URL: 'imap://a:b@[::1]:1143/Mail/Answers' });
    expect(imap).toMatchObject({ host: '::1', port: 1143, secure: false, folder: 'Mail/Answers' });
  });

  test('never repeat a secret in an error', () => {
    expect(() => readSettings({ ASCN_IMAP_URL: 'http://post:hidden@mail.ascn.example' })).toThrow(
      /^(?!.*hidden)/,
    );
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

describe('the certificates of a time-stamp authority', () => {
  test('are read from the file that is named, and a file without any is refused by its name', async () => {
    const url = 'https://tsa.ascn.example/tsr';
    const file = join(home, 'no-certificates.pem');
    expect(readSettings({ ASCN_TSA_URL: url }).tsa).toEqual({ url });
    expect(await authorityOf({ tsa: { url } })).toMatchObject({ url, trusted: undefined });
    await expect(authorityOf(readSettings({ ASCN_TSA_URL: url, ASCN_TSA_CA: file }))).rejects.toThrow(
      `ASCN_TSA_CA is “${file}”, which cannot be read (ENOENT); expected a file with certificates to trust.`,
    );
    writeFileSync(file, 'no certificate\n');
    await expect(authorityOf({ tsa: { url, caFile: file } })).rejects.toThrow(
      `ASCN_TSA_CA is “${file}”, which holds no certificate that can be read`,
    );
  });
});
