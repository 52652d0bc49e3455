/** A mail server that misbehaves as told, at one point of the conversation, until it is told to behave. */
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';

/** Where in the conversation; `body` is amid the letter's words, `dot` after its end. */
export const points = ['greeting', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'body', 'dot'] as const;
export type Point = (typeof points)[number] | 'STARTTLS';

/** An answer such as `451 later`; else it ends the connection, says nothing, or lets fall one letter at a time. */
export type Act = `${4 | 5}${number} ${string}` | 'breaks off' | 'is silent' | 'drips';

export interface Misbehaviour {
  at: Point;
  does: Act;
  /** Only for recipients whose address begins so. */
  to?: string;
}

export interface TakenLetter {
  raw: string;
  from: string;
  to: string[];
}

export interface ScriptedServer {
  url: string;
  port: number;
  /** Every letter whose final dot came in and that the server took, whether or not it said so. */
  taken: TakenLetter[];
  misbehave(as?: Misbehaviour): void;
  close(): Promise<void>;
}

/** Milliseconds between two letters of an answer that drips. */
const dripMs = 20;

/** @param extensions of EHLO, e.g. `STARTTLS`, `AUTH PLAIN`, `PIPELINING` */
export async function startScriptedServer(...extensions: string[]): Promise<ScriptedServer> {
  const taken: TakenLetter[] = [];
  const sockets = new Set<Socket>();
  let now: Misbehaviour | undefined;

  /** Answers at a point, as the script says or else with `usual`. @returns whether the usual was said */
  function answer(socket: Socket, at: Point, usual: string, about = ''): boolean {
    const amiss = now?.at === at && about.startsWith(now.to ?? '') ? now.does : undefined;
    if (amiss === undefined) socket.write(`${usual}\r\n`);
    else if (amiss === 'breaks off') socket.destroy();
    else if (amiss === 'drips') drip(socket, usual);
    else if (amiss !== 'is silent') socket.write(`${amiss}\r\n`);
    return amiss === undefined;
  }

  function converse(socket: Socket): void {
    let heard = '';
    let letter: TakenLetter | undefined;
    let inBody = false;
    /** It offered a safe connection, and goes on as before. */
    let inTheClear = false;
    const command = (line: string): void => {
      const verb = line.slice(0, 4).toUpperCase();
      const address = /<(.*)>/.exec(line)?.[1] ?? '';
      if (verb === 'EHLO') answer(socket, 'EHLO', ['mx.example', ...extensions].map(helloLine).join('\r\n'));
      else if (verb === 'STAR') {
        if (!extensions.includes('STARTTLS')) socket.write('502 no such command\r\n');
        else inTheClear = answer(socket, 'STARTTLS', '220 go ahead');
      } else if (verb === 'AUTH') answer(socket, 'AUTH', '235 welcome');
      else if (verb === 'MAIL') {
        letter = { raw: '', from: address, to: [] };
        answer(socket, 'MAIL', '250 sender taken');
      } else if (verb === 'RCPT') {
        if (answer(socket, 'RCPT', '250 recipient taken', address)) letter?.to.push(address);
      } else if (verb === 'DATA') {
        if (!letter?.to.length) socket.write('503 no recipients\r\n');
        else inBody = answer(socket, 'DATA', '354 go on');
      } else socket.write(verb === 'QUIT' ? '221 bye\r\n' : '250 so be it\r\n');
    };
    const body = (): void => {
      if (now?.at === 'body') {
        if (now.does === 'breaks off') socket.destroy();
        return;
      }
      const end = heard.indexOf('\r\n.\r\n');
      if (end < 0) return;
      const whole = { ...letter!, raw: heard.slice(0, end) };
      heard = heard.slice(end + 5);
      inBody = false;
      // a server that answers with 4xx or 5xx has not taken the letter; one that breaks off has
      if (!(now?.at === 'dot' && /^[45]/.test(now.does))) taken.push(whole);
      answer(socket, 'dot', '250 letter taken');
    };
    socket.setEncoding('latin1').on('data', (text: string) => {
      heard += text;
      if (inTheClear) {
        socket.write('500 what?\r\n');
        return;
      }
      while (!inBody && heard.includes('\r\n')) {
        const line = heard.slice(0, heard.indexOf('\r\n'));
        heard = heard.slice(line.length + 2);
        command(line);
      }
      if (inBody) body();
    });
    answer(socket, 'greeting', '220 mx.example');
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    converse(socket);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    taken,
    misbehave(as) {
      now = as;
    },
    async close() {
      const closed = new Promise((done) => server.close(done));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

const helloLine = (text: string, i: number, all: string[]): string =>
  `250${i < all.length - 1 ? '-' : ' '}${text}`;

/** Never comes to the end of its line, and is never silent for long. */
function drip(socket: Socket, text: string): void {
  let i = 0;
  const timer = setInterval(() => {
    if (socket.destroyed) clearInterval(timer);
    else socket.write(text[i] ?? '.');
    i += 1;
  }, dripMs);
}
