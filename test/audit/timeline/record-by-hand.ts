/** A record written by hand: what a year rarely holds, and what nobody should be able to put on a page. */
import { createHash } from 'node:crypto';
import { loadCalendar } from '../../../activities/calendar/load.js';
import { loadNetwork } from '../../../activities/network/load.js';
import type { RecordedEvent, YearRecord } from '../../../client/audit/record.js';
import type { Actor } from '../../../domain/actor.js';
import type { Address } from '../../../domain/document.js';
import type { LetterOrder } from '../../../domain/letter.js';
import type { Instant } from '../../../domain/time.js';
import { dataDir } from '../../../workers/installation.js';

export const network = 'ascn';
export const cycle = 'ascn/cycle/2018';

export class RecordByHand {
  readonly #documents = new Map<Address, Buffer>();
  readonly #runs: { workflow: string; run: string; events: RecordedEvent[] | undefined }[] = [];
  readonly #ledgers = new Map<string, Map<string, Address>>();

  /** A year that has begun, with the network's own data. */
  static async begun(twoPersons = true): Promise<RecordByHand> {
    const record = new RecordByHand();
    const data = await loadNetwork(dataDir, '2018-01-01');
    const calendar = await loadCalendar(dataDir, 2018, {
      chair: 'SG',
      place: 'Singapore',
      zone: 'Asia/Singapore',
    });
    record.cycle = {
      ...{ network, year: 2018, offsetMs: 0, rehearsal: false, chair: 'SG', nextChair: 'TH' },
      secretariat: ['secretariat-sg', 'secretariat-sg-head'],
      rules: { ...data.rules, twoPersons },
    };
    const input = {
      cycle: record.cycle,
      networkDocument: record.put(data),
      calendar,
      members: ['KH'],
      cities: [],
    };
    record.run(cycle, [started('annualCycle', '2018-02-05T01:00:00Z', input)]);
    return record;
  }

  cycle: unknown;

  put(document: unknown): Address {
    const bytes = Buffer.isBuffer(document) ? document : Buffer.from(JSON.stringify(document));
    const address: Address = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
    this.#documents.set(address, bytes);
    return address;
  }

  run(workflow: string, events: Omit<RecordedEvent, 'number'>[]): void {
    const run = `run-${this.#runs.length + 1}`;
    this.#runs.push({ workflow, run, events: events.map((event, i) => ({ ...event, number: i + 1 })) });
  }

  /** A run whose history nobody can read any more. */
  runUnreadable(workflow: string): void {
    this.#runs.push({ workflow, run: 'gone', events: undefined });
  }

  enter(ledger: string, key: string, entry: unknown): void {
    const entries = this.#ledgers.get(ledger) ?? new Map<string, Address>();
    this.#ledgers.set(ledger, entries.set(key, this.put(entry)));
  }

  /** An entry that nobody can read any more. */
  enterUnreadable(ledger: string, key: string): void {
    const entries = this.#ledgers.get(ledger) ?? new Map<string, Address>();
    this.#ledgers.set(ledger, entries.set(key, 'sha256:gone'));
  }

  /** A letter that left, with what a mail server said. */
  sent(
    order: Partial<LetterOrder> & Pick<LetterOrder, 'number' | 'at' | 'template' | 'to'>,
    letter: Sent,
  ): void {
    const { at, ...rest } = order;
    const document = this.put(mime(letter.subject, letter.text));
    const ledger = `letters/${network}/2018`;
    this.enter(ledger, `${order.number}/before`, {
      ...{
        template: order.template,
        subject: letter.subject,
        to: order.to,
        copy: order.copy ?? [],
        at,
        begun: at,
      },
      ...{ messageId: `<${order.number}>`, document, sender: '', recipients: [], unusable: [] },
      order: { network, cycle: 2018, from: 'secretariat-sg', networkDocument: 'sha256:n', ...rest },
    });
    const refused = letter.refused ?? [];
    this.enter(ledger, `${order.number}/after`, {
      sent: {
        number: order.number,
        outcome: refused.length > 0 ? 'undeliverable' : 'sent',
        messageId: '',
        refused,
      },
      ...{ accepted: refused.length > 0 ? [] : order.to, refused, response: '250 OK', at },
    });
  }

  /** A letter that came in. */
  came(digest: string, letter: Record<string, unknown> & { subject: string; text: string }): void {
    const { subject, text, ...received } = letter;
    this.enter(`received/${network}`, digest, {
      ...{ digest, document: this.put(mime(subject, text)), verdict: 'answer', reason: '', requests: [] },
      ...{ outcome: 'submitted', ...received },
    });
  }

  get record(): YearRecord {
    const runs = this.#runs.map(({ workflow, run }) => ({ workflow, run }));
    const document = (address: Address): Promise<Buffer> => {
      const bytes = this.#documents.get(address);
      return bytes ? Promise.resolve(bytes) : Promise.reject(new Error(`${address} is not there`));
    };
    return {
      ...{ network, cycle: 2018, seals: [], entries: [], runs, document },
      events: ({ run }) => {
        const events = this.#runs.find((each) => each.run === run)?.events;
        return events ? Promise.resolve(events) : Promise.reject(new Error('Its key is not at hand.'));
      },
      json: async <T>(address: Address) => JSON.parse((await document(address)).toString()) as T,
      ledger: (name) => this.#ledgers.get(name) ?? new Map(),
      ledgers: [...this.#ledgers.keys()],
      close: () => undefined,
    };
  }
}

interface Sent {
  subject: string;
  text: string;
  refused?: { office: string; why: string; reply: string; code?: string }[];
}

const mime = (subject: string, text: string): Buffer =>
  Buffer.from(`Subject: ${subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`);

type Event = Omit<RecordedEvent, 'number'>;

export const started = (type: string, at: Instant, input: unknown, parent?: string): Event => ({
  ...{ at, type: 'workflowExecutionStarted' },
  attributes: {
    ...{ workflowType: { name: type }, input: [input] },
    ...(parent !== undefined && { parentWorkflowExecution: { workflowId: parent } }),
  },
});

/** An update, taken and answered in one second. */
export const updated = (name: string, at: Instant, argument: unknown, result?: unknown): Event[] => {
  const id = `${name} ${at}`;
  return [
    {
      ...{ at, type: 'workflowExecutionUpdateAccepted' },
      attributes: { protocolInstanceId: id, acceptedRequest: { input: { name, args: [argument] } } },
    },
    {
      ...{ at, type: 'workflowExecutionUpdateCompleted' },
      attributes: { meta: { updateId: id }, outcome: { success: [result] } },
    },
  ];
};

export const told = (signalName: string, at: Instant, argument: unknown): Event => ({
  ...{ at, type: 'workflowExecutionSignaled', attributes: { signalName, input: [argument] } },
});

export const ended = (at: Instant, result: unknown): Event => ({
  ...{ at, type: 'workflowExecutionCompleted', attributes: { result: [result] } },
});

export const by = (office: string, why?: string): Actor => ({
  office,
  door: 'cli',
  ...(why !== undefined && { why }),
});
