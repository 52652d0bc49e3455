import { afterAll, describe, expect, test } from '@jest/globals';
import { generateKeyPairSync } from 'node:crypto';
import type { DKIMSignOptions } from 'mailauth';
import { dkimSign } from 'mailauth';
import type { CheckLimits } from '../../../../client/mailroom/authentication/check.js';
import { createCheck, usualCheckLimits } from '../../../../client/mailroom/authentication/check.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const key = (publicKey.export({ type: 'spki', format: 'der' }) as Buffer).toString('base64');
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

/** The domain name system of the test. */
const zone: Record<string, string> = {
  'k1._domainkey.hue.example': `v=DKIM1; k=rsa; p=${key}`,
  'k1._domainkey.post.hue.example': `v=DKIM1; k=rsa; p=${key}`,
  'k1._domainkey.attacker.example': `v=DKIM1; k=rsa; p=${key}`,
  '_dmarc.hue.example': 'v=DMARC1; p=reject',
  '_dmarc.strict.example': 'v=DMARC1; p=reject; adkim=s; aspf=s',
  'k1._domainkey.post.strict.example': `v=DKIM1; k=rsa; p=${key}`,
  'hue.example': 'v=spf1 ip4:192.0.2.10 -all',
  'only-spf.example': 'v=spf1 ip4:192.0.2.10 -all',
  'attacker.example': 'v=spf1 ip4:203.0.113.9 -all',
};

const resolve = (name: string, type: string): Promise<unknown[]> => {
  const record = type === 'TXT' ? zone[name.toLowerCase()] : undefined;
  return record === undefined
    ? Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' }))
    : Promise.resolve([[record]]);
};

const made: ReturnType<typeof createCheck>[] = [];
const newCheck = (asking = resolve, limits: Partial<CheckLimits> = {}) => {
  const one = createCheck(asking, { ...usualCheckLimits, ms: 30_000, ...limits });
  made.push(one);
  return one;
};
const { check } = newCheck();
afterAll(() => Promise.all(made.map((each) => each.close())));

const message = (from: string, more = ''): string =>
  `From: ${from}\r\nTo: reply@ascn.example\r\nSubject: Progress\r\nMessage-ID: <1@hue.example>\r\n${more}\r\nVision: Own\r\n`;

/** @param more further options of a signature, such as how much of the body it covers */
async function signed(text: string, signingDomain: string, more: object = {}): Promise<string> {
  const signatureData = [{ signingDomain, selector: 'k1', privateKey: pem, ...more }];
  const { signatures } = await dkimSign(text, { signatureData } as unknown as DKIMSignOptions);
  return signatures + text;
}

const send = (
  text: string,
  { client = '198.51.100.7', sender = 'office@hue.example', helo = 'mail.hue.example' } = {},
) => check({ raw: Buffer.from(text), client, sender, helo, name: 'ascn.example' });

describe('who sent a letter', () => {
  test('the writer’s domain vouches by its signature, from wherever the letter comes', async () => {
    expect(await send(await signed(message('office@hue.example'), 'hue.example'))).toEqual({
      result: 'pass',
      by: 'dkim',
      domain: 'hue.example',
      from: 'hue.example',
      checked: 'here',
    });
  });

  test('a server of the same organisation may sign, unless the domain wants its own signature', async () => {
    const relaxed = await send(await signed(message('office@hue.example'), 'post.hue.example'));
    expect(relaxed).toMatchObject({ result: 'pass', by: 'dkim', domain: 'post.hue.example' });
    const strict = await signed(message('office@strict.example'), 'post.strict.example');
    expect(await send(strict, { sender: 'office@strict.example' })).toMatchObject({ result: 'fail' });
  });

  test('it vouches by the servers that may send for it, where nothing is signed', async () => {
    const text = message('office@only-spf.example');
    const sender = 'office@only-spf.example';
    expect(await send(text, { sender, client: '192.0.2.10' })).toMatchObject({
      result: 'pass',
      by: 'spf',
      domain: 'only-spf.example',
    });
    expect(await send(text, { sender })).toMatchObject({ result: 'fail' });
  });

  test('another domain’s signature and servers vouch for nobody else', async () => {
    const forged = await signed(message('office@hue.example'), 'attacker.example');
    expect(await send(forged, { client: '203.0.113.9', sender: 'x@attacker.example' })).toEqual({
      result: 'fail',
      from: 'hue.example',
      checked: 'here',
    });
  });

  test('a letter that was changed after it was signed is not vouched for', async () => {
    const changed = (await signed(message('office@hue.example'), 'hue.example')).replace('Own', 'Other');
    expect(await send(changed)).toMatchObject({ result: 'fail' });
  });

  test('a signature over the beginning of the body vouches for nothing that follows', async () => {
    const text = await signed(message('office@hue.example'), 'hue.example', { maxBodyLength: 13 });
    expect(text).toMatch(/\bl=13;/);
    expect(await send(text)).toMatchObject({ result: 'pass' });
    expect(await send(`${text}More: added\r\n`)).toMatchObject({ result: 'fail' });
  });

  test('a domain that publishes nothing neither vouches nor fails', async () => {
    expect(await send(message('office@quiet.example'), { sender: 'office@quiet.example' })).toEqual({
      result: 'none',
      from: 'quiet.example',
      checked: 'here',
    });
  });

  test.each([
    ['two writers', message('office@hue.example, other@attacker.example')],
    ['two From headers', `From: x@attacker.example\r\n${message('office@hue.example')}`],
  ])('%s are nobody’s', async (_, text) => {
    const twice = await signed(text, 'hue.example');
    expect(await send(twice)).toMatchObject({ result: 'fail' });
  });

  test('a mailing list is told, also where the signature outlived it', async () => {
    const text = await signed(message('office@hue.example'), 'hue.example');
    expect(await send(`List-Id: <cities.list.example>\r\n${text}`)).toMatchObject({
      result: 'pass',
      forwarded: 'list',
    });
  });

  test('what cannot be found out, or asks too much, is not vouched for, and holds nobody up', async () => {
    const never = newCheck(() => new Promise(() => undefined), { ms: 300 });
    const letter = {
      raw: Buffer.from(await signed(message('office@hue.example'), 'hue.example')),
      client: '192.0.2.10',
      sender: 'office@hue.example',
      helo: 'x',
      name: 'ascn.example',
    };
    const none = { result: 'none', checked: 'here' };
    expect(await never.check(letter)).toEqual(none);
    const away = newCheck(() => Promise.reject(Object.assign(new Error('x'), { code: 'ETIMEOUT' })));
    expect(await away.check(letter)).toMatchObject({ result: 'none' });
    const many = `DKIM-Signature: v=1\r\n`.repeat(200);
    expect(await check({ ...letter, raw: Buffer.concat([Buffer.from(many), letter.raw]) })).toEqual(none);
    const long = `X-Long: ${'a'.repeat(300_000)}\r\n`;
    expect(await check({ ...letter, raw: Buffer.concat([Buffer.from(long), letter.raw]) })).toEqual(none);
    expect(await check(letter)).toMatchObject({ result: 'pass' });
  });

  test('a letter that ends its thread takes no other with it', async () => {
    let stalls = true;
    const { check: both } = newCheck(
      (name, type) => (stalls && name.includes('slow') ? new Promise(() => undefined) : resolve(name, type)),
      { ms: 2_000 },
    );
    const about = { client: '192.0.2.10', helo: 'x', name: 'ascn.example' };
    const slow = both({ ...about, raw: Buffer.from(message('a@slow.example')), sender: 'a@slow.example' });
    const text = await signed(message('office@hue.example'), 'hue.example');
    const good = await both({ ...about, raw: Buffer.from(text), sender: 'office@hue.example' });
    expect(good).toMatchObject({ result: 'pass' });
    expect(await slow).toEqual({ result: 'none', checked: 'here' });
    stalls = false;
  });
});
