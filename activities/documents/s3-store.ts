/** The document store in a bucket of Amazon S3, or of a server that speaks its protocol. */
import { randomUUID } from 'node:crypto';
import type * as S3 from '@aws-sdk/client-s3';
import type { DocumentStore } from '../../domain/document.js';
import { badInput, CycleError } from '../../domain/errors.js';
import type { Place } from './store.js';
import { createStore } from './store.js';

export interface BucketSettings {
  bucket: string;
  /** What all keys begin with, without a slash at either end; empty for the whole bucket. */
  prefix: string;
  /** The bucket is named in the path and not in the host's name, as servers of one's own expect it. */
  pathStyle: boolean;
}

export interface Bucket {
  /** Its document store, without encryption. */
  store: DocumentStore;
  /** Where the bytes lie. */
  place: Place;
  /** Puts a file beside the documents under a name that people know, in place of what may lie there. */
  writeFile: (path: string, content: Uint8Array | string) => Promise<void>;
  /** Closes the connections. */
  close(): Promise<void>;
}

/** As people write it, e.g. `s3://documents-of-ascn/2027`. */
export const nameOfBucket = ({ bucket, prefix }: Pick<BucketSettings, 'bucket' | 'prefix'>): string =>
  `s3://${[bucket, prefix].filter(Boolean).join('/')}`;

/** S3 allows 1,024 bytes. */
const longestKey = 1024;

/**
 * Opens the document store of a bucket, which has to be there. Region, endpoint and credentials are what the
 * AWS SDK finds: `AWS_REGION`, `AWS_ENDPOINT_URL_S3`, `AWS_ACCESS_KEY_ID` and its other sources.
 *
 * An object is written whole or not at all, and an entry of a ledger with `If-None-Match: *`, so that of several
 * writers one is let through. Nothing is ever deleted.
 */
export function openBucket({ bucket, prefix, pathStyle }: BucketSettings): Bucket {
  let connected: Promise<{ sdk: Sdk; client: S3.S3Client }> | undefined;
  const connect = () => (connected ??= openClient(pathStyle));
  const name = nameOfBucket({ bucket, prefix });
  const keyOf = (path: string): string => {
    const key = [prefix, path].filter(Boolean).join('/');
    const bytes = Buffer.byteLength(key);
    if (bytes <= longestKey) return key;
    throw badInput(
      `“${key.slice(0, 60)}…” has ${bytes} bytes; expected at most ${longestKey}, which is what a bucket takes as a key.`,
    );
  };

  const place: Place = {
    name,

    read: (path) =>
      inBucket(name, async () => {
        const { sdk, client } = await connect();
        try {
          const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: keyOf(path) }));
          return await Body!.transformToByteArray();
        } catch (error) {
          if (nameOf(error) === 'NoSuchKey') return undefined;
          throw error;
        }
      }),

    write: (path, content) =>
      inBucket(name, async () => {
        const { sdk, client } = await connect();
        await client.send(
          new sdk.PutObjectCommand({
            Bucket: bucket,
            Key: keyOf(path),
            Body: content,
            ContentType: contentType(path),
          }),
        );
      }),

    create: (path, content) =>
      inBucket(name, async () => createOnce(await connect(), bucket, keyOf(path), content)),

    list: (folder) =>
      inBucket(name, async () => {
        const { sdk, client } = await connect();
        const base = `${keyOf(folder)}/`;
        const paths: string[] = [];
        for await (const { Contents = [] } of sdk.paginateListObjectsV2(
          { client },
          { Bucket: bucket, Prefix: base },
        ))
          for (const { Key } of Contents) if (Key !== undefined) paths.push(Key.slice(base.length));
        return paths;
      }),
  };

  return {
    store: createStore(place),
    place,
    writeFile: (path, content) =>
      place.write(path, typeof content === 'string' ? Buffer.from(content, 'utf8') : content),
    close: async () => (await connected?.catch(() => undefined))?.client.destroy(),
  };
}

type Sdk = typeof S3;

/** The SDK is loaded when it is needed: that takes a quarter of a second, which a folder's users need not wait. */
async function openClient(pathStyle: boolean): Promise<{ sdk: Sdk; client: S3.S3Client }> {
  const sdk = await import('@aws-sdk/client-s3');
  const client = new sdk.S3Client({
    forcePathStyle: pathStyle,
    maxAttempts: 4,
    // What comes back is held against its SHA-256, which says more.
    responseChecksumValidation: 'WHEN_REQUIRED',
    // A server that neither answers nor breaks off counts as away.
    requestHandler: { connectionTimeout: 5_000, requestTimeout: 60_000, throwOnRequestTimeout: true },
  });
  return { sdk, client };
}

/**
 * Writes an object that is not there yet.
 *
 * When the answer to a write is lost, the SDK sends it again and is then told that the object is there. Whose it
 * is shows the mark that each write carries; otherwise the one writer would take itself for another.
 */
async function createOnce(
  { sdk, client }: { sdk: Sdk; client: S3.S3Client },
  bucket: string,
  key: string,
  content: Uint8Array,
): Promise<boolean> {
  const object = { Bucket: bucket, Key: key };
  const writer = randomUUID();
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(
        new sdk.PutObjectCommand({
          ...object,
          Body: content,
          ContentType: contentType(key),
          IfNoneMatch: '*',
          Metadata: { writer },
        }),
      );
      return true;
    } catch (error) {
      if (nameOf(error) === 'PreconditionFailed') {
        const { Metadata } = await client.send(new sdk.HeadObjectCommand(object));
        return Metadata?.writer === writer;
      }
      // Another writer was at it in the same moment, and neither may have been let through.
      if (nameOf(error) !== 'ConditionalRequestConflict' || attempt === 10) throw error;
    }
  }
}

const contentTypes: Record<string, string> = {
  json: 'application/json',
  pdf: 'application/pdf',
  html: 'text/html; charset=utf-8',
  xml: 'application/atom+xml; charset=utf-8',
};

const contentType = (path: string): string =>
  contentTypes[/\.([a-z]+)$/.exec(path)?.[1] ?? ''] ?? 'application/octet-stream';

const nameOf = (error: unknown): string | undefined => (error instanceof Error ? error.name : undefined);

const reasons: Record<string, string> = {
  NoSuchBucket: 'the bucket is not there',
  AccessDenied: 'access is denied',
  Forbidden: 'access is denied',
  InvalidAccessKeyId: 'the access key is not known there',
  XAdminUserNotFound: 'the access key is not known there', // versitygw's name for it
  SignatureDoesNotMatch: 'the secret key is not the one that belongs to the access key',
  ExpiredToken: 'the credentials have expired',
  AuthorizationHeaderMalformed: 'the region is another one',
  PermanentRedirect: 'the region is another one',
  RequestTimeTooSkewed: 'the clock of this machine is wrong',
  ConditionalRequestConflict: 'another writer is at the same entry',
  SlowDown: 'it is asked too often',
  ServiceUnavailable: 'the server is not ready',
  InternalError: 'the server reports an error',
  QuotaExceeded: 'the quota is used up',
  CredentialsProviderError:
    'no credentials are given, for example AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY',
  TimeoutError: 'the server does not answer',
  ECONNREFUSED: 'the server does not answer',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  ENOTFOUND: 'the server’s name is not known',
  EAI_AGAIN: 'the server’s name cannot be looked up',
  EHOSTUNREACH: 'the server cannot be reached',
  ETIMEDOUT: 'the server does not answer',
};

/** Whatever the bucket refuses may work later, when somebody has seen to it. */
async function inBucket<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CycleError) throw error;
    const code = codeOf(error);
    throw new CycleError(
      'Unavailable',
      `The document store ${name} cannot be used: ${reasons[code] ?? 'the server says'} (${code}).`,
    );
  }
}

/** The service's own name of an error, else the system's code, else what kind of error it is. */
function codeOf(error: unknown): string {
  const { $fault, code, name } = error as { $fault?: unknown; code?: unknown; name?: unknown };
  return String($fault ? name : (code ?? name ?? error));
}
