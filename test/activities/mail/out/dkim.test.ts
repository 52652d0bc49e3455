import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import type { DkimKey } from '../../../../activities/mail/out/dkim-key.js';
import { dkimOf, readSettings } from '../../../../workers/settings.js';
import { openDesk, smtpError, startPeer } from './fixture.js';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

const pem = (kind: 'rsa', bits: number): string =>
  generateKeyPairSync(kind, { modulusLength: bits }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
  }) as string;
const key: DkimKey = { domain: 'ascn.example', selector: 'ascn2018', privateKey: pem('rsa', 1024) };

/** What a receiving server finds, with the public key that the DNS would give. */
async function verdictOn(message: Buffer): Promise<unknown> {
  const published = createPublicKey(key.privateKey)
    .export({ type: 'spki', format: 'der' })
    .toString('base64');
  const { results } = await dkimVerify(message, {
    resolver: (name: string, type: string) =>
      name === 'ascn2018._domainkey.ascn.example' && type === 'TXT'
        ? Promise.resolve([[`v=DKIM1; k=rsa; p=${published}`]])
        : Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' })),
  });
  return results.map(({ signingDomain, status }) => ({ signingDomain, result: status.result }));
}

describe('a letter', () => {
  test('that leaves where there is a key is signed by the mail domain, once: a second attempt sends the bytes that the ledger names', async () => {
    let busy = true;
    const peer = await startPeer({ afterData: () => (busy ? smtpError(451, 'Later') : undefined) });
    const desk = await openDesk(peer.url, undefined, undefined, { dkim: key });
    open.push(peer, desk);
    const order = desk.order({ formal: true });
    await expect(desk.send(order)).rejects.toMatchObject({ type: 'Unavailable' });
    busy = false;
    const sent = await desk.send(order);
    const [first, second] = peer.taken.map(({ raw }) => raw);
    expect(second).toEqual(first);
    expect(Buffer.from(await desk.store.get(sent.document!))).toEqual(second);
    expect(await verdictOn(second!)).toEqual([{ signingDomain: 'ascn.example', result: 'pass' }]);
    const altered = Buffer.from(second!.toString('latin1').replace('Subject: ', 'Subject: No '), 'latin1');
    expect(await verdictOn(altered)).toMatchObject([{ result: 'fail' }]);
  });

  test('leaves unsigned where there is no key', async () => {
    const peer = await startPeer();
    const desk = await openDesk(peer.url);
    open.push(peer, desk);
    await desk.send(desk.order());
    expect(peer.taken[0]!.raw.toString('latin1')).not.toMatch(/^dkim-signature:/im);
  });
});

describe('the settings of the key', () => {
  const file = (content: string): string => {
    const path = join(mkdtempSync(join(tmpdir(), 'ascn-key-')), 'dkim.pem');
    writeFileSync(path, content);
    return path;
  };
  const env = (ASCN_DKIM_KEY: string) => ({
    ...{ ASCN_DKIM_KEY, ASCN_DKIM_SELECTOR: 'ascn2018', ASCN_MAIL_DOMAIN: 'ascn.example' },
  });

  test('give the key, for the mail domain', () => {
    expect(dkimOf(readSettings({}))).toBeUndefined();
    expect(dkimOf(readSettings(env(file(key.privateKey))))).toEqual(key);
  });

  test.each([
    [
      'not-there.pem',
      /^ASCN_DKIM_KEY is “.*not-there\.pem”, which cannot be read \(ENOENT\); expected a file/,
    ],
    [file('a word'), /^ASCN_DKIM_KEY is “.*”, which holds no private key that can be read; expected an RSA/],
    [
      file(generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string),
      /^ASCN_DKIM_KEY is “.*”, which holds a key of another kind \(ed25519\); expected an RSA/,
    ],
    [file(pem('rsa', 512)), /^ASCN_DKIM_KEY is “.*”, which holds a key of 512 bits; expected one of 1024/],
  ])('that do not fit are told with the setting: %#', (path, sentence) => {
    const settings = readSettings(env(path));
    expect(() => dkimOf(settings)).toThrow(expect.objectContaining({ type: 'BadInput' }));
    expect(() => dkimOf(settings)).toThrow(sentence);
  });

  test('come together, or not at all', () => {
    expect(() => readSettings({ ASCN_DKIM_KEY: 'a.pem' })).toThrow(
      /^ASCN_DKIM_SELECTOR is not set; expected/,
    );
    expect(() => readSettings({ ASCN_DKIM_SELECTOR: 'a' })).toThrow(/^ASCN_DKIM_KEY is not set; expected/);
    expect(() => readSettings({ ASCN_DKIM_KEY: 'a.pem', ASCN_DKIM_SELECTOR: 'a b' })).toThrow(
      /^ASCN_DKIM_SELECTOR is “a b”; expected a selector/,
    );
  });
});
