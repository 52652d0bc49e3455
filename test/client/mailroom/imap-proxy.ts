/** Stands between the mailroom and a real IMAP server, and makes that one less able. */
import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

export interface ImapProxyOptions {
  /** Capabilities that the server does not tell of. */
  hides?: string[];
  /** Commands, without their tag, that are answered with NO. */
  refuses?: RegExp;
  /** A pattern in the server's lines, and what stands there instead. */
  rewrites?: [RegExp, string];
}

/** Passes lines on; fit for messages too, since none has lines that the patterns of a test fit. */
export async function startImapProxy(
  to: { host: string; port: number },
  { hides = [], refuses, rewrites }: ImapProxyOptions,
): Promise<{ port: number; close: () => Promise<void> }> {
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    const behind = connect(to.port, to.host);
    for (const [one, other] of [
      [client, behind],
      [behind, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
    inLines(client, (line) => {
      const [, tag, command = ''] = /^(\S+) (.*)\r\n$/.exec(line) ?? [];
      if (refuses?.test(command)) client.write(`${tag} NO not allowed here\r\n`);
      else behind.write(line, 'latin1');
    });
    inLines(behind, (line) => {
      const able = /CAPABILITY/.test(line)
        ? hides.reduce((words, hidden) => words.replace(new RegExp(` ${hidden}\\b`), ''), line)
        : line;
      client.write(rewrites ? able.replace(...rewrites) : able, 'latin1');
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        clients.forEach((client) => client.destroy());
      }),
  };
}

function inLines(socket: Socket, take: (line: string) => void): void {
  let open = '';
  socket.setEncoding('latin1').on('data', (text: string) => {
    const lines = (open + text).split(/(?<=\n)/);
    open = lines.at(-1)?.endsWith('\n') ? '' : (lines.pop() ?? '');
    lines.forEach(take);
  });
}
