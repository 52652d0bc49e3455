/** Run as a process by `set-up.ts`: lets the Temporal SDK download an engine into a folder, and starts it once. */
import { TestWorkflowEnvironment } from '@temporalio/testing';

const [name, version, downloadDir] = process.argv.slice(2);
const server = { executable: { type: 'cached-download' as const, version, downloadDir } };
try {
  const environment =
    name === 'dev-server'
      ? await TestWorkflowEnvironment.createLocal({ server })
      : await TestWorkflowEnvironment.createTimeSkipping({ server });
  await environment.teardown();
} catch (error) {
  // The SDK says each error once for every layer of it.
  const message = error instanceof Error ? error.message : String(error);
  console.error(message.replace(/^.*server executable: /s, '').replace(/\): .*$/s, ')'));
  process.exitCode = 1;
}
