/** Replays every history of a bundle against the version of the code that ran it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KeptCode, LogEntry } from '../../domain/archive.js';
import { buildsIn } from '../../domain/builds.js';
import type { ToReplay } from '../../workers/replay.js';
import { replayStrictly } from '../../workers/replay.js';
import type { Bundle } from './bundle.js';
import type { Finding } from './finding.js';
import { eventsOf } from './history.js';
import type { Runs } from './verify.js';

export async function* replayAll(
  bundle: Bundle,
  entries: readonly LogEntry[],
  runs: Runs,
  onRun: () => void,
): AsyncGenerator<Finding> {
  const codes = entries.filter((entry): entry is KeptCode => entry.kind === 'code');
  const byCode = new Map<KeptCode, string[]>();
  for (const [path, [{ workflow }]] of runs) {
    const events = await bundle.read(path).then(eventsOf, () => undefined);
    if (!events) continue;
    // a later version runs what an earlier one began, and so must replay all of it
    const build = buildsIn(events).at(-1);
    const code = codes.find((each) => build !== undefined && each.build.startsWith(build));
    if (code) byCode.set(code, [...(byCode.get(code) ?? []), path]);
    else if (build !== undefined)
      yield { where: workflow, what: `The code that ran it, ${build}, is not there.` };
  }
  const folder = await mkdtemp(join(tmpdir(), 'ascn-audit-'));
  try {
    for (const [code, paths] of byCode) {
      const codePath = join(folder, `${code.build}.js`);
      const content = await bundle.document(code.bundle).catch(() => undefined);
      if (!content) continue;
      await writeFile(codePath, content);
      for await (const { workflow, differences } of replayStrictly(
        codePath,
        histories(bundle, runs, paths, onRun),
      ))
        for (const { event, what } of differences) yield { where: workflow, event, what };
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function* histories(
  bundle: Bundle,
  runs: Runs,
  paths: readonly string[],
  onRun: () => void,
): AsyncGenerator<ToReplay> {
  for (const path of paths) {
    onRun();
    yield { workflow: runs.get(path)![0].workflow, history: { events: await bundle.history(path) } };
  }
}
