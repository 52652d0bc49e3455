/**
 * How the engines, and the servers that tests of a team's installation run beside them, get onto a machine: found
 * in the user's cache, else fetched once in one of several ways.
 */
import { execFile, spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CycleError } from '../../domain/errors.js';

const devServerVersion = '1.5.1';
const testServerVersion = '1.32.0';
const temporalServerVersion = '1.29.1';
const s3ServerVersion = '1.8.0';
const greenMailVersion = '2.1.5';

/** The engines are the user's, not the project's: a second clone finds them. */
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ascn-cycle');
const devServerFolder = join(cache, `temporal-cli-${devServerVersion}`);
const testServerFolder = join(cache, `temporal-test-server-${testServerVersion}`);

const temporalServerFolder = join(cache, `temporal-server-${temporalServerVersion}`);
const s3ServerFolder = join(cache, `versitygw-${s3ServerVersion}`);
const greenMailFolder = join(cache, `greenmail-${greenMailVersion}`);

/** The path of Temporal's dev server, if it is set up. */
export function findDevServer(): string | undefined {
  const path = join(devServerFolder, 'temporal');
  return existsSync(path) ? path : undefined;
}

/** The words of the command that starts the time-skipping server, if it is set up; its port comes last. */
export function findTimeSkippingServer(): string[] | undefined {
  const executable = join(testServerFolder, 'temporal-test-server');
  if (existsSync(executable)) return [executable];
  if (!existsSync(join(testServerFolder, `temporal-test-server-${testServerVersion}.jar`))) return undefined;
  return [
    'java',
    '-XX:+UseSerialGC',
    // it runs for seconds or minutes: to compile once, quickly, costs less in all
    '-XX:TieredStopAtLevel=1',
    '-cp',
    join(testServerFolder, '*'),
    'io.temporal.testserver.TestServer',
  ];
}

/** Temporal's own server, if it is set up: the server, its schema tool, and the folder of its schemas for PostgreSQL. */
export function findTemporalServer(): { server: string; sqlTool: string; schemas: string } | undefined {
  const [server, sqlTool, schemas] = ['server', 'sql', 'schemas'].map((name) =>
    join(temporalServerFolder, name),
  ) as [string, string, string];
  return [server, sqlTool, schemas].every((path) => existsSync(path))
    ? { server, sqlTool, schemas }
    : undefined;
}

/** The path of the S3 server versitygw, if it is set up. */
export function findS3Server(): string | undefined {
  const path = join(s3ServerFolder, 'versitygw');
  return existsSync(path) ? path : undefined;
}

/** The jar of the mail server GreenMail, which Java runs, if it is set up. */
export function findGreenMail(): string | undefined {
  const path = join(greenMailFolder, `greenmail-standalone-${greenMailVersion}.jar`);
  return existsSync(path) ? path : undefined;
}

/** A way to get an engine: fills the folder, or throws an error whose message says why it cannot. */
interface Way {
  name: string;
  says: string;
  fill(folder: string): Promise<void>;
}

interface Engine {
  title: string;
  folder: string;
  find: () => unknown;
  ways: Way[];
  /** What a person can do where no way works. */
  byHand: string;
}

export type EngineName =
  'dev-server' | 'time-skipping-server' | 'temporal-server' | 's3-server' | 'greenmail';

const engines: Record<EngineName, Engine> = {
  'dev-server': {
    title: `Temporal’s dev server ${devServerVersion}`,
    folder: devServerFolder,
    find: findDevServer,
    ways: [
      {
        name: 'download by the Temporal SDK',
        says: 'downloading (about a minute)',
        fill: (folder) => download('dev-server', `v${devServerVersion}`, folder, 'temporal'),
      },
      {
        name: 'build with Go',
        says: 'building with Go (about four minutes, once)',
        fill: async (folder) => {
          await run('go', ['install', `github.com/temporalio/cli/cmd/temporal@v${devServerVersion}`], {
            GOBIN: folder,
            GOFLAGS: '',
          });
        },
      },
    ],
    byHand:
      `put the program “temporal” of Temporal CLI ${devServerVersion} into ${devServerFolder}; or install Go 1.25 or later; ` +
      `or set TEMPORAL_ADDRESS to a Temporal server of your own (then none is needed here)`,
  },
  'time-skipping-server': {
    title: `the time-skipping server ${testServerVersion}`,
    folder: testServerFolder,
    find: findTimeSkippingServer,
    ways: [
      {
        name: 'download by the Temporal SDK',
        says: 'downloading (about a minute)',
        fill: (folder) => download('time-skipping-server', 'default', folder, 'temporal-test-server'),
      },
      {
        name: 'Java and Maven',
        says: 'fetching it for Java with Maven (about a minute, once)',
        fill: (folder) => fetchForJava('io.temporal:temporal-test-server', testServerVersion, folder),
      },
    ],
    byHand:
      `install Java 17 and Maven; or put the jar io.temporal:temporal-test-server:${testServerVersion} ` +
      `and all that it depends on into ${testServerFolder}`,
  },
  'temporal-server': {
    title: `Temporal’s server ${temporalServerVersion}`,
    folder: temporalServerFolder,
    find: findTemporalServer,
    ways: [
      {
        name: 'build with Go',
        says: 'building it and its schema tool with Go (about five minutes, once)',
        async fill(folder) {
          const module = `go.temporal.io/server@v${temporalServerVersion}`;
          for (const program of ['server', 'tools/sql'])
            await run('go', ['install', module.replace('@', `/cmd/${program}@`)], {
              GOBIN: folder,
              GOFLAGS: '',
            });
          const { Dir } = JSON.parse(await run('go', ['mod', 'download', '-json', module])) as {
            Dir: string;
          };
          copyFolder(join(Dir, 'schema', 'postgresql', 'v12'), join(folder, 'schemas'));
        },
      },
    ],
    byHand:
      `install Go 1.25 or later; or put the programs “server” and “sql” of Temporal’s server ${temporalServerVersion}, ` +
      `and its schemas schema/postgresql/v12 as “schemas”, into ${temporalServerFolder}`,
  },
  's3-server': {
    title: `the S3 server versitygw ${s3ServerVersion}`,
    folder: s3ServerFolder,
    find: findS3Server,
    ways: [
      {
        name: 'build with Go',
        says: 'building with Go (about a minute, once)',
        fill: async (folder) => {
          await run('go', ['install', `github.com/versity/versitygw/cmd/versitygw@v${s3ServerVersion}`], {
            GOBIN: folder,
            GOFLAGS: '',
          });
        },
      },
    ],
    byHand: `install Go 1.25 or later; or put the program “versitygw” ${s3ServerVersion} into ${s3ServerFolder}`,
  },
  greenmail: {
    title: `the mail server GreenMail ${greenMailVersion}`,
    folder: greenMailFolder,
    find: findGreenMail,
    ways: [
      {
        name: 'Java and Maven',
        says: 'fetching it for Java with Maven (half a minute, once)',
        fill: (folder) => fetchForJava('com.icegreen:greenmail-standalone', greenMailVersion, folder),
      },
    ],
    byHand:
      `install Java 17 and Maven; or put the jar com.icegreen:greenmail-standalone:${greenMailVersion} ` +
      `into ${greenMailFolder}`,
  },
};

/** Fetches a library of Java and all that it depends on. */
async function fetchForJava(library: string, version: string, folder: string): Promise<void> {
  await run('java', ['-version']);
  const [group, artifact] = library.split(':');
  const pom = join(folder, 'pom.xml');
  writeFileSync(
    pom,
    `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.ascn</groupId>
  <artifactId>fetched</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>${group}</groupId>
      <artifactId>${artifact}</artifactId>
      <version>${version}</version>
    </dependency>
  </dependencies>
</project>
`,
  );
  await run('mvn', ['-q', '-B', '-f', pom, 'dependency:copy-dependencies', `-DoutputDirectory=${folder}`]);
}

/**
 * Sets up an engine unless it is there. The ways are tried in order; a way that fails leaves nothing behind.
 *
 * @param say told one line before each way that takes time
 * @throws CycleError `Unavailable` naming every way and why it failed, and what a person can do
 */
export async function setUpEngine(name: EngineName, say: (line: string) => void): Promise<void> {
  const { title, folder, find, ways, byHand } = engines[name];
  if (find()) return;
  mkdirSync(cache, { recursive: true });
  const failed: string[] = [];
  for (const way of ways) {
    const part = mkdtempSync(join(cache, 'part-'));
    try {
      say(`${title}: ${way.says}`);
      await way.fill(part);
      rmSync(folder, { recursive: true, force: true });
      renameSync(part, folder);
      if (find()) return;
      failed.push(`${way.name}: it ran, but ${title} is not what came`);
    } catch (error) {
      failed.push(`${way.name}: ${error instanceof Error ? error.message : String(error)}`);
    } finally {
      rmSync(part, { recursive: true, force: true });
    }
  }
  throw new CycleError(
    'Unavailable',
    `No way to get ${title} worked.\n${failed.map((line) => `  - ${line}`).join('\n')}\nWhat helps: ${byHand}.`,
  );
}

/** How long a download may stand still before it counts as blocked. */
const stallMs = 20_000;

/** Lets the SDK download in a process of its own, since its download cannot be called off. */
async function download(name: EngineName, version: string, folder: string, as: string): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'download.js'), name, version, folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text));
  let size = 0;
  let grewAt = performance.now();
  const watch = setInterval(() => {
    const now = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
    if (now !== size) [size, grewAt] = [now, performance.now()];
    if (performance.now() - grewAt > stallMs) {
      complaint = `nothing came for ${stallMs / 1000} seconds`;
      child.kill('SIGKILL');
    }
  }, 500);
  const code = await new Promise<number | null>((done) => child.once('close', done));
  clearInterval(watch);
  if (code !== 0) throw new Error(lastLine(complaint));
  const [file] = readdirSync(folder);
  if (!file) throw new Error('nothing was downloaded');
  renameSync(join(folder, file), join(folder, as));
}

/** @returns what it printed */
async function run(command: string, args: string[], env: Record<string, string> = {}): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(command, args, {
      env: { ...process.env, ...env },
      maxBuffer: 64 * 1024 * 1024,
    });
    return stdout;
  } catch (error) {
    const { code, stderr, stdout } = error as { code?: unknown; stderr?: string; stdout?: string };
    if (code === 'ENOENT') throw new Error(`“${command}” is not installed`);
    throw new Error(`“${command}” failed: ${lastLine(stderr || stdout || String(error))}`);
  }
}

/** Copies what a folder holds, but not that Go makes it read-only. */
function copyFolder(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) copyFolder(join(from, entry.name), join(to, entry.name));
    else writeFileSync(join(to, entry.name), readFileSync(join(from, entry.name)));
  }
}

const lastLine = (text: string): string =>
  text.trim().split('\n').at(-1)?.slice(0, 300) || 'no reason was given';
