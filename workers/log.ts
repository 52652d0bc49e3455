/**
 * The log: one event a line, made of ids, codes and counts. It has no room for what people wrote or are called
 * by, so it may go to machines and persons that must not read letters.
 */
import { pino } from 'pino';

/** The events, and how each is said to a person. */
const sentences = {
  starting: 'ascn-cycle starts.',
  stopped: 'ascn-cycle has stopped.',
  failed: 'ascn-cycle cannot go on.',
  'engine-connected': 'The engine answers.',
  'engine-lost': 'The engine does not answer.',
  'engine-back': 'The engine answers again.',
  'engine-stopped': 'The engine was stopped.',
  'worker-started': 'The worker has started.',
  'worker-stopped': 'The worker has stopped.',
  'mailroom-started': 'The mailroom is open.',
  'mailroom-stopped': 'The mailroom is closed.',
  'letter-sent': 'A letter was sent.',
  'letter-partly-undeliverable': 'A letter reached some of its addressees.',
  'letter-undeliverable': 'A letter could not be delivered.',
  'letter-withheld': 'A letter was withheld, since an answer has come in.',
  'letter-put-off': 'A letter was put off and will be tried again.',
  'letter-arrived': 'A letter has arrived.',
  'letter-refused': 'A letter was refused at the door.',
  'letter-too-large': 'A letter in the mailbox is too large; it was left there and marked.',
  'mailbox-open': 'Letters are taken from the mailbox.',
  'mailbox-away': 'The mailbox cannot be reached or opened, and will be tried again.',
  'mailbox-refused':
    'The mailbox does not accept the user and the password of ASCN_IMAP_URL. It will be tried again every ten minutes.',
  'mailbox-not-marked':
    'The mailbox lets no letter be moved or flagged, so it is not known which were taken.',
  'letter-not-taken': 'A letter could not be taken, and its sender was asked to try again.',
  'letter-dealt-with': 'A letter that came in was dealt with.',
  'answer-filed': 'An answer was filed.',
  'answer-too-late': 'An answer came for a cycle that is closed.',
  'time-stamp-missing':
    'A seal of the archive has no time-stamp so far: the authority is away, or its answer does not hold. It is asked again with the next archiving.',
  'step-refused': 'A step was refused.',
  'step-put-off': 'A step could not be done and will be tried again.',
  'step-failed': 'A step broke down and will be tried again.',
  'core-warning': 'Temporal warns.',
  'not-ready': 'A part is not ready.',
  'ready-again': 'A part is ready again.',
  'figures-not-read': 'The figures of the cycles could not be read.',
} as const;

export type Event = keyof typeof sentences;

/**
 * What an event may carry. There is deliberately no key for a text, a name, a mail address, a subject or a reply
 * of a mail server; `code` and `said` take what `codeOf` and `coreWords` let through.
 */
export interface EventFields {
  part?: 'engine' | 'worker' | 'mailroom' | 'mailbox' | 'store';
  /** The version of the workflows (a build id), of the release, or of the engine. */
  version?: string;
  engine?: string;
  namespace?: string;
  port?: number;
  cycle?: number;
  /** Workflow ids. */
  workflow?: string;
  request?: string;
  requests?: string[];
  /** A letter's number, or the digest of one that came in. */
  letter?: string;
  digest?: string;
  template?: string;
  verdict?: string;
  outcome?: string;
  state?: string;
  submission?: number;
  /** Office ids. */
  offices?: string[];
  /** SMTP reply codes, error types, names of system errors. */
  code?: string;
  codes?: string[];
  type?: string;
  /** Why the mailroom refused a letter. */
  why?: 'no such address' | 'too large' | 'too many' | 'line ends';
  /** How a mailbox remembers what was taken. */
  how?: 'moved' | 'flagged';
  /** Where in the code an unforeseen error was thrown. */
  at?: string;
  activity?: string;
  attempt?: number;
  ms?: number;
  bytes?: number;
  /** Temporal core's own words. */
  said?: string;
}

export interface Log {
  info(event: Event, fields?: EventFields): void;
  warn(event: Event, fields?: EventFields): void;
  error(event: Event, fields?: EventFields): void;
  /** The sentence with which the process ends, as it stands; it is for whoever started it. */
  fatal(sentence: string): void;
}

export type LogForm = 'json' | 'text';

/**
 * Opens the log.
 *
 * @param form `json`: every event, one JSON object a line; `text`: warnings and errors, one sentence a line
 * @param write takes a line with its line end; standard error unless another is given
 */
export function openLog(
  form: LogForm,
  { network, write = (line) => void process.stderr.write(line) }: LogOptions = {},
): Log {
  if (form === 'text') return textLog(write);
  const logger = pino(
    {
      base: { pid: process.pid, network },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write },
  );
  return {
    info: (event, fields) => logger.info({ event, ...fields }, sentences[event]),
    warn: (event, fields) => logger.warn({ event, ...fields }, sentences[event]),
    error: (event, fields) => logger.error({ event, ...fields }, sentences[event]),
    fatal: (sentence) => logger.fatal({ event: 'failed' satisfies Event }, sentence),
  };
}

interface LogOptions {
  network?: string;
  write?: (line: string) => void;
}

function textLog(write: (line: string) => void): Log {
  const say = (event: Event, fields: EventFields = {}): void => {
    const about = Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => `${key} ${String(value)}`);
    write(`${sentences[event]}${about.length > 0 ? ` (${about.join(', ')})` : ''}\n`);
  };
  return { info: () => undefined, warn: say, error: say, fatal: (sentence) => write(`${sentence}\n`) };
}
