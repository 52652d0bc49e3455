/**
 * The offices and their mail servers, in a process of their own: they take the letters that the network sends, and
 * hand their own to a door. Started by `doors.ts`.
 */
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { extraCity } from '../cities.js';
import { answerParent } from './child.js';
import { letter } from './letters.js';

/** `collect` so many letters that ask; `prepare` letters, and files of hostile ones among them; `deliver` what was prepared, and wait for so many receipts. */
export type ToPost =
  | { collect: number }
  | { prepare: { letters: number; from: number; to: string[]; hostile?: string[] } }
  | { deliver: { port: number; receipts: number } };

export interface PostOpen {
  smtpUrl: string;
}

export interface Delivered {
  /** Until the last letter was answered for, and until the last receipt. */
  seconds: number;
  toReceipts: number;
  /** How often each code was the answer. */
  codes: Record<string, number>;
}

interface Ready {
  from: string;
  to: string;
  /** The message, or its file. */
  raw: Buffer | string;
}

/** So many connections at a time: fewer than one client may have. */
const connections = 8;

const header = (name: string, message: string): string =>
  new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(message)?.[1]?.replace(/\r?\n\s*/g, ' ') ?? '';

/** The reply addresses that letters gave, by the number of the city. */
const replyTo = new Map<number, string>();
let receipts = 0;
let changed: () => void = () => undefined;

/** Waits until it is so; it is looked at whenever a letter has come. */
const until = (isSo: () => boolean): Promise<void> =>
  new Promise((done) => {
    changed = () => {
      if (isSo()) done();
    };
    changed();
  });

function take(message: string): void {
  const [, digits, part = ''] = /^X-ASCN-Letter: \S*\/city-(\d+)\/(\w+)\r?$/im.exec(message) ?? [];
  if (digits !== undefined && part === '1')
    replyTo.set(Number(digits), /[^\s<>]+@[^\s<>]+/.exec(header('Reply-To', message))?.[0] ?? '');
  else if (part.startsWith('R')) receipts += 1;
  changed();
}

const server = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onData(stream, _session, taken) {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => {
      taken();
      take(Buffer.concat(chunks).toString('latin1'));
    });
  },
});
server.on('error', () => undefined);

let prepared: Ready[] = [];

/** Ordinary letters, and the hostile ones evenly among them. */
function prepare({ letters, from, to, hostile = [] }: Extract<ToPost, { prepare: object }>['prepare']): void {
  prepared = Array.from({ length: letters }, (_, i): Ready => {
    const city = i % to.length;
    const sender = `csco@${extraCity(city + 1)}.ph.example`;
    return { from: sender, to: to[city]!, raw: letter(from + i, { from: sender, to: to[city]! }) };
  });
  const apart = (letters + hostile.length) / hostile.length;
  for (const [i, raw] of hostile.entries())
    prepared.splice(Math.floor((i + 0.5) * apart), 0, {
      from: 'office@hue.example',
      to: to[i % to.length]!,
      raw,
    });
}

/** With the line ends of mail: others are refused at the door. */
const asMail = (message: Buffer): Buffer =>
  Buffer.from(message.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n'), 'latin1');

async function deliver(port: number, expected: number): Promise<Delivered> {
  const pool = createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    pool: true,
    maxConnections: connections,
    maxMessages: Infinity,
  });
  const codes: Record<string, number> = {};
  receipts = 0;
  const begun = performance.now();
  const since = (): number => (performance.now() - begun) / 1000;
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let at = next++; at < prepared.length; at = next++) {
      const { from, to, raw: given } = prepared[at]!;
      const raw = typeof given === 'string' ? asMail(await readFile(given)) : given;
      const code = await pool.sendMail({ envelope: { from, to: [to] }, raw }).then(
        ({ response }) => response.slice(0, 3),
        (error: Error & { responseCode?: number }) => String(error.responseCode ?? error.message),
      );
      codes[code] = (codes[code] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: connections }, lane));
  const seconds = since();
  pool.close();
  await until(() => receipts >= expected);
  return { seconds, toReceipts: since(), codes };
}

async function perform(said: ToPost): Promise<unknown> {
  if ('collect' in said) {
    await until(() => replyTo.size >= said.collect);
    return Array.from({ length: said.collect }, (_, i) => replyTo.get(i + 1)!);
  }
  if ('prepare' in said) return prepare(said.prepare);
  return deliver(said.deliver.port, said.deliver.receipts);
}

server.listen(0, '127.0.0.1', () => {
  const { port } = server.server.address() as AddressInfo;
  answerParent({ smtpUrl: `smtp://127.0.0.1:${port}` } satisfies PostOpen, perform);
});
