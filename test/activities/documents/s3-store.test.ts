/** The document store in a bucket of a real S3 server: versitygw. */
import { writeFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { types } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Bucket, BucketSettings } from '../../../activities/documents/s3-store.js';
import { openBucket } from '../../../activities/documents/s3-store.js';
import type { S3Server } from '../../setup/s3-server.js';
import { startS3Server } from '../../setup/s3-server.js';
import { describeStore, documentPath } from './contract.js';

// Jest gives each test file an `Error` of its own, so that Node's own errors are none to the SDK, which then does
// not try again. Outside of Jest they are.
const usual = Object.getOwnPropertyDescriptor(Function.prototype, Symbol.hasInstance)!.value as (
  value: unknown,
) => boolean;
Object.defineProperty(Error, Symbol.hasInstance, {
  value(this: unknown, value: unknown) {
    return this === Error ? types.isNativeError(value) : usual.call(this, value);
  },
});

const before = { ...process.env };
let server: S3Server;
const opened: Bucket[] = [];

/** Opens a bucket as a process with this environment would. */
function open(settings: Partial<BucketSettings> = {}, env: Record<string, string> = {}): Bucket {
  Object.assign(process.env, server.env, env);
  const bucket = openBucket({ bucket: 'documents-of-ascn', prefix: '', pathStyle: true, ...settings });
  opened.push(bucket);
  return bucket;
}

beforeAll(async () => {
  server = await startS3Server('documents-of-ascn');
}, 120_000);
afterEach(() => {
  process.env = { ...before };
});
afterAll(async () => {
  await Promise.all(opened.map((bucket) => bucket.close()));
  await server.close();
});

describeStore('the document store in a bucket', () => {
  const { store } = open({ prefix: 'contract/of-the-store' });
  const folder = join(server.bucketFolder('documents-of-ascn'), 'contract', 'of-the-store');
  return Promise.resolve({
    store,
    alter: (address, text) => writeFile(join(folder, documentPath(address)), text),
    close: () => Promise.resolve(),
  });
});

describe('a bucket', () => {
  test('keeps under one prefix nothing of another', async () => {
    const [one, other] = [open({ prefix: 'net-a' }).store, open({ prefix: 'net-b' }).store];
    const address = await one.put('the plan of Da Nang');
    await one.enter('tokens', 'abc', { network: 'net-a' });
    await expect(other.get(address)).rejects.toMatchObject({ type: 'NotFound' });
    expect(await other.entry('tokens', 'abc')).toBeUndefined();
    expect(await other.keys('tokens')).toEqual([]);
    expect(await other.enter('tokens', 'abc', { network: 'net-b' })).toBe(true);
    expect(await one.entry('tokens', 'abc')).toEqual({ network: 'net-a' });
  });

  test('lists a ledger of more entries than one page of the server holds', async () => {
    const { store } = open({ prefix: 'many' });
    const keys = Array.from({ length: 1_050 }, (_, i) => `ASCN/2027/progress/${String(i).padStart(4, '0')}`);
    for (let i = 0; i < keys.length; i += 50)
      await Promise.all(keys.slice(i, i + 50).map((key) => store.enter('letters', key, {})));
    expect(await store.keys('letters', 'ASCN/2027/')).toEqual(keys);
  }, 120_000);

  test('refuses a key that is longer than a bucket takes', async () => {
    await expect(open().store.enter('tokens', 'x'.repeat(1_100), {})).rejects.toMatchObject({
      type: 'BadInput',
      message: expect.stringMatching(
        /^“ledgers\/tokens\/x+…” has 11\d\d bytes; expected at most 1024/,
      ) as unknown,
    });
  });

  test('takes files under names that people know, in place of older ones', async () => {
    const bucket = open({ prefix: 'papers-of' });
    await bucket.writeFile('papers/ascn/2027/published/feed.xml', '<feed>1</feed>');
    await bucket.writeFile('papers/ascn/2027/published/feed.xml', '<feed>2</feed>');
    const { S3Client, GetObjectCommand } = await import('@aws-sdk/client-s3');
    Object.assign(process.env, server.env);
    const client = new S3Client({ forcePathStyle: true });
    const found = await client.send(
      new GetObjectCommand({
        Bucket: 'documents-of-ascn',
        Key: 'papers-of/papers/ascn/2027/published/feed.xml',
      }),
    );
    expect([await found.Body!.transformToString(), found.ContentType]).toEqual([
      '<feed>2</feed>',
      'application/atom+xml; charset=utf-8',
    ]);
    client.destroy();
  });
});

describe('what may pass is reported as such, in words:', () => {
  const unavailable = (sentence: string) => ({ type: 'Unavailable', message: sentence });
  const each = async ({ store }: Bucket, sentence: string) => {
    await expect(store.put('x')).rejects.toMatchObject(unavailable(sentence));
    await expect(store.enter('tokens', 'x', {})).rejects.toMatchObject(unavailable(sentence));
    await expect(store.entry('tokens', 'x')).rejects.toMatchObject(unavailable(sentence));
    await expect(store.keys('tokens')).rejects.toMatchObject(unavailable(sentence));
  };

  test('a bucket that is not there', () =>
    each(
      open({ bucket: 'no-such-bucket' }),
      'The document store s3://no-such-bucket cannot be used: the bucket is not there (NoSuchBucket).',
    ));

  test('a wrong secret key, and an access key that is not known', async () => {
    await each(
      open({}, { AWS_SECRET_ACCESS_KEY: 'another' }),
      'The document store s3://documents-of-ascn cannot be used: the secret key is not the one that belongs to the access key (SignatureDoesNotMatch).',
    );
    await each(
      open({}, { AWS_ACCESS_KEY_ID: 'nobody' }),
      'The document store s3://documents-of-ascn cannot be used: the access key is not known there (XAdminUserNotFound).',
    );
  });

  test('no credentials at all', async () => {
    const none = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true' };
    const nowhere = { AWS_SHARED_CREDENTIALS_FILE: '/nowhere', AWS_CONFIG_FILE: '/nowhere' };
    await each(
      open({}, { ...none, ...nowhere }),
      'The document store s3://documents-of-ascn cannot be used: no credentials are given, for example AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (CredentialsProviderError).',
    );
  });

  test('a server that is away; and when it is back, the same store goes on', async () => {
    const bucket = open({ prefix: 'away' });
    await server.stop();
    await each(
      bucket,
      'The document store s3://documents-of-ascn/away cannot be used: the server does not answer (ECONNREFUSED).',
    );
    await server.start();
    expect(await bucket.store.enter('tokens', 'x', { back: true })).toBe(true);
    expect(await bucket.store.entry('tokens', 'x')).toEqual({ back: true });
  }, 120_000);
});

test('the writer of an entry knows it for its own when the answer to its first try was lost', async () => {
  const proxy = await losingFirstAnswer(new URL(server.url).port);
  const { store } = open({ prefix: 'lost-answer' }, { AWS_ENDPOINT_URL_S3: proxy.url });
  expect(await store.enter('letters', 'ASCN/2027/nomination/vn/1/before', { to: 'ns-vn' })).toBe(true);
  expect(proxy.lost()).toBe(1);
  expect(await store.enter('letters', 'ASCN/2027/nomination/vn/1/before', { to: 'ns-vn' })).toBe(false);
  await proxy.close();
});

/** Stands between, and breaks the connection off when the server's first answer comes. */
async function losingFirstAnswer(port: string) {
  let lost = 0;
  const sockets = new Set<Socket>();
  const proxy = createServer((near) => {
    const far = connect(Number(port), '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
    }
    near.pipe(far);
    far.on('data', (chunk) => {
      if (lost > 0) {
        near.write(chunk);
        return;
      }
      lost += 1;
      near.destroy();
      far.destroy();
    });
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    lost: () => lost,
    close: () => {
      sockets.forEach((socket) => socket.destroy());
      return new Promise((closed) => proxy.close(closed));
    },
  };
}
