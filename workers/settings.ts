/** The settings of one installation, from the environment. Nothing else reads an `ASCN_` variable. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ClientConnectConfig } from '@temporalio/envconfig';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { badInput } from '../domain/errors.js';
import { projectRoot } from './project.js';

export interface Settings {
  /** The folder of everything that is kept: documents, the engine's file, the local mailbox. */
  home: string;
  /** The first part of every id; also the task queue and the worker deployment. */
  network: string;
  /** Where letters go out; without it they go to the local mailbox. */
  smtpUrl?: string;
  /** The domain of the reply addresses. */
  mailDomain: string;
  /** The key of the reply addresses, where the environment gives it; see `secretOf`. */
  secret?: string;
  /** The port of the SMTP listener; without it the usual one, or a free one, is taken. */
  mailroomPort?: number;
  /** The address that the SMTP listener is bound to: this machine only, unless another is named. */
  mailroomHost: string;
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
    smtpUrl: smtpUrl(env),
    mailDomain:
      matching(
        env,
        'ASCN_MAIL_DOMAIN',
        /^(?=.{1,253}$)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+$/i,
        'a mail domain such as ascn.example',
      ) ?? 'ascn.example',
    secret: secret(env),
    mailroomPort: port(env, 'ASCN_MAILROOM_PORT'),
    mailroomHost: env.ASCN_MAILROOM_HOST || '127.0.0.1',
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
 * @throws CycleError `BadInput` when the file holds something else
 */
export function secretOf(settings: Pick<Settings, 'home' | 'secret'>): string {
  if (settings.secret) return settings.secret;
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
