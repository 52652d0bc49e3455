/** `ascn codec`: Temporal's own pages and command line, readable for auditors who were invited. */
import type { Command } from 'commander';
import { badInput, refused } from '../../domain/errors.js';
import { findOffice } from '../../domain/office.js';
import { toInstant } from '../../domain/time.js';
import { untilInterrupted } from '../../workers/interrupt.js';
import type { ActorOptions } from './actor.js';
import { actorOf, withReason } from './actor.js';
import type { Cli, Json } from './cli.js';
import { show } from './cli.js';
import { collect } from './ids.js';
import { utc } from './output.js';

/** Beside the usual port of Temporal's own pages, 8233. */
const usualPort = 8234;

interface ServeOptions {
  port: number;
  host: string;
  at?: string;
  ui?: string[];
}

export function addCodecCommands(program: Command, cli: Cli): void {
  const codec = program
    .command('codec')
    .description('show Temporal’s own pages in words to auditors who were invited, until Ctrl-C')
    .option('--port <PORT>', 'the port', parsePort, usualPort)
    .option(
      '--host <HOST>',
      'the address that it is bound to; this machine only, unless another is named',
      '127.0.0.1',
    )
    .option(
      '--at <URL>',
      'where auditors reach it, behind a proxy with TLS, e.g. https://codec.ascn.example',
      parseUrl,
    )
    .option(
      '--ui <ORIGIN...>',
      'where Temporal’s pages are, e.g. https://temporal.ascn.example; else any port of this machine',
      (text: string, before?: string[]) => collect(parseOrigin(text), before),
    )
    .action((options: ServeOptions) => serve(cli, options));

  withReason(codec.command('invite').description('make a link that lets an office in for a working day'))
    .requiredOption('--auditor <OFFICE>', 'the office that is let in, e.g. asec')
    .option('--link-at <URL>', 'where auditors reach the codec', parseUrl, `http://127.0.0.1:${usualPort}`)
    .action((options: ActorOptions & Json & { auditor: string; linkAt: string }) => invite(cli, options));
}

async function serve(cli: Cli, { port, host, at, ui }: ServeOptions): Promise<void> {
  const interrupted = untilInterrupted();
  const [payloadCodec] = cli.reading.dataConverter.payloadCodecs ?? [];
  if (!payloadCodec)
    throw refused('This installation does not encrypt what the engine holds: there is nothing to open.');
  // the web server loads a while, and no other command needs it
  const { openCodec } = await import('../codec/server.js');
  const reached = at ?? `http://${host}:${port}`;
  const { close } = await openCodec({
    ...{ payloadCodec, host, port, ui, at: reached },
    invitations: cli.invitations(),
    record: cli.reading.recordReading,
  });
  cli.print(
    [
      `codec      ${reached}, for Temporal’s pages ${ui ? `at ${ui.join(' and ')}` : 'on this machine'}`,
      'Let an office in with: ascn codec invite --auditor OFFICE --why REASON --as OFFICE',
      'Ctrl-C stops it.',
    ].join('\n'),
  );
  await interrupted;
  await close();
}

async function invite(
  cli: Cli,
  options: ActorOptions & Json & { auditor: string; linkAt: string },
): Promise<void> {
  const today = toInstant(Date.now()).slice(0, 10);
  const actor = await actorOf(cli.reading, Number(today.slice(0, 4)), options, true);
  const network = await cli.reading.network(today);
  if (findOffice(network, actor.office).kind !== 'chair-secretariat')
    throw refused(`“${actor.office}” is not an office of a chair's secretariat; only these let auditors in.`);
  const auditor = findOffice(network, options.auditor).id;
  const { token, until } = await cli.invitations().write({ auditor, by: actor.office, why: actor.why ?? '' });
  await cli.reading.recordReading(actor, { kind: 'invitation', auditor, until });
  const link = `${options.linkAt}/sign-in?token=${token}`;
  show(cli, options, { auditor, until, link, token }, () =>
    [
      `For ${auditor} alone, until ${utc(until)}. Whoever has it reads what the network’s record holds:`,
      '',
      link,
      '',
      `For Temporal’s command line: --codec-endpoint ${options.linkAt} --codec-auth "Bearer TOKEN", with what stands after token=.`,
    ].join('\n'),
  );
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw badInput(`--port is “${text}”; expected a port from 1 to 65535.`);
}

/** Without a slash at its end. */
function parseUrl(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text)) return new URL(text).href.replace(/\/$/, '');
  throw badInput(`The address is “${text}”; expected one such as https://codec.ascn.example.`);
}

function parseOrigin(text: string): string {
  if (/^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).pathname === '/')
    return new URL(text).origin;
  throw badInput(
    `--ui is “${text}”; expected where Temporal’s pages are, such as https://temporal.ascn.example.`,
  );
}
