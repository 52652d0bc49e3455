/** The prebuilt workflow bundles: one of the cycle, and one of the rehearsal's cast. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { failureConverterPath } from './data-converter.js';
import { projectRoot } from './project.js';

const dist = join(projectRoot(), 'dist');

export const cycleBundle = join(dist, 'workflow-bundle.js');
export const castBundle = join(dist, 'cast-bundle.js');

/**
 * Bundles all workflows that a compiled module exports, with the interceptors that they all get, and writes the
 * bundle to `into`, in one step.
 *
 * The same code gives the same bundle wherever the project lies, since the bundle's hash is the worker's build
 * id: its paths are relative to the project.
 */
export async function bundleWorkflows(
  workflowsPath: string,
  into: string,
  interceptorModules: string[] = [],
): Promise<void> {
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: interceptorModules,
    failureConverterPath,
    logger: new DefaultLogger('WARN'),
    webpackConfigHook: (config) => ({
      ...config,
      context: projectRoot(),
      output: { ...config.output, devtoolModuleFilenameTemplate: '[resource-path]' },
    }),
  });
  await writeFile(`${into}.part`, code.replace(sourceMap, withoutPaths));
  await rename(`${into}.part`, into);
}

const sourceMap = /(?<=sourceMappingURL=data:application\/json;charset=utf-8;base64,)[\w+/=]+/;

/** The bundler's own entry names the workflows' file by its full path, which is kept in the source map only. */
const withoutPaths = (map: string): string =>
  Buffer.from(Buffer.from(map, 'base64').toString().replaceAll(projectRoot(), '.')).toString('base64');

/** Bundles what the last compilation left in `dist`: the cycle, and the cast where there is one. */
export async function bundleAll(): Promise<void> {
  await bundleWorkflows(join(dist, 'workflows', 'index.js'), cycleBundle, [
    join(dist, 'workflows', 'activity-summaries.js'),
  ]);
  const cast = join(dist, 'client', 'rehearsal', 'cast', 'workflows.js');
  if (existsSync(cast)) await bundleWorkflows(cast, castBundle);
}

/** The build id of a bundle: the first 16 hex digits of its SHA-256. */
export const buildIdOf = async (bundlePath: string): Promise<string> =>
  createHash('sha256')
    .update(await readFile(bundlePath))
    .digest('hex')
    .slice(0, 16);
