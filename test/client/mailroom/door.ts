/** A listener of a test, and a client that says byte for byte what the test wants said. */
import { createConnection } from 'node:net';
import type { Socket } from 'node:net';
import type { DocumentStore } from '../../../domain/document.js';
import { usualLimits } from '../../../client/mailroom/limits.js';
import type { MailroomOptions, Refusal } from '../../../client/mailroom/listener.js';
import { startMailroom } from '../../../client/mailroom/listener.js';
import { networksOf } from '../../../client/mailroom/relays.js';
import type { ArrivedLetter } from '../../../client/mailroom/take.js';

/** Opens a door at which this machine is a stranger, unless told otherwise. */
export async function openDoor(store: DocumentStore, options: Partial<MailroomOptions> = {}) {
  const started: ArrivedLetter[] = [];
  const troubles: unknown[] = [];
  const refused: Refusal[] = [];
  const { port, close } = await startMailroom({
    host: '127.0.0.1',
    domain: 'ascn.example',
    store,
    startLetter: (letter) => Promise.resolve(void started.push(letter)),
    limits: usualLimits,
    relays: networksOf([]),
    onTrouble: (error) => troubles.push(error),
    onRefused: (code) => refused.push(code),
    ...options,
  });
  return { port, close, started, troubles, refused };
}

export interface Talk {
  /** Writes, and returns the next `replies` answers: the last line of each. */
  say: (text: string | Buffer, replies?: number) => Promise<string[]>;
  /** All lines of the answer to one command. */
  ask: (command: string) => Promise<string[]>;
  /** Everything until the other side hangs up. */
  rest: () => Promise<string>;
  hangUp: () => void;
  socket: Socket;
}

/** Connects, and waits for the greeting unless it is not to. */
export async function talkTo(port: number, { greeted = true } = {}): Promise<Talk> {
  const socket = createConnection(port, '127.0.0.1').setEncoding('utf8');
  let heard = '';
  let ended = false;
  let told: () => void = () => undefined;
  socket.on('data', (text: string) => ((heard += text), told()));
  socket.on('error', () => undefined).on('close', () => ((ended = true), told()));
  const next = (): Promise<void> => new Promise((done) => (told = done));
  /** The lines of one whole answer, taken off. */
  const answer = async (): Promise<string[]> => {
    for (;;) {
      const whole = /^(?:\d{3}-[^\r\n]*\r\n)*\d{3}(?: [^\r\n]*)?\r\n/.exec(heard)?.[0];
      if (whole !== undefined) {
        heard = heard.slice(whole.length);
        return whole.trimEnd().split('\r\n');
      }
      if (ended) throw new Error(`The other side hung up after “${heard}”.`);
      await next();
    }
  };
  const talk: Talk = {
    socket,
    hangUp: () => socket.destroy(),
    async say(text, replies = 1) {
      socket.write(text);
      const lines: string[] = [];
      while (lines.length < replies) lines.push((await answer()).at(-1) ?? '');
      return lines;
    },
    ask(command) {
      socket.write(`${command}\r\n`);
      return answer();
    },
    async rest() {
      while (!ended) await next();
      return heard;
    },
  };
  if (greeted) await answer();
  return talk;
}

/** The codes of answers. */
export const codes = (lines: readonly string[]): string[] => lines.map((line) => line.slice(0, 3));

/** A transaction up to DATA, in one piece. */
export const envelope = ({ from = 'office@hue.example', to = 'reply@ascn.example' } = {}): string =>
  `MAIL FROM:<${from}>\r\nRCPT TO:<${to}>\r\nDATA\r\n`;
