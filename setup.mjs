#!/usr/bin/env node
/**
 * Sets up what a fresh clone lacks, once, and says what it does:
 *
 *   node setup.mjs [deps] [build] [dev-server] [time-skipping-server] [s3-server] [greenmail] [temporal-server]
 *
 * Plain Node without dependencies, since it runs before there are any. It is silent where nothing is lacking.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 18)) {
  console.error(`This is Node ${process.versions.node}; ascn-cycle needs Node 20.18 or later (22 is best).`);
  process.exit(1);
}
process.chdir(root);

const steps = {
  deps() {
    if (dependenciesAreThere()) return;
    say('installing the libraries it needs (about a minute)');
    // not `npm ci`: it refuses a lock file that lacks binaries of other platforms, which some packages never
    // published in every version; --no-save leaves the lock file as it is
    run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  },

  async build() {
    const stamp = join('dist', '.built-from');
    const sources = hashOfSources();
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return;
    say('building (about twenty seconds)');
    // A build record of its own: type checks that write no files must not make this one skip any.
    const record = ['--tsBuildInfoFile', join('dist', 'build.tsbuildinfo')];
    run(process.execPath, [
      join('node_modules', 'typescript', 'bin', 'tsc'),
      '-p',
      'tsconfig.build.json',
      ...record,
    ]);
    const { bundleAll } = await import('./dist/workers/bundle.js');
    await bundleAll();
    // the archive names the commit; a copy without its history has none
    const { status, stdout } = spawnSync('git', ['rev-parse', 'HEAD'], { encoding: 'utf8' });
    if (status === 0) writeFileSync(join('dist', 'commit'), stdout);
    writeFileSync(stamp, sources);
  },

  async 'dev-server'() {
    const { readSettings } = await import('./dist/workers/settings.js');
    if (!readSettings().temporal) await engine('dev-server');
  },

  'time-skipping-server': () => engine('time-skipping-server'),
  's3-server': () => engine('s3-server'),
  greenmail: () => engine('greenmail'),
  'temporal-server': () => engine('temporal-server'),
};

async function engine(name) {
  const { setUpEngine } = await import('./dist/workers/engine/set-up.js');
  await setUpEngine(name, say);
}

/** npm notes what it installed; every package of the lock file is there, but for those of other platforms. */
function dependenciesAreThere() {
  const installed = join('node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const { packages: there } = JSON.parse(readFileSync(installed, 'utf8'));
  const { packages: wanted } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || there[path]?.version === entry.version,
  );
}

function hashOfSources() {
  const hash = createHash('sha256');
  const add = (path) => hash.update(`${path}\0`).update(readFileSync(path));
  ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json'].forEach(add);
  for (const folder of ['domain', 'workflows', 'activities', 'workers', 'client', 'bench']) {
    readdirSync(folder, { recursive: true })
      .filter((name) => /\.c?ts$/.test(name) && !name.includes('node_modules'))
      .sort()
      .forEach((name) => add(join(folder, name)));
  }
  return hash.digest('hex');
}

function run(command, args) {
  const { status, signal, error } = spawnSync(command, args, {
    stdio: ['ignore', process.stderr, process.stderr],
  });
  if (status === 0) return;
  throw new Error(
    `“${command} ${args.join(' ')}” failed${error ? `: ${error.message}` : signal ? ` (${signal})` : ''}.`,
  );
}

/** To standard error, so that what a command prints can be read by another program. */
function say(line) {
  console.error(`set-up: ${line}`);
}

try {
  for (const step of process.argv.slice(2)) {
    if (!Object.hasOwn(steps, step)) {
      throw new Error(`There is no step “${step}”; the steps are: ${Object.keys(steps).join(', ')}.`);
    }
    await steps[step]();
  }
} catch (error) {
  console.error(`set-up: ${error.message}`);
  process.exitCode = 1;
}
