/** What the cast does: looks at a letter, and answers it by real SMTP, or acts as the chair's secretariat. */
import PostalMime from 'postal-mime';
import type { ResolvedDate } from '../../../domain/calendar.js';
import { resolveCalendar } from '../../../domain/calendar.js';
import type { LetterBefore } from '../../../domain/letter-record.js';
import type { Network, Office } from '../../../domain/network.js';
import { findOffice } from '../../../domain/office.js';
import type { DocumentStore } from '../../../domain/document.js';
import { CycleError } from '../../../domain/errors.js';
import type { Form } from '../../../domain/form.js';
import { shortRequest } from '../../../domain/ids.js';
import type { ReceivedLetter } from '../../../domain/received.js';
import { receivedLedger } from '../../../domain/received.js';
import type { Instant } from '../../../domain/time.js';
import { after, days, hours, isIsoDate, toMs } from '../../../domain/time.js';
import type { Operations } from '../../operations.js';
import type { Writing } from '../answers.js';
import { answersOf, letter as letterOf, linesOf } from '../answers.js';
import { chance } from '../chance.js';
import type { Post } from '../posts.js';
import { rawOf } from '../posts.js';
import type { Beside, Reaction, Saying } from '../reactions.js';
import { awayFor, besides, promisedInDays, reactionsTo } from '../reactions.js';
import type { Script } from '../script.js';
import { isReadByPerson, playOf, wayOf } from '../script.js';
import { answerLetter } from '../ways/letter.js';
import { absenceOf, deliveryReport } from '../ways/notices.js';
import { actAsSecretariat } from './secretariat.js';

export interface CastCollaborators {
  store: DocumentStore;
  operations: Operations;
  forms: Map<string, Form>;
  script: Script;
  seed: number;
  network: string;
  /** Hands a message to the mailroom; the envelope's sender is empty for what a program sends by itself. */
  post(mail: { from: string; to: string; raw: Buffer }): Promise<void>;
  /** Told of each letter before it is posted. */
  posting(post: Post): void;
  /** What the letter with this Message-ID says, in lines of the form: what a person reads in it. */
  transcript(messageId: string): string | undefined;
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

/** Where an officer who has no access to the office's mail writes from. */
const privateMailbox = ({ address }: Office): string => `${address.replace(/[@.]/g, '-')}@mailbox.example`;

export function createCastActivities(cast: CastCollaborators) {
  const { store, operations, script, seed } = cast;

  const read = async (number: string): Promise<Letter> => {
    const before = (await store.entry<LetterBefore>(
      `letters/${cast.network}/${script.year}`,
      `${number}/before`,
    ))!;
    const { order } = before;
    const network = await store.getJson<Network>(order.networkDocument);
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
      const due = await dueOf(letter, now);
      const notBefore = kind === 'body-record' ? await sessionEnds(subject) : now;
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
    const said = cast.transcript(messageId);
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
      items: kind === 'body-record' ? await itemsOf(subject) : [],
      returned: play?.item,
      occasion: kind === 'body-record' ? ((await sessionOf(subject))?.title ?? '') : '',
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
      {
        mark: say,
        to: message.replyTo?.[0]?.address ?? '',
        subject: `Re: ${message.subject ?? ''}`,
        text,
        attachments,
      },
      now,
    );
  }

  async function send(letter: Letter, what: Beside, now: Instant): Promise<void> {
    const { before, office, kind, subject, order } = letter;
    // programs answer no automatic letter (RFC 3834)
    if (byProgram(what) && before.sender === '') return;
    const play = playOf(script, office.id, kind, subject);
    const message = await PostalMime.parse(await store.get(before.document));
    const reply = {
      mark: what,
      to: message.replyTo?.[0]?.address ?? '',
      subject: `Re: ${message.subject ?? ''}`,
    };
    const beside = { as: what, privately: false, answers: [] };
    const vi = office.language === 'vi';
    switch (what) {
      case 'confirmation': {
        const text = letterOf(
          office,
          vi ? 'Vâng, đây là câu trả lời của chúng tôi.' : 'Yes, this is our answer.',
        );
        return post(letter, beside, { ...reply, text: `${text}\n${office.title}` }, now);
      }
      case 'correction': {
        const { field, to } = play!.corrects!;
        const [line = ''] = linesOf(
          { [field]: to },
          { forms: cast.forms, form: order.form ?? kind, language: office.language },
        );
        const text = letterOf(
          office,
          vi ? 'Chúng tôi xin sửa lại một mục:' : 'We have to correct one point:',
          '',
          line,
        );
        const answers = [{ request: `${kind}/${subject}`, fields: [field] }];
        return post(
          letter,
          { ...beside, answers, corrected: { field, to } },
          { ...reply, text: `${text}\n${office.title}` },
          now,
        );
      }
      case 'out-of-office': {
        const due = await dueOf(letter, now);
        const { headers, ...absence } = absenceOf(office, {
          subject: message.subject ?? '',
          back: after(now, awayFor.share * (toMs(due) - toMs(now))).slice(0, 10),
          // half of the programs say it in headers, the others in words alone
          marked: chance(seed, 'marked', office.id) < 0.5,
        });
        return post(letter, beside, { ...reply, ...absence, headers, to: before.sender }, now);
      }
      case 'delivery-report':
        return post(letter, beside, { ...reply, text: '', to: before.sender }, now);
    }
  }

  interface Draft {
    /** Tells the letters of an office in answer to one of ours apart. */
    mark: string;
    to: string;
    subject: string;
    text: string;
    headers?: Record<string, string>;
    attachments?: { filename: string; contentType: string; content: Buffer }[];
  }

  async function post(
    { before, office, order, kind }: Letter,
    what: Omit<Post, 'messageId' | 'office' | 'asked'>,
    { mark, ...draft }: Draft,
    now: Instant,
  ): Promise<void> {
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
    cast.posting({ ...what, messageId, office: office.id, asked: kind !== '' });
    await cast.post({ from: byProgram(what.as) ? '' : from, to: draft.to, raw });
  }

  /** The day promised, counted from when the acknowledgement is written, which is a day after the letter came. */
  function promised(now: Instant): string {
    return after(now, days(promisedInDays - 1)).slice(0, 10);
  }

  async function itemsOf(subject: string): Promise<{ id: string; title: string }[]> {
    const state = await operations.session(script.year, subject.replace(/-\d+$/, ''));
    const decided = new Set(
      state.decisions.filter(({ verb }) => verb !== 'returned').map(({ item }) => item),
    );
    return (state.paper?.items ?? [])
      .filter(({ id }) => !decided.has(id))
      .map(({ id, title }) => ({ id, title }));
  }

  /** A body's record is written after its session: a day after, at noon in Singapore. */
  async function sessionEnds(subject: string): Promise<Instant> {
    return after(`${(await sessionOf(subject))?.until ?? `${script.year}-01-01`}T04:00:00Z`, days(1));
  }

  /** The session that a request for a record is about: `jcm-autumn`, or `jcm-autumn-2` for what was returned. */
  async function sessionOf(subject: string): Promise<ResolvedDate | undefined> {
    const { calendar } = await operations.status(script.year);
    const id = subject.replace(/-\d+$/, '');
    const session = calendar.phases.flatMap(({ sessions = [] }) => sessions).find((each) => each.id === id);
    return session && resolveCalendar(calendar).get(session.meets);
  }

  async function dueOf({ order, kind, subject }: Letter, now: Instant): Promise<Instant> {
    const given = String(order.values?.dueDate ?? '');
    if (isIsoDate(given)) return `${given}T04:00:00Z`;
    const known = await operations.request(script.year, `${kind}/${subject}`).catch(() => undefined);
    return known?.plan.due ?? after(now, days(3));
  }
}

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
