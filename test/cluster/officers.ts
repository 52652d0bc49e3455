/** The officers of a small year: each answers the letter that asks, as it is written to, by SMTP. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createTransport } from 'nodemailer';
import PostalMime from 'postal-mime';
import { listMailbox } from '../../activities/mail/out/local-mailbox.js';
import { loadNetwork } from '../../activities/network/load.js';
import { dataDir } from '../../workers/installation.js';
import { full, nomination } from '../workflows/answers.js';
import type { Team } from './team.js';

/** One letter as the mail server of an office took it. */
export interface LetterTaken {
  /** e.g. `ASCN/2027/nomination/vn/1` */
  number: string;
  messageId: string;
  to: string;
  replyTo: string;
  subject: string;
  message: Buffer;
}

const { members } = await loadNetwork(dataDir, '2027-01-01');

const answers: Record<string, (subject: string) => string> = {
  nomination: (member) =>
    nomination([members.find(({ code }) => code === member.toUpperCase())!.capital.name])
      .replaceAll('government.example', `${member}.example`)
      .replaceAll('city-1.example', `city.${member}.example`),
  'workshop-delegation': () =>
    'Head of delegation: National Representative\nMembers of the delegation: Two officers of the ministry',
  'action-plan': () => full.replaceAll('2018-2025', '2027-2034').replaceAll('2025', '2030'),
  'framework-comments': () => 'Position: Agree',
};

/** Every letter that left a network, in the order in which the mail server took them. */
export async function lettersTaken({ letters }: Pick<Team, 'letters'>): Promise<LetterTaken[]> {
  return Promise.all(
    (await listMailbox(letters)).map(async ({ file, to, subject }) => {
      const message = readFileSync(join(letters, file));
      const { headers, messageId = '', replyTo } = await PostalMime.parse(message);
      const number = headers.find(({ key }) => key === 'x-ascn-letter')?.value ?? '';
      return { number, messageId, to: to[0] ?? '', replyTo: replyTo?.[0]?.address ?? '', subject, message };
    }),
  );
}

/** What an office answers to a letter that asks, and undefined to any other. */
function answerTo({ number }: LetterTaken): string | undefined {
  const [, , kind = '', subject = '', n] = number.split('/');
  return n === '1' ? answers[kind]?.(subject) : undefined;
}

/**
 * Answers a letter once, as the office that it went to.
 *
 * @throws what the mailroom, or the network on the way, said
 */
export async function postAnswer(mailroomPort: number, letter: LetterTaken): Promise<void> {
  const outbox = createTransport({ host: '127.0.0.1', port: mailroomPort, ignoreTLS: true });
  await outbox.sendMail({
    from: letter.to,
    to: letter.replyTo,
    subject: `Re: ${letter.subject}`,
    inReplyTo: letter.messageId,
    messageId: `<answer-to-${letter.number.replaceAll('/', '.')}@officer.example>`,
    // The same bytes each time, as a mail server sends them.
    date: new Date(0),
    text: answerTo(letter),
  });
}

/**
 * Officers who answer every first letter about a request, each once, as soon as it is there; one answers only when
 * it is told to.
 *
 * Like any mail server, theirs tries again while the mailroom is away or puts a letter off.
 */
export function openOffice(team: Pick<Team, 'letters' | 'mailroomPort'>, waits: string) {
  let told = false;
  const answered = new Map<string, 'under way' | 'taken'>();
  let putOff = 0;
  let closed = false;
  const failures: unknown[] = [];

  const post = async (letter: LetterTaken): Promise<void> => {
    for (;;) {
      try {
        await postAnswer(team.mailroomPort, letter);
        return;
      } catch (error) {
        const { responseCode } = error as { responseCode?: number };
        if (responseCode !== undefined && responseCode >= 500) throw error;
        putOff += 1;
        if (closed) return;
        await pause(500);
      }
    }
  };

  const work = (async () => {
    while (!closed) {
      for (const letter of await lettersTaken(team)) {
        if (!answerTo(letter) || answered.has(letter.number) || (letter.number === waits && !told)) continue;
        answered.set(letter.number, 'under way');
        void post(letter).then(
          () => answered.set(letter.number, 'taken'),
          (error) => failures.push(error),
        );
      }
      await pause(300);
    }
  })();

  return {
    /** Numbers of the letters whose answer the mailroom has taken. */
    taken: () => [...answered].filter(([, state]) => state === 'taken').map(([number]) => number),
    /** How often the mailroom was away, or put an answer off. */
    putOff: () => putOff,
    /** Lets the one answer that waits. */
    answerLast: () => void (told = true),
    /** @throws what the mailroom refused for good */
    async close() {
      closed = true;
      await work;
      if (failures.length > 0) throw failures[0];
    },
  };
}
