/** The settings of one installation, from the environment. Nothing else reads an `ASCN_` variable. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import type { ClientConnectConfig } from '@temporalio/envconfig';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import type { DkimKey } from '../activities/mail/out/dkim-key.js';
import { readDkimKey } from '../activities/mail/out/dkim-key.js';
import type { TimeStampAuthority } from '../activities/archive/time-stamps.js';
import { badInput } from '../domain/errors.js';
import { readPem } from './pem.js';
import { projectRoot } from './project.js';

export interface Settings {
  /** The folder of everything that is kept: documents, the engine's file, the local mailbox. */
  home: string;
  /** The first part of every id; also the task queue and the worker deployment. */
  network: string;
  /** The bucket that keeps the documents; without it they are kept below `home`. */
  store?: { bucket: string; prefix: string; pathStyle: boolean };
  /** Where letters go out; without it they go to the local mailbox. */
  smtpUrl?: string;
  /** The domain of the reply addresses. */
  mailDomain: string;
  /** The key of the reply addresses, where the environment gives it; see `secretOf`. */
  secret?: string;
  /** The file of the key ring, where the environment names it; see `openKeyRing`. */
  keys?: string;
  /** Signs what leaves; see `dkimOf`. */
  dkim?: { keyFile: string; selector: string };
  /** Gives seals their time-stamps; see `authorityOf`. */
  tsa?: { url: string; caFile?: string | undefined } | undefined;
  /** The virus scanner, ClamAV's daemon; without it no document is scanned. */
  clamdUrl?: string | undefined;
  /** The port of the SMTP listener; without it the usual one, or a free one, is taken. */
  mailroomPort?: number;
  /** The address that the SMTP listener is bound to: this machine only, unless another is named. */
  mailroomHost: string;
  /** SMTP, unless the listener is to speak LMTP, or not to open at all. */
  mailroomProtocol?: 'lmtp' | 'off' | undefined;
  /** PEM files of the listener's key and certificate; without them there is no STARTTLS. */
  mailroomTls?: { key: string; cert: string } | undefined;
  /** Addresses or networks of mail servers of our own, which hand mail on; this machine, unless others are named. */
  mailroomRelays?: string[] | undefined;
  /** A mailbox from which answers are taken. */
  imap?: ImapSettings | undefined;
  /** Under which name our own mail server tells what it found of a letter's sender (RFC 8601). */
  authservId?: string | undefined;
  /** Servers of the domain name system, for checking senders; the system's, unless others are named. */
  dnsServers?: string[] | undefined;
  /** The port of the pages for whoever watches the installation: health, readiness, metrics; off without it. */
  healthPort?: number;
  healthHost: string;
  /** The form of the log; without it, sentences on a terminal and JSON lines elsewhere. */
  log?: 'json' | 'text';
  /** A real cluster or Temporal Cloud; without it the embedded engine runs. */
  temporal?: ClientConnectConfig;
  /** The embedded engine's file, below `home`. */
  engineFile: string;
}

export interface ImapSettings {
  host: string;
  port: number;
  /** TLS from the first byte; else by STARTTLS, without which only this machine is spoken to. */
  secure: boolean;
  user: string;
  password: string;
  folder: string;
}

/** Variables that, by Temporal's own convention, point at an engine outside. */
const temporalVariables = ['TEMPORAL_ADDRESS', 'TEMPORAL_PROFILE', 'TEMPORAL_CONFIG_FILE'];

/**
 * Reads the settings. A variable that is empty counts as not set. Writes nothing.
 *
 * @throws CycleError `BadInput` naming the variable, its value (a secret's length only) and what was expected
 */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const home = resolve(env.ASCN_HOME || join(projectRoot(), 'var'));
  return {
    home,
    network:
      matching(
        env,
        'ASCN_NETWORK',
        /^[a-z][a-z0-9-]{0,39}$/,
        'lower-case letters, digits and hyphens, at most 40, a letter first',
      ) ?? 'ascn',
    store: store(env),
    smtpUrl: smtpUrl(env),
    mailDomain:
      matching(
        env,
        'ASCN_MAIL_DOMAIN',
        /^(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/i,
        'a mail domain such as ascn.example',
      ) ?? 'ascn.example',
    secret: secret(env),
    keys: env.ASCN_KEYS ? resolve(env.ASCN_KEYS) : undefined,
    dkim: dkim(env),
    tsa: tsa(env),
    clamdUrl: matching(
      env,
      'ASCN_CLAMD_URL',
      /^(?:tcp:\/\/[^\s/]+:\d{1,5}|unix:\/\S+)$/,
      'the place of ClamAV’s daemon, such as tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl',
    ),
    mailroomPort: port(env, 'ASCN_MAILROOM_PORT'),
    mailroomHost: env.ASCN_MAILROOM_HOST || '127.0.0.1',
    ...mailroom(env),
    healthPort: port(env, 'ASCN_HEALTH_PORT'),
    healthHost: env.ASCN_HEALTH_HOST || '127.0.0.1',
    log: matching(env, 'ASCN_LOG', /^(json|text)$/, 'json or text') as Settings['log'],
    temporal: temporal(env),
    engineFile: join(home, 'engine', 'temporal.db'),
  };
}

/**
 * The key that binds reply addresses to letters: from the environment, else from `home`, where it is made once,
 * readable by its owner only.
 *
 * @throws CycleError `BadInput` when the file holds something else, or when several machines share the documents,
 *   so that each would make a key of its own
 */
export function secretOf(settings: Pick<Settings, 'home' | 'secret' | 'store'>): string {
  if (settings.secret) return settings.secret;
  if (settings.store) {
    throw badInput(
      'ASCN_SECRET is not set; expected the same key of at least 32 characters on every machine, since ASCN_STORE_URL is set. ' +
        'Make one with: openssl rand -base64 32',
    );
  }
  const file = join(settings.home, 'secret');
  mkdirSync(settings.home, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32).toString('base64url') + '\n', { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const kept = readFileSync(file, 'utf8').trim();
  if (kept.length < 32) {
    throw badInput(
      `${file} holds ${kept.length} characters; expected the secret of at least 32 that was made on the first start. ` +
        `Restore it from the backup; or delete the file, and a new secret is made: letters already sent are found without it.`,
    );
  }
  return kept;
}

/**
 * The key with which letters are signed, read and checked.
 *
 * @returns undefined where no key is set
 * @throws CycleError `BadInput` naming the setting when the file cannot be read, or holds no key that signs
 */
export function dkimOf({ dkim, mailDomain }: Pick<Settings, 'dkim' | 'mailDomain'>): DkimKey | undefined {
  if (!dkim) return undefined;
  const { keyFile, selector } = dkim;
  const privateKey = readDkimKey(...readPem('ASCN_DKIM_KEY', keyFile, 'a private key'));
  return { domain: mailDomain, selector, privateKey };
}

/** How long a time-stamp authority has for one answer. */
const authorityPatienceMs = 20_000;

/**
 * The time-stamp authority, with the certificates that are trusted for it read.
 *
 * @returns undefined where none is set
 * @throws CycleError `BadInput` naming the setting when the file cannot be read, or holds no certificate
 */
export async function authorityOf({ tsa }: Pick<Settings, 'tsa'>): Promise<TimeStampAuthority | undefined> {
  if (!tsa) return undefined;
  const { url, caFile } = tsa;
  const { readCertificates } = await import('../domain/time-stamp.js');
  const trusted =
    caFile === undefined
      ? undefined
      : readCertificates(...readPem('ASCN_TSA_CA', caFile, 'certificates to trust'));
  return { url, trusted, patienceMs: authorityPatienceMs };
}

function tsa(env: NodeJS.ProcessEnv): Settings['tsa'] {
  const url = matching(
    env,
    'ASCN_TSA_URL',
    /^https?:\/\/[^\s/@]+(\/\S*)?$/,
    'the address of a time-stamp authority (RFC 3161) without user and password, such as http://tsa.ascn.example/tsr',
  );
  const caFile = env.ASCN_TSA_CA || undefined;
  if (url === undefined && caFile !== undefined)
    throw badInput(
      'ASCN_TSA_URL is not set; expected the address of the time-stamp authority, since ASCN_TSA_CA is set.',
    );
  return url === undefined ? undefined : { url, caFile: caFile && resolve(caFile) };
}

function dkim(env: NodeJS.ProcessEnv): Settings['dkim'] {
  const keyFile = env.ASCN_DKIM_KEY || undefined;
  const selector = matching(
    env,
    'ASCN_DKIM_SELECTOR',
    /^(?=.{1,63}$)[a-z0-9][a-z0-9.-]*$/i,
    'a selector such as ascn2027, below which the DNS has the public key',
  );
  if (keyFile !== undefined && selector === undefined)
    throw badInput(
      'ASCN_DKIM_SELECTOR is not set; expected the selector below which the DNS has the public key of ASCN_DKIM_KEY, such as ascn2027.',
    );
  if (keyFile === undefined && selector !== undefined)
    throw badInput(
      'ASCN_DKIM_KEY is not set; expected the file of the private key, since ASCN_DKIM_SELECTOR is set.',
    );
  return keyFile === undefined || selector === undefined
    ? undefined
    : { keyFile: resolve(keyFile), selector };
}

function matching(
  env: NodeJS.ProcessEnv,
  name: string,
  pattern: RegExp,
  expected: string,
): string | undefined {
  const value = env[name];
  if (!value) return undefined;
  if (!pattern.test(value)) throw badInput(`${name} is “${value}”; expected ${expected}.`);
  return value;
}

function store(env: NodeJS.ProcessEnv): Settings['store'] {
  const value = env.ASCN_STORE_URL;
  if (!value) return undefined;
  const [, bucket, path = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[A-Za-z0-9_-][A-Za-z0-9_.-]*)*)\/?$/.exec(value) ?? [];
  if (bucket === undefined) {
    throw badInput(
      `ASCN_STORE_URL is “${value}”; expected a bucket and, if wanted, a prefix, such as s3://documents-of-ascn/2027.`,
    );
  }
  if (!env.AWS_REGION) {
    throw badInput(
      'AWS_REGION is not set; expected the region of the bucket that ASCN_STORE_URL names, such as ap-southeast-1.',
    );
  }
  const endpoints = ['AWS_ENDPOINT_URL_S3', 'AWS_ENDPOINT_URL'].filter((name) => env[name]);
  for (const name of endpoints)
    matching(env, name, /^https?:\/\/[^/]/, 'a URL such as https://s3.ascn.example');
  return { bucket, prefix: path.slice(1), pathStyle: endpoints.length > 0 };
}

function smtpUrl(env: NodeJS.ProcessEnv): string | undefined {
  const value = env.ASCN_SMTP_URL;
  if (!value) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !['smtp:', 'smtps:'].includes(url.protocol) || !url.hostname) {
    // The URL may hold a password, so only what stands before the first colon is repeated.
    throw badInput(
      `ASCN_SMTP_URL begins with “${value.split(':')[0]}”; expected a URL such as smtp://mail.ascn.example:587.`,
    );
  }
  return value;
}

function mailroom(
  env: NodeJS.ProcessEnv,
): Pick<
  Settings,
  'mailroomProtocol' | 'mailroomTls' | 'mailroomRelays' | 'imap' | 'authservId' | 'dnsServers'
> {
  const protocol = matching(env, 'ASCN_MAILROOM_PROTOCOL', /^(smtp|lmtp|off)$/, 'smtp, lmtp or off');
  const imap = imapUrl(env);
  if (protocol === 'off' && !imap) {
    throw badInput(
      'ASCN_MAILROOM_PROTOCOL is “off” and ASCN_IMAP_URL is not set; expected one door through which answers can come.',
    );
  }
  return {
    mailroomProtocol: protocol === 'smtp' ? undefined : (protocol as Settings['mailroomProtocol']),
    mailroomTls: tls(env),
    mailroomRelays: listed(
      env,
      'ASCN_MAILROOM_RELAYS',
      isNetwork,
      'addresses or networks such as 192.0.2.25, 2001:db8::/64',
    ),
    imap,
    authservId: matching(
      env,
      'ASCN_AUTHSERV_ID',
      /^[A-Za-z0-9._-]{1,253}$/,
      'the name in the Authentication-Results of your mail server, such as mx.ascn.example',
    ),
    dnsServers: listed(env, 'ASCN_DNS_SERVERS', isServer, 'addresses such as 192.0.2.53 or 127.0.0.1:5353'),
  };
}

function tls(env: NodeJS.ProcessEnv): Settings['mailroomTls'] {
  const { ASCN_MAILROOM_TLS_KEY: key, ASCN_MAILROOM_TLS_CERT: cert } = env;
  if (key && cert) return { key, cert };
  if (!key && !cert) return undefined;
  const [set, missing] = key ? ['KEY', 'CERT'] : ['CERT', 'KEY'];
  throw badInput(
    `ASCN_MAILROOM_TLS_${missing} is not set, and ASCN_MAILROOM_TLS_${set} is; expected a file for each.`,
  );
}

/** @returns undefined when the variable is not set */
function listed(
  env: NodeJS.ProcessEnv,
  name: string,
  fits: (entry: string) => boolean,
  expected: string,
): string[] | undefined {
  const value = env[name];
  if (!value) return undefined;
  const entries = value.split(',').map((entry) => entry.trim());
  const wrong = entries.find((entry) => !fits(entry));
  if (wrong !== undefined)
    throw badInput(`${name} has “${wrong}”; expected ${expected}, with commas between.`);
  return entries;
}

function isNetwork(entry: string): boolean {
  const [address = '', bits, ...more] = entry.split('/');
  const most = isIP(address) === 6 ? 128 : 32;
  return (
    isIP(address) > 0 &&
    more.length === 0 &&
    (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  );
}

const isServer = (entry: string): boolean =>
  isIP(entry) > 0 || (/^(?:[\d.]+|\[[0-9a-f:]+\]):\d{1,5}$/i.test(entry) && URL.canParse(`dns://${entry}`));

function imapUrl(env: NodeJS.ProcessEnv): ImapSettings | undefined {
  const value = env.ASCN_IMAP_URL;
  if (!value) return undefined;
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const [user, password, folder] = [url?.username, url?.password, url?.pathname.slice(1)].map(decoded);
  if (!url || !['imap:', 'imaps:'].includes(url.protocol) || !url.hostname || !user || !password) {
    // The URL holds a password, so only what stands before the first colon is repeated.
    throw badInput(
      `ASCN_IMAP_URL begins with “${value.split(':')[0]?.slice(0, 20)}”; expected a URL such as imaps://user:password@mail.ascn.example/INBOX, ` +
        'with %40 for an @ in the user or the password.',
    );
  }
  const secure = url.protocol === 'imaps:';
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port ? Number(url.port) : secure ? 993 : 143,
    secure,
    user,
    password,
    folder: folder || 'INBOX',
  };
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function secret(env: NodeJS.ProcessEnv): string | undefined {
  const value = env.ASCN_SECRET;
  if (!value) return undefined;
  if (value.length < 32) throw badInput(`ASCN_SECRET has ${value.length} characters; expected at least 32.`);
  return value;
}

function port(env: NodeJS.ProcessEnv, name: string): number | undefined {
  const value = matching(env, name, /^\d{1,5}$/, 'a port from 1 to 65535');
  if (value === undefined) return undefined;
  const number = Number(value);
  if (number < 1 || number > 65_535)
    throw badInput(`${name} is “${value}”; expected a port from 1 to 65535.`);
  return number;
}

function temporal(env: NodeJS.ProcessEnv): ClientConnectConfig | undefined {
  const used = temporalVariables.filter((name) => env[name]);
  if (used.length === 0) return undefined;
  const set = Object.entries(env).filter((entry): entry is [string, string] => Boolean(entry[1]));
  try {
    return loadClientConnectConfig({
      profile: env.TEMPORAL_PROFILE,
      overrideEnvVars: Object.fromEntries(set),
    });
  } catch (error) {
    throw badInput(
      `${used.map((name) => `${name} is “${env[name]}”`).join(' and ')}, and Temporal’s settings cannot be read: ` +
        `${error instanceof Error ? error.message : String(error)}. Expected the address of a Temporal server, or a profile of its settings file.`,
    );
  }
}
