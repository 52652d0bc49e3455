/** Whether nothing is missing from a bundle, and nothing is in it that no part of it names. */
import type { LogEntry } from '../../domain/archive.js';
import type { Manifest } from '../../domain/bundle.js';
import { documentPath, historyPath } from '../../domain/bundle.js';
import type { Address } from '../../domain/document.js';
import { cycleId, registryId } from '../../domain/ids.js';
import type { Finding } from './finding.js';
import type { AuditedRun, ToldOfChild } from './history.js';
import { childrenIn, firstRunOf, hasEnded, resultOf, runBefore } from './history.js';

/** What the histories say of each other, gathered one by one. */
export class Completeness {
  readonly #manifest: Manifest;
  readonly #runs = new Set<string>();
  readonly #results = new Map<string, string | undefined>();
  /** The first runs of those that have ended. */
  readonly #ended = new Set<string>();
  readonly #told: ToldOfChild[] = [];
  readonly #before: { workflow: string; run: string }[] = [];

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
  }

  add(run: AuditedRun): void {
    this.#runs.add(`${run.workflow} ${run.run}`);
    const workflow = `${run.workflow} ${firstRunOf(run)}`;
    // of several runs the last has the result, in whichever order they come
    this.#results.set(workflow, resultOf(run) ?? this.#results.get(workflow));
    if (hasEnded(run)) this.#ended.add(workflow);
    const before = runBefore(run);
    if (before !== undefined && this.#belongs(run.workflow)) this.#before.push({ ...run, run: before });
    this.#told.push(...childrenIn(run).filter(({ workflow }) => this.#belongs(workflow)));
  }

  /** The registry is in the bundle as far as it touches the cycle; it has started other years, and archives this one. */
  #belongs(workflow: string): boolean {
    const { network, cycle } = this.#manifest;
    const id = cycleId(network, cycle);
    return workflow === id || workflow.startsWith(`${id}/`);
  }

  /** @param named the addresses that histories and documents name; undefined where these cannot be read */
  findings(entries: readonly LogEntry[], named: ReadonlySet<Address> | undefined): Finding[] {
    const { network, cycle, files } = this.#manifest;
    const findings: Finding[] = [];
    for (const workflow of [cycleId(network, cycle), registryId(network)])
      if (![...this.#runs].some((run) => run.startsWith(`${workflow} `)))
        findings.push({ where: workflow, what: 'Its history is not there.' });
    for (const { parent, event, workflow, run, ended, result } of this.#told) {
      const key = `${workflow} ${run}`;
      if (!this.#results.has(key))
        findings.push({ where: parent, event, what: `It started ${workflow}, whose history is not there.` });
      else if (result !== undefined && this.#results.get(key) !== result)
        findings.push({ where: parent, event, what: `It was told another result than that of ${workflow}.` });
      else if (ended && !this.#ended.has(key)) {
        const what = `It was told that ${workflow} has ended; its history does not say so.`;
        findings.push({ where: parent, event, what });
      }
    }
    for (const { workflow, run } of this.#before)
      if (!this.#runs.has(`${workflow} ${run}`))
        findings.push({ where: workflow, what: `Its run before, ${run}, is not there.` });
    return [...findings, ...this.#ofLog(entries, named, files)];
  }

  *#ofLog(
    entries: readonly LogEntry[],
    named: ReadonlySet<Address> | undefined,
    files: Manifest['files'],
  ): Generator<Finding> {
    const expected = new Set<string>();
    for (const entry of entries) {
      if (entry.kind === 'segment') expected.add(historyPath(entry.workflow, entry.run));
      else if (entry.kind === 'absent')
        yield {
          where: entry.address,
          what: 'The document store did not hold it when it was to be archived.',
        };
      else if (entry.kind === 'ledger') expected.add(documentPath(entry.entry));
      else if (entry.kind === 'document') {
        expected.add(documentPath(entry.address));
        if (named && !named.has(entry.address))
          yield { where: entry.address, what: 'No history and no other document names it.' };
      }
    }
    for (const path of expected)
      if (!(path in files)) yield { where: path, what: 'The log lists it; it is not there.' };
    for (const path of Object.keys(files))
      if (/^(?:histories|documents)\//.test(path) && !expected.has(path))
        yield { where: path, what: 'The log does not list it.' };
  }
}
