/**
 * `npm run record-histories`: rehearses the founding year, runs a small year on real timers, and keeps the histories of
 * their most telling workflows, for the replay gate. It adds the folder of this version and never rewrites one: until the
 * version is tagged, remove the folder to record it anew; from then on a recorded history stays.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import protoUtils from '@temporalio/common/lib/proto-utils.js';
import { rehearse } from '../../dist/client/rehearsal/rehearsal.js';
import { decrypted } from '../../dist/domain/encrypted-payload.js';
import { archiveId, remindersId, shortRequest } from '../../dist/domain/ids.js';
import { openInstallation } from '../../dist/workers/installation.js';
import { isReleased } from './released.mjs';

const year = 2018;
const network = 'rehearsal';
/** How much slower than its table the year on real timers runs: nothing waits for it. */
const slower = 2;
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
const root = join(import.meta.dirname, '..', '..');
const folder = join(import.meta.dirname, version);
if (existsSync(folder) || isReleased(root, version)) {
  console.error(
    isReleased(root, version)
      ? `${version} is released: its histories stay as they were recorded. Raise the version in package.json first.`
      : `The histories of ${version} are recorded in ${folder}. Remove the folder to record them anew: ${version} is not released yet.`,
  );
  process.exit(2);
}

const home = mkdtempSync(join(tmpdir(), 'ascn-record-'));
const part = `${folder}.part`;
rmSync(part, { recursive: true, force: true });
mkdirSync(part);

const firstOfEach = (things, kindOf) => [...new Map(things.toReversed().map((thing) => [kindOf(thing), thing])).values()];

/** The workflow of a morning on which reminders of an office met; nothing lists them. */
async function reminders(client, operations, rows) {
  for (const row of rows.filter(({ marks }) => marks.includes('reminded'))) {
    const { plan, remindersSent } = await operations.request(year, shortRequest(row.id));
    for (const { at } of plan.reminders.slice(0, remindersSent)) {
      const id = remindersId(network, year, row.addressee, at);
      const known = await client.workflow.getHandle(id).describe().catch(() => undefined);
      if (known) return [id];
    }
  }
  return [];
}

/** One of each kind of workflow, and one for each way that it can go. */
async function telling(client, operations) {
  const cycle = `${network}/cycle/${year}`;
  const status = await operations.status(year);
  const rows = await operations.requests(year);
  const drafts = firstOfEach(status.drafts, ({ state, name }) => `${state} ${name.split(/[/-]/)[0]}`);
  const letters = firstOfEach(
    await openInstallation({ home, network }).lettersIn(),
    ({ verdict, outcome, requests }) => `${verdict} ${outcome} ${requests.length > 1}`,
  );
  return [
    ...[`${network}/network`, cycle, `${cycle}/desk`, `${cycle}/mailing/workshop/reading`, ...status.phases.map(({ id }) => `${cycle}/phase/${id}`)],
    ...[`phase/${status.phases[0].id}`, 'closed'].map((occasion) => archiveId(network, year, occasion)),
    ...status.proceedings.map(({ id }) => id).filter((id) => /\/(?:jcm-autumn|annual-meeting)\b/.test(id)),
    ...firstOfEach(status.batches, ({ kind }) => kind)
      .filter(({ kind }) => ['nomination', 'workshop-delegation', 'clearance'].includes(kind))
      .map(({ batch }) => batch),
    ...firstOfEach(rows, ({ kind }) => kind).map(({ id }) => id),
    ...firstOfEach(rows, ({ state, marks }) => [state, ...marks.toSorted()].join()).map(({ id }) => id),
    ...(await reminders(client, operations, rows)),
    ...drafts.map(({ id }) => id),
    ...letters.map(({ digest }) => `${network}/letter/${digest}`),
  ];
}

/** Keeps a history, named by its workflow. @returns the bytes that it takes */
function write(into, id, history) {
  // who polled the engine is a process on a machine, and no matter of the history's
  const json = protoUtils
    .historyToJSON(history)
    .replace(/"identity": ?"[^"]*"/g, '"identity":"worker"')
    .replace(/"\d+@[\w.-]+"/g, '"worker"');
  const packed = gzipSync(JSON.stringify(JSON.parse(json)), { level: 9 });
  mkdirSync(into, { recursive: true });
  writeFileSync(join(into, `${id.split('/').slice(1).join('+')}.json.gz`), packed);
  return packed.length;
}

const told = (count, bytes) => console.log(`${count} histories, ${Math.ceil(bytes / 1024)} KB packed`);

async function keep(client, operations) {
  const { subjectKeys } = openInstallation({ home, network });
  const ids = [...new Set(await telling(client, operations))];
  let bytes = 0;
  for (const id of ids) {
    const { events } = await client.workflow.getHandle(id).fetchHistory();
    // the replay gate needs no key
    bytes += write(part, id, { events: await decrypted(events, subjectKeys.get) });
  }
  told(ids.length, bytes);
}

/** Of the year on real timers the longest history of each kind of workflow. */
async function keepOfRealTimers(reach) {
  const waiting = ['ascn/network', 'ascn/cycle/2018'];
  const longest = new Map();
  for (const id of waiting) {
    const history = await reach.insist((_, client) => client.workflow.getHandle(id).fetchHistory());
    // its words would name paths of this machine
    if (history.events.some((event) => event.activityTaskFailedEventAttributes))
      throw new Error(`An activity of ${id} failed for good; see why, and record again.`);
    const type = history.events[0].workflowExecutionStartedEventAttributes.workflowType.name;
    if (history.events.length > (longest.get(type)?.history.events.length ?? 0)) longest.set(type, { id, history });
    for (const event of history.events) {
      const child = event.childWorkflowExecutionStartedEventAttributes?.workflowExecution?.workflowId;
      if (child && !waiting.includes(child)) waiting.push(child);
    }
  }
  let bytes = 0;
  for (const { id, history } of longest.values()) bytes += write(join(part, 'ascn'), id, history);
  told(longest.size, bytes);
}

try {
  console.log('Rehearsing the founding year (about two minutes)');
  const summary = await rehearse({ year, seed: year, home, network, ended: keep });
  if (!summary.passed) throw new Error(`The rehearsal did not hold: ${summary.checks.filter(({ holds }) => !holds).map(({ check }) => check).join('; ')}`);
  console.log('Running a small year on the durable engine, on real timers (about twelve minutes)');
  await import('../faults/kill/build.mjs');
  const { runYear } = await import('../../dist/test/faults/kill/year.js');
  await runYear({ home: join(home, 'ascn'), seed: year, kills: [], slower, say: console.log, ended: keepOfRealTimers });
  renameSync(part, folder);
  console.log(`Recorded in ${folder}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(home, { recursive: true, force: true });
  rmSync(part, { recursive: true, force: true });
}
