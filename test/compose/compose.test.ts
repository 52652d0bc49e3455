/** What `docker-compose.yml` and `.env.example` say is what the programs understand. They are read, not run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { searchAttributes } from '../../workers/engine/search-attributes.js';
import { projectRoot } from '../../workers/project.js';
import { readSettings } from '../../workers/settings.js';

interface Service {
  image?: string;
  build?: string;
  user?: string;
  restart?: string;
  environment?: Record<string, string>;
  healthcheck?: { test: string[] };
  volumes?: string[];
  ports?: string[];
  command?: string[];
  depends_on?: Record<string, { condition: string }>;
}

const read = (file: string): string => readFileSync(join(projectRoot(), file), 'utf8');
const compose = parse(read('docker-compose.yml'), { merge: true }) as {
  services: Record<string, Service>;
  volumes: Record<string, unknown>;
};
const services = Object.entries(compose.services);
const service = (name: string): Service => compose.services[name]!;

/** `${NAME}`, `${NAME:-otherwise}`, `${NAME-otherwise}`, `${NAME:?message}` as docker compose reads them. */
const variable = /(?<!\$)\$\{([A-Z_0-9]+)(?:(:?[-?])([^}]*))?\}/g;

/** The environment of a service for a `.env` file with these lines. */
function environmentOf(name: string, given: Record<string, string>): Record<string, string> {
  const filled = (text: string) =>
    text.replace(variable, (_, id: string, how = '', otherwise = '') => {
      const value = given[id];
      if (value !== undefined && (value !== '' || !String(how).startsWith(':'))) return value;
      if (String(how).endsWith('?')) throw new Error(`${id}: ${otherwise}`);
      return String(otherwise);
    });
  return Object.fromEntries(
    Object.entries(service(name).environment ?? {}).map(([id, text]) => [id, filled(text)]),
  );
}

/** The lines of `.env.example`: those that are set, and those that show a default. */
const example = [...read('.env.example').matchAll(/^(# )?([A-Z][A-Z_0-9]+)=(.*)$/gm)].map(
  ([, hidden, name, value]) => ({ name: name!, value: value!, hidden: hidden !== undefined }),
);
const secrets = {
  ASCN_SECRET: 'x'.repeat(32),
  POSTGRES_PASSWORD: 'p',
  AWS_ACCESS_KEY_ID: 'network',
  AWS_SECRET_ACCESS_KEY: 's',
};

describe('docker-compose.yml', () => {
  test('gives worker and mailroom settings that they take, with nothing set but the secrets', () => {
    for (const name of ['worker', 'mailroom']) {
      expect(readSettings(environmentOf(name, secrets))).toMatchObject({
        network: 'ascn',
        smtpUrl: 'smtp://mailpit:1025',
        mailDomain: 'ascn.example',
        mailroomPort: 2525,
        mailroomHost: '0.0.0.0',
        secret: secrets.ASCN_SECRET,
        keys: '/home/node/keys/keys.json',
        store: { bucket: 'documents-of-ascn', prefix: '', pathStyle: true },
        temporal: { namespace: 'default', connectionOptions: { address: 'temporal:7233' } },
      });
    }
    expect(service('worker').environment).toEqual(service('mailroom').environment);
  });

  test('refuses to start without a secret', () => {
    for (const name of Object.keys(secrets)) {
      const without = { ...secrets, [name]: '' };
      expect(() => services.forEach(([each]) => environmentOf(each, without))).toThrow('see .env.example');
    }
  });

  test('names only variables that something reads', () => {
    const readBySettings = read('workers/settings.ts');
    const known = new Set([
      // read by @temporalio/envconfig
      ...['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE'],
      // read by the AWS SDK
      ...['AWS_ENDPOINT_URL_S3', 'AWS_REGION', 'AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'],
      ...[...readBySettings.matchAll(/ASCN_[A-Z_]+/g)].map(([name]) => name),
    ]);
    for (const name of ['worker', 'mailroom'])
      expect(Object.keys(service(name).environment ?? {}).filter((each) => !known.has(each))).toEqual([]);
  });

  test('pins every image, and runs none as root but the one that makes the bucket', () => {
    const ownUser = ['worker', 'mailroom', 'temporal', 'ui'];
    for (const [name, { image = '', build, user }] of services) {
      if (!build) expect([name, image]).toEqual([name, expect.stringMatching(/:v?\d+\.\d+(\.\d+)?[\w.-]*$/)]);
      if (name !== 'bucket' && !ownUser.includes(name))
        expect([name, user]).toEqual([name, expect.stringMatching(/^(postgres|[1-9]\d*:[1-9]\d*)$/)]);
    }
    expect(read('Dockerfile')).toMatch(/^USER node$/m);
  });

  test('checks the health of everything that goes on, and waits for what ends', () => {
    const ends = new Set(
      services.flatMap(([, { depends_on: on = {} }]) =>
        Object.entries(on).flatMap(([name, { condition }]) =>
          condition === 'service_completed_successfully' ? [name] : [],
        ),
      ),
    );
    expect([...ends].sort()).toEqual(['bucket', 'namespace', 'schema']);
    for (const [name, { healthcheck, restart }] of services) {
      if (ends.has(name)) continue;
      expect([name, healthcheck?.test.length]).toEqual([name, expect.any(Number)]);
      expect([name, restart]).toEqual([name, 'unless-stopped']);
    }
  });

  test('keeps what has to stay in volumes, and opens nothing to other machines', () => {
    const used = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0]!));
    // the key ring lies beside the file, apart from the data
    expect(service('worker').volumes).toEqual(['./keys:/home/node/keys']);
    expect([...new Set(used)].filter((each) => each !== './keys').sort()).toEqual(
      Object.keys(compose.volumes).sort(),
    );
    for (const [, { ports = [] }] of services)
      for (const port of ports) expect(port).toMatch(/^(127\.0\.0\.1:|\$\{ASCN_MAILROOM_AT:-127\.0\.0\.1:)/);
  });

  test('sets up the namespace as the embedded engine does: ten years, and every search attribute', () => {
    const commands = service('namespace').command!.join('\n');
    expect(commands).toContain(`for name in ${searchAttributes.join(' ')}; do`);
    expect(commands).toContain(`--retention ${3650 * 24}h`);
  });
});

describe('.env.example', () => {
  test('names every variable of the compose file, and no other', () => {
    const asked = [...read('docker-compose.yml').matchAll(variable)].map(([, name]) => name!);
    const elsewhere = ['ASCN_HOME', 'ASCN_KEYS', 'TEMPORAL_ADDRESS', 'TEMPORAL_API_KEY'];
    expect(example.map(({ name }) => name).sort()).toEqual([...new Set([...asked, ...elsewhere])].sort());
  });

  test('leaves only the secrets empty, and shows the defaults of the rest', () => {
    expect(example.filter(({ hidden }) => !hidden).map(({ name, value }) => [name, value])).toEqual(
      expect.arrayContaining(Object.keys(secrets).map((name) => [name, ''])),
    );
    expect(example.filter(({ hidden }) => !hidden)).toHaveLength(Object.keys(secrets).length);
    const withExample = [
      ...['ASCN_SMTP_URL', 'ASCN_AUTHSERV_ID', 'ASCN_IMAP_URL', 'ASCN_CLAMD_URL'],
      ...['ASCN_TSA_URL', 'ASCN_TSA_CA'],
    ];
    const shown = Object.fromEntries(
      example
        .filter(({ hidden, name }) => hidden && !withExample.includes(name))
        .map(({ name, value }) => [name, value]),
    );
    expect(environmentOf('worker', { ...shown, ...secrets })).toEqual(environmentOf('worker', secrets));
  });
});
