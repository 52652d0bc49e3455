/**
 * Makes what the processes of the kill tests run: these sources as JavaScript below `dist`, where they find the
 * compiled project, and a bundle of the project's workflows with the patience that fits a year of some minutes.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const root = join(import.meta.dirname, '..', '..', '..');
const into = join(root, 'dist', 'test', 'faults', 'kill');
mkdirSync(into, { recursive: true });

const write = (file, text) => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
};

for (const name of readdirSync(import.meta.dirname)) {
  if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
  const { code } = transformSync(readFileSync(join(import.meta.dirname, name), 'utf8'), {
    filename: name,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  write(join(into, name.replace(/\.ts$/, '.js')), code);
}
const { code } = await bundleWorkflowCode({
  workflowsPath: join(root, 'dist', 'workflows', 'index.js'),
  workflowInterceptorModules: [join(into, 'patience.js')],
  logger: new DefaultLogger('WARN'),
});
write(join(into, 'workflow-bundle.js'), code);
