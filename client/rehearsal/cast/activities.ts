/** What the cast does: looks at a letter, and answers it by real SMTP, or acts as the chair's secretariat. */
import type { Email } from 'postal-mime';
import PostalMime from 'postal-mime';
import type { LetterBefore } from '../../../domain/letter-record.js';
import { readNetwork } from '../../../domain/network-document.js';
import type { Network, Office } from '../../../domain/network.js';
import { findOffice } from '../../../domain/office.js';
import type { DocumentStore } from '../../../domain/document.js';
import { CycleError } from '../../../domain/errors.js';
import type { Form } from '../../../domain/form.js';
import { shortRequest } from '../../../domain/ids.js';
import type { ReceivedLetter } from '../../../domain/received.js';
import { receivedLedger } from '../../../domain/received.js';
import type { Instant } from '../../../domain/time.js';
import { after, days, hours, toMs } from '../../../domain/time.js';
import type { Operations } from '../../operations.js';
import type { Writing } from '../answers.js';
import { answersOf, linesOf } from '../answers.js';
import { chance } from '../chance.js';
import type { Post, Posts } from '../posts.js';
import { rawOf } from '../posts.js';
import type { Beside, Reaction, Saying } from '../reactions.js';
import { awayFor, besides, promisedInDays, reactionsTo } from '../reactions.js';
import type { Script } from '../script.js';
import { isReadByPerson, playOf, wayOf } from '../script.js';
import { absenceOf, confirmationOf, correctionOf, deliveryReport } from '../ways/besides.js';
import { answerLetter } from '../ways/letter.js';
import { actAsSecretariat } from './secretariat.js';
import { createYear } from './year.js';

export interface CastCollaborators {
  store: DocumentStore;
  operations: Operations;
  forms: Map<string, Form>;
  script: Script;
  seed: number;
  network: string;
  /** Hands a message to the mailroom; the envelope's sender is empty for what a program sends by itself. */
  post(mail: { from: string; to: string; raw: Buffer }): Promise<void>;
  /** Each letter is noted there before it is posted. */
  posts: Posts;
}

/** An answer, something beside it, or an act of the secretariat. */
export type Step = { answer: Saying } | { send: Beside } | { secretariat: string };

interface Letter {
  before: LetterBefore;
  order: LetterBefore['order'];
  office: Office;
  network: Network;
  kind: string;
  subject: string;
}

/** A letter to be posted. */
interface Draft {
  /** Tells the letters of an office in answer to one of ours apart. */
  mark: string;
  to: string;
  subject: string;
  text: string;
  headers?: Record<string, string>;
  attachments?: { filename: string; contentType: string; content: Buffer }[];
}

/** Where an officer who has no access to the office's mail writes from. */
const privateMailbox = ({ address }: Office): string => `${address.replace(/[@.]/g, '-')}@mailbox.example`;

export function createCastActivities(cast: CastCollaborators) {
  const { store, operations, script, seed } = cast;
  const year = createYear(operations, script.year);

  const read = async (number: string): Promise<Letter> => {
    const before = (await store.entry<LetterBefore>(
      `letters/${cast.network}/${script.year}`,
      `${number}/before`,
    ))!;
    const { order } = before;
    const network = await readNetwork(store, order.networkDocument);
    const [kind = '', ...subject] = shortRequest(order.answers?.[0]?.request ?? '').split('/');
    return {
      before,
      order,
      network,
      office: findOffice(network, before.to[0]!),
      kind,
      subject: subject.join('/'),
    };
  };

  return {
    /** Which steps a letter leads to, and in how many milliseconds. */
    async see({ number, now }: { number: string; now: Instant }): Promise<{ inMs: number; step: Step }[]> {
      const letter = await read(number);
      const { order, office, kind, subject } = letter;
      const share = 0.15 + 0.7 * chance(seed, 'pace', office.id, kind, subject);
      if (order.template === 'notice') {
        const about = String(order.values?.about);
        return [{ inMs: patience(about) + hours(2 + 20 * share), step: { secretariat: about } }];
      }
      const seen = { template: order.template, office: office.id, kind, subject, number };
      const beside = besides(seen, script).map(({ send, afterDays }) => ({
        inMs: days(afterDays),
        step: { send },
      }));
      if (!kind) return beside;
      const reactions = reactionsTo(seen, script, share, isFirstOfMember(letter));
      const due = await year.dueOf(order, `${kind}/${subject}`, now);
      const notBefore = kind === 'body-record' ? await year.sessionEnds(subject) : now;
      return [
        ...beside,
        ...reactions.map((reaction) => ({
          inMs: Math.max(delay(reaction, now, due), toMs(notBefore) - toMs(now)),
          step: { answer: reaction.say },
        })),
      ];
    },

    /** Does one step. A refusal is for the person who asked; the cast reads it and leaves it. */
    async act({ number, step, now }: { number: string; step: Step; now: Instant }): Promise<void> {
      if ('secretariat' in step) {
        const about = step.secretariat;
        await actAsSecretariat({ operations, store, year: script.year, about, read: readOwnWords });
        return;
      }
      const letter = await read(number);
      await ('answer' in step ? answer(letter, step.answer, now) : send(letter, step.send, now));
    },
  };

  /** A person reads the letter as it lies in the store; what it says, the cast knows by its Message-ID. */
  async function readOwnWords(digest: string): Promise<string> {
    const received = await store.entry<ReceivedLetter>(receivedLedger(cast.network), digest);
    const { messageId = '' } = await PostalMime.parse(await store.get(received?.document ?? ''));
    const said = cast.posts.get(messageId)?.transcript;
    if (said === undefined)
      throw new CycleError('NotFound', `The cast has posted no letter ${messageId} in words of its own.`);
    return said;
  }

  async function answer(letter: Letter, say: Saying, now: Instant): Promise<void> {
    const { before, office, kind, subject, order } = letter;
    const play = playOf(script, office.id, kind, subject);
    const writing: Writing = {
      network: letter.network,
      forms: cast.forms,
      seed,
      kind,
      subject,
      form: order.form ?? kind,
      office: office.id,
      language: office.language,
      say,
      items: kind === 'body-record' ? await year.itemsOf(subject) : [],
      returned: play?.item,
      occasion: kind === 'body-record' ? await year.occasionOf(subject) : '',
      promised: promised(now),
    };
    const clears = order.form === 'national-clearance';
    const message = await PostalMime.parse(await store.get(before.document));
    const { way, text, attachments } = answerLetter(
      clears ? 'lines' : wayOf(script, seed, office.id, kind, subject),
      writing,
      { message, at: before.at },
      office.title,
    );
    const answers = clears ? [] : answersOf(writing);
    await post(
      letter,
      {
        as: say === 'acknowledgement' ? say : way,
        privately: play?.privately === true,
        answers: answers.map(({ subject: of, values }) => ({
          request: `${kind}/${of}`,
          fields: Object.keys(values),
        })),
        ...(isReadByPerson(way) && {
          transcript: linesOf(answers[0]!.values, { ...writing, language: 'en' }).join('\n'),
        }),
      },
      { mark: say, ...replyTo(message), text, attachments },
      now,
    );
  }

  async function send(letter: Letter, what: Beside, now: Instant): Promise<void> {
    const { before, office, kind, subject, order } = letter;
    const play = playOf(script, office.id, kind, subject);
    const request = `${kind}/${subject}`;
    const message = await PostalMime.parse(await store.get(before.document));
    const beside = { as: what, privately: false, answers: [] };
    const reply = (text: string): Draft => ({ mark: what, ...replyTo(message), text });
    switch (what) {
      case 'confirmation':
        return post(letter, beside, reply(confirmationOf(office)), now);
      case 'correction': {
        const { field, to } = play!.corrects!;
        const { language } = office;
        const [line = ''] = linesOf(
          { [field]: to },
          { forms: cast.forms, form: order.form ?? kind, language },
        );
        const correction = { answers: [{ request, fields: [field] }], corrected: { field, to } };
        return post(letter, { ...beside, ...correction }, reply(correctionOf(office, line)), now);
      }
      case 'out-of-office': {
        const due = await year.dueOf(order, request, now);
        const absence = absenceOf(office, {
          subject: message.subject ?? '',
          back: after(now, awayFor.share * (toMs(due) - toMs(now))).slice(0, 10),
          // half of the programs say it in headers, the others in words alone
          marked: chance(seed, 'marked', office.id) < 0.5,
        });
        return post(letter, beside, { ...reply(''), ...absence, to: before.sender }, now);
      }
      case 'delivery-report':
        return post(letter, beside, { ...reply(''), to: before.sender }, now);
    }
  }

  async function post(
    { before, office, order, kind }: Letter,
    what: Omit<Post, 'messageId' | 'office' | 'asked'>,
    { mark, ...draft }: Draft,
    now: Instant,
  ): Promise<void> {
    // programs answer no automatic letter (RFC 3834)
    if (draft.to === '') return;
    const from = what.privately ? privateMailbox(office) : office.address;
    const domain = from.split('@')[1]!;
    const messageId = `<${order.number.replaceAll('/', '.')}.${mark}@${domain}>`;
    const date = new Date(toMs(now));
    const raw =
      what.as === 'delivery-report'
        ? deliveryReport({
            ...{ to: draft.to, recipient: office.address, messageId, date },
            message: await store.get(before.document),
          })
        : await rawOf({ ...draft, from, inReplyTo: before.messageId, messageId, date });
    cast.posts.set(messageId, { ...what, messageId, office: office.id, asked: kind !== '' });
    await cast.post({ from: byProgram(what.as) ? '' : from, to: draft.to, raw });
  }

  /** The day promised, counted from when the acknowledgement is written, which is a day after the letter came. */
  function promised(now: Instant): string {
    return after(now, days(promisedInDays - 1)).slice(0, 10);
  }
}

/** Where an answer goes. */
const replyTo = ({ replyTo: to, subject = '' }: Email): Pick<Draft, 'to' | 'subject'> => ({
  to: to?.[0]?.address ?? '',
  subject: `Re: ${subject}`,
});

const byProgram = (as: Post['as']): boolean => as === 'out-of-office' || as === 'delivery-report';

/** The secretariat leaves it to the office to confirm what came from elsewhere, and confirms what is left. */
const patience = (about: string): number => (about.includes('/confirm/') ? days(3) : 0);

/** A joint answer covers the cities of a member; it answers the letter about the first of them. */
function isFirstOfMember({ network, subject }: Letter): boolean {
  const city = network.cities.find(({ id }) => id === subject);
  return city === undefined || network.cities.find((each) => each.member === city.member)?.id === city.id;
}

function delay({ after: when }: Reaction, now: Instant, due: Instant): number {
  if ('days' in when) return days(when.days);
  return Math.max(hours(1), when.share * (toMs(due) - toMs(now)));
}
