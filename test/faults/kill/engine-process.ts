/** The engine of one installation, as a process of its own. */
import { startDevServer } from '../../../workers/engine/dev-server.js';
import { endWithTest, engineFile, ready } from './run.js';

const home = process.argv[2]!;
endWithTest();
const engine = await startDevServer({ file: engineFile(home) });
ready();
process.stderr.write(`${await engine.failed}\n`);
process.exit(1);
