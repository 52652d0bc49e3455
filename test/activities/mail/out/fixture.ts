/** A small network, a document store and a mail server for tests of letters that leave. */
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import { createDiskStore } from '../../../../activities/documents/disk-store.js';
import type { MailCollaborators } from '../../../../activities/mail/activities.js';
import { createMailActivities } from '../../../../activities/mail/activities.js';
import { createComposer } from '../../../../activities/mail/out/composer.js';
import type { Patience } from '../../../../activities/mail/out/transport.js';
import { createMailTransport } from '../../../../activities/mail/out/transport.js';
import type { Address, DocumentStore } from '../../../../domain/document.js';
import type { FormalLetter } from '../../../../domain/formal-letter.js';
import type { LetterPreview } from '../../../../domain/letter-record.js';
import type { LetterOrder } from '../../../../domain/letter.js';
import type { Network, Office } from '../../../../domain/network.js';
import type { Submission } from '../../../../domain/submission.js';

const office = (id: string, more: Partial<Office> & Pick<Office, 'kind' | 'title'>): Office => ({
  id,
  address: `${id}@offices.example`,
  language: 'en',
  zone: 'Asia/Ho_Chi_Minh',
  holders: [{ from: '2018-01-01', salutation: 'Dear Sir or Madam' }],
  ...more,
});

const city = (id: string, name: string, localName: string, member: string) => ({
  ...{ id, name, localName, member, zone: 'Asia/Ho_Chi_Minh', focusAreas: [], projects: [] },
  membership: { from: '2018-04-27', source: 'concept-note' },
});

const member = (code: string, name: string, cityId: string) => ({
  ...{ code, name, officialName: name, capital: { name: '', cityId }, zones: ['Asia/Singapore'] },
  ...{ joined: '1967-08-08', restDays: [6, 7] },
});

const network: Network = {
  asOf: '2018-01-01',
  members: [
    member('SG', 'Singapore', 'singapore'),
    member('VN', 'Viet Nam', 'hanoi'),
    member('KH', 'Cambodia', 'phnom-penh'),
  ],
  cities: [
    city('da-nang', 'Da Nang', 'Đà Nẵng', 'VN'),
    city('phnom-penh', 'Phnom Penh', 'ភ្នំពេញ', 'KH'),
    city('battambang', 'Battambang', 'បាត់ដំបង', 'KH'),
  ],
  offices: [
    office('secretariat-sg', {
      kind: 'chair-secretariat',
      title: 'Secretariat of the ASCN Chair, Singapore',
      member: 'SG',
      zone: 'Asia/Singapore',
    }),
    office('ns-vn', {
      kind: 'national-secretariat',
      title: 'ASEAN National Secretariat of Viet Nam',
      member: 'VN',
    }),
    office('nr-vn', {
      kind: 'national-representative',
      title: 'Ministry of Construction (National Representative of Viet Nam)',
      member: 'VN',
    }),
    office('nr-kh', {
      kind: 'national-representative',
      title: 'Secretary of State, Ministry of Interior',
      member: 'KH',
      holders: [{ from: '2018-01-01', salutation: 'Your Excellency' }],
    }),
    office('csco-da-nang', {
      kind: 'chief-smart-city-officer',
      title: 'Chief Smart City Officer of Da Nang',
      member: 'VN',
      city: 'da-nang',
      language: 'vi',
      holders: [{ from: '2018-01-01', salutation: 'Kính gửi Quý Ông/Bà' }],
    }),
    office('csco-phnom-penh', {
      kind: 'chief-smart-city-officer',
      title: 'Chief Smart City Officer of Phnom Penh',
      member: 'KH',
      city: 'phnom-penh',
    }),
    office('alternate-phnom-penh', {
      kind: 'alternate',
      title: 'Alternate to the Chief Smart City Officer of Phnom Penh',
      member: 'KH',
      city: 'phnom-penh',
    }),
    office('alternate-da-nang', {
      kind: 'alternate',
      title: 'Alternate to the Chief Smart City Officer of Da Nang',
      member: 'VN',
      city: 'da-nang',
      language: 'vi',
    }),
    office('partner-jica', {
      kind: 'outside-partner',
      title: 'Partnerships desk, JICA',
      partner: 'jica',
      zone: 'Asia/Tokyo',
    }),
    office('jcm-secretariat', {
      kind: 'body-secretariat',
      title: 'Secretariat of the Joint Consultative Meeting',
      body: 'JCM',
    }),
    office('no-address', {
      kind: 'alternate',
      title: 'An office without an address',
      city: 'da-nang',
      address: 'ask the ministry\r\nBcc: all@example.org',
    }),
  ],
  partners: [
    {
      id: 'jica',
      name: 'Japan International Cooperation Agency',
      kind: 'agency',
      country: 'JP',
      zone: 'Asia/Tokyo',
      focusAreas: [],
      source: 'concept-note',
    },
  ],
  focusAreas: [],
  chairs: [{ year: 2018, member: 'SG', status: 'held', source: 'concept-note' }],
  bodies: [
    {
      id: 'JCM',
      name: 'Joint Consultative Meeting',
      shortName: 'JCM',
      secretariat: 'jcm-secretariat',
      missingAnswer: 'Information was not available.',
      action: 'for endorsement',
    },
  ],
  rules: {
    twoPersons: true,
    silenceIsAgreement: true,
    cutOffHourUtc: 9,
    citiesPerMember: 3,
    cityExceptions: [],
  },
};

const settings = {
  mailDomain: 'ascn.example',
  replyAddress: 'reply@ascn.example',
  secret: 'a key for tests',
};

/** A message that the server took the words of, whether or not it answered. */
export interface Taken {
  raw: Buffer;
  from: string;
  to: string[];
}

/** A mail server that answers as told; by default it takes everything. */
export async function startPeer(
  answers: Pick<SMTPServerOptions, 'onRcptTo'> & {
    afterData?: (taken: Taken, end: () => void) => Error | undefined;
  } = {},
) {
  const taken: Taken[] = [];
  const server: SMTPServer = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    onRcptTo: answers.onRcptTo ?? ((_address, _session, done) => done()),
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const message = {
          raw: Buffer.concat(chunks),
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
        };
        taken.push(message);
        const hangUp = () =>
          server.connections.forEach((connection) => (connection as unknown as { close(): void }).close());
        done(answers.afterData?.(message, hangUp) ?? null);
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.server.address() as AddressInfo;
  return {
    taken,
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise<void>((closed) => server.close(closed)),
  };
}

export const smtpError = (code: number, message: string): Error =>
  Object.assign(new Error(message), { responseCode: code });

export interface Desk {
  store: DocumentStore;
  networkDocument: Address;
  formal: FormalLetter[];
  send: (order: LetterOrder) => ReturnType<Awaited<ReturnType<typeof createMailActivities>>['sendLetter']>;
  preview: (order: LetterOrder) => Promise<LetterPreview>;
  order: (more?: Partial<LetterOrder>) => LetterOrder;
  close: () => Promise<void>;
}

/**
 * The sending side; orders are by default the ask for Da Nang's draft action plan.
 *
 * @param patience with the mail server, where it is not the usual one
 * @param known the store of another desk; without it, a store of its own
 * @param more a pace, or a key to sign with
 */
export async function openDesk(
  smtpUrl: string,
  patience?: Patience,
  known?: DocumentStore,
  more: Pick<MailCollaborators, 'pacing' | 'dkim'> = {},
): Promise<Desk> {
  const folder = await mkdtemp(join(tmpdir(), 'ascn-desk-'));
  const store = known ?? createDiskStore(folder);
  const networkDocument = await store.putJson(network);
  const transport = createMailTransport(smtpUrl, patience);
  const formal: FormalLetter[] = [];
  const composer = await createComposer({ store, dataDir: 'data' });
  const activities = await createMailActivities({
    store,
    dataDir: 'data',
    transport,
    ...more,
    settings,
    renderLetterPdf: (letter) => {
      formal.push(letter);
      return Promise.resolve(Buffer.from(`%PDF of ${letter.number}`));
    },
  });
  const request = 'ascn/cycle/2018/action-plan/da-nang';
  return {
    store,
    networkDocument,
    formal,
    send: (order) => activities.sendLetter(order),
    preview: (order) => composer.preview(order),
    order: (more = {}) => ({
      network: 'ascn',
      cycle: 2018,
      number: 'ASCN/2018/action-plan/da-nang/1',
      at: '2018-05-14T02:00:00Z',
      template: 'ask/action-plan',
      to: ['csco-da-nang'],
      copy: ['nr-vn'],
      from: 'secretariat-sg',
      form: 'action-plan',
      values: { dueDate: '2018-06-08T16:59:59Z' },
      answers: [{ request, as: 'answer' }],
      networkDocument,
      ...more,
    }),
    async close() {
      transport.close();
      await rm(folder, { recursive: true });
    },
  };
}

export const read = (raw: Uint8Array) => PostalMime.parse(raw);

const field = (value: string | string[]) => ({
  value,
  letter: 'd1',
  from: 'csco-da-nang',
  at: '2018-06-01T02:00:00Z',
});

/** An answer of Da Nang with one project; `missing` and `problems` as told. */
export const submission = (more: Partial<Submission> = {}): Submission => ({
  request: 'ascn/cycle/2018/action-plan/da-nang',
  form: 'action-plan',
  version: 1,
  fields: {
    'project.2.title': field('A second project'),
    'project.1.focus-area': field('quality-environment'),
    vision: field('A green city\nby the sea'),
    'focus-areas': field(['quality-environment', 'built-infrastructure']),
    'project.1.title': field('Clean rivers'),
  },
  missing: [],
  problems: [],
  parts: [],
  ...more,
});
