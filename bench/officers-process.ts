/**
 * The officers of a measurement, in a process of their own: a mail server on the loopback interface that takes every
 * letter and keeps none, and, where they are told to, answers. An officer of an even-numbered city answers the first
 * letter, one of an odd-numbered city only the reminder, each at once; a receipt ends their part.
 */
import type { AddressInfo } from 'node:net';
import { createTransport } from 'nodemailer';
import { SMTPServer } from 'smtp-server';
import { completeAnswer } from './mail/letters.js';

/** What the parent says. */
export type ToOfficers =
  { answer: { bySmtp: number } | { byHttp: string }; receipts: number } | { count: number } | 'end';
/** What it hears. */
export type FromOfficers = { port: number } | { letters: Letters } | { failed: string };

/** Letters that came in, by what they are. */
export interface Letters {
  asks: number;
  reminders: number;
  receipts: number;
  /** Letters without a number, where the measurement sends its own. */
  others: number;
}

/** `ASCN/2018/action-plan/city-0001/1`: the city's number, and the letter's. */
const numbered = /^X-ASCN-Letter: \S*\/city-(\d+)\/(\w+)\r?$/im;
const header = (name: string, message: string): string =>
  new RegExp(`^${name}: (.*(?:\\r?\\n[ \\t].*)*)`, 'im').exec(message)?.[1]?.replace(/\r?\n\s*/g, ' ') ?? '';

const tell = (said: FromOfficers): void => void process.send!(said);
let letters: Letters = { asks: 0, reminders: 0, receipts: 0, others: 0 };
/** Answers an ask or a reminder. */
let answer: (city: number, message: string) => Promise<unknown> = () => Promise.resolve();
let done: () => boolean = () => false;

function take(message: string): void {
  const [, digits, part = ''] = numbered.exec(message) ?? [];
  if (digits === undefined) letters.others += 1;
  else {
    const city = Number(digits);
    if (part === '1') letters.asks += 1;
    else if (part === '2') letters.reminders += 1;
    else if (part.startsWith('R')) letters.receipts += 1;
    const answers = city % 2 === 0 ? part === '1' : part === '2';
    if (answers)
      answer(city, message).catch((error: unknown) => tell({ failed: `City ${city}: ${String(error)}` }));
  }
  if (done()) {
    done = () => false;
    tell({ letters });
  }
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

process.on('message', (said: ToOfficers) => {
  if (said === 'end') process.exit(0);
  letters = { asks: 0, reminders: 0, receipts: 0, others: 0 };
  if ('count' in said) {
    done = () => Object.values(letters).reduce((sum: number, each: number) => sum + each, 0) >= said.count;
    return;
  }
  done = () => letters.receipts >= said.receipts;
  answer = 'bySmtp' in said.answer ? bySmtp(said.answer.bySmtp) : byHttp(said.answer.byHttp);
});
process.on('disconnect', () => process.exit(0));

/** As a mail program does: to the reply address, in the letter's thread. */
function bySmtp(port: number): typeof answer {
  const outbox = createTransport({
    host: '127.0.0.1',
    port,
    ignoreTLS: true,
    pool: true,
    maxConnections: 10,
  });
  return (city, message) =>
    outbox.sendMail({
      from: `csco@city-${String(city).padStart(4, '0')}.ph.example`,
      to: header('Reply-To', message),
      subject: `Re: ${header('Subject', message)}`,
      inReplyTo: header('Message-ID', message),
      text: completeAnswer,
    });
}

function byHttp(url: string): typeof answer {
  return async (city) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ city, text: completeAnswer }),
    });
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  };
}

server.listen(0, '127.0.0.1', () => tell({ port: (server.server.address() as AddressInfo).port }));
