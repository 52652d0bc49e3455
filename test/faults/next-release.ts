/** A release that follows the present one: its workflows with one change, behind `patched`. */
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflows } from '../../workers/bundle.js';
import { projectRoot } from '../../workers/project.js';

/** What the next release changes: the desk of the secretariat gets a copy of every extension that it grants. */
const before = `letters.order(record, 'extended', { copy: record.plan.copy })`;
const after = `letters.order(record, 'extended', {
  copy: patched('extensions-to-the-desk') ? [...record.plan.copy, cycle.secretariat[0]] : record.plan.copy,
})`;

/**
 * Copies the compiled workflows, changes them and bundles the copy.
 *
 * @returns the bundle's path, and how to remove it with the copy
 */
export async function buildNextRelease(): Promise<{ bundlePath: string; remove: () => void }> {
  const root = projectRoot();
  const folder = mkdtempSync(join(tmpdir(), 'ascn-next-'));
  for (const part of ['domain', 'workflows'])
    cpSync(join(root, 'dist', part), join(folder, part), { recursive: true });
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const file = join(folder, 'workflows', 'request.js');
  const present = readFileSync(file, 'utf8');
  if (present.split(before).length !== 2)
    throw new Error(`${file} does not hold once what the next release changes: ${before}`);
  const next = `import { patched } from '@temporalio/workflow';\n${present.replace(before, after)}`;
  writeFileSync(file, next);
  const bundlePath = join(folder, 'bundle.js');
  await bundleWorkflows(join(folder, 'workflows', 'index.js'), bundlePath, [
    join(folder, 'workflows', 'activity-summaries.js'),
  ]);
  return { bundlePath, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
