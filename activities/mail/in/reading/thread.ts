/** What runs in a thread of the reader: one message at a time. */
import { open } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { bounded } from '../../../../domain/verdict/facts.js';
import { readDocument } from '../../../forms/read/read-document.js';
import { examineAttachments } from '../attachments/examine.js';
import { loadAttachmentPolicy } from '../attachments/policy.js';
import { factsOf } from '../facts.js';
import { inspectLetter } from '../inspect.js';
import type { LetterForms } from '../judge-answers.js';
import { answersIn, loadLetterForms } from '../judge-answers.js';
import type { ParsedLetter } from '../parse.js';
import { parseLetter } from '../parse.js';
import { loadPhrases } from '../phrases.js';
import { loadQuoting } from '../quoting.js';
import { withinLimits } from './document.js';
import { largestMessage, TooMuch } from './limits.js';
import type { Answer, Task, ThreadData } from './reader.js';

const port = parentPort;
if (!port) throw new Error('This runs in a thread of the reader only.');

const { dataDir } = workerData as ThreadData;
const [quoting, phrases, policy] = await Promise.all([
  loadQuoting(dataDir),
  loadPhrases(dataDir),
  loadAttachmentPolicy(dataDir),
]);
/** Loaded with the first answers: who only looks into messages needs none. */
let forms: LetterForms | undefined;

port.on('message', (task: Task) => void perform(task));
port.postMessage({ ready: true } satisfies Answer);

async function perform(task: Task): Promise<void> {
  try {
    if ('inspect' in task) {
      const letter = parseLetter(await readMessage(task.inspect), quoting);
      port!.postMessage({ inspection: await inspectLetter(letter, phrases, policy) } satisfies Answer);
    } else if ('document' in task) {
      const { name, content, language } = task.document;
      const document = withinLimits(await readDocument(name, content, language));
      port!.postMessage({ document } satisfies Answer);
    } else if ('answers' in task) {
      forms ??= await loadLetterForms(dataDir);
      port!.postMessage({ answers: answersIn(task.answers, forms) } satisfies Answer);
    } else {
      const parsed = parseLetter(task.read, quoting);
      const attachments = await examineAttachments(parsed.documents, policy);
      const letter = { ...parsed, attachments, facts: bounded(factsOf(parsed, '')) };
      port!.postMessage({ letter } satisfies Answer, buffersOf(letter));
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const refused = error instanceof TooMuch ? why : `It could not be read: ${why}`;
    port!.postMessage({ refused } satisfies Answer);
  }
}

/** @throws TooMuch for what is no file, or too large to be a message */
async function readMessage(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const stat = await file.stat();
    if (!stat.isFile()) throw new TooMuch('It is no file.');
    if (stat.size > largestMessage) throw new TooMuch('It is larger than any letter may be.');
    return await file.readFile();
  } finally {
    await file.close();
  }
}

/** The bytes that go over to the other thread without being copied. Each content gets a buffer of its own first. */
function buffersOf({ documents, machineParts }: ParsedLetter): ArrayBuffer[] {
  const own = new Map<Uint8Array, Uint8Array>();
  for (const part of [...documents, ...machineParts]) {
    const content = own.get(part.content) ?? ownBuffer(part.content);
    own.set(part.content, content);
    part.content = content;
  }
  return [...new Set([...own.values()].map(({ buffer }) => buffer as ArrayBuffer))];
}

const ownBuffer = (content: Uint8Array): Uint8Array =>
  content.byteLength === content.buffer.byteLength ? content : new Uint8Array(content);
