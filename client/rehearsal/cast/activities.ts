/** What the cast does: looks at a letter, and answers it by real SMTP, or acts as the chair's secretariat. */
import PostalMime from 'postal-mime';
import type { ResolvedDate } from '../../../domain/calendar.js';
import { resolveCalendar } from '../../../domain/calendar.js';
import type { LetterBefore } from '../../../domain/letter-record.js';
import type { Network, Office } from '../../../domain/network.js';
import { findOffice } from '../../../domain/office.js';
import type { DocumentStore } from '../../../domain/document.js';
import type { Form } from '../../../domain/form.js';
import { shortRequest } from '../../../domain/ids.js';
import type { Instant } from '../../../domain/time.js';
import { after, days, hours, isIsoDate, toMs } from '../../../domain/time.js';
import type { Operations } from '../../operations.js';
import { write } from '../answers.js';
import { chance } from '../chance.js';
import type { Reaction, Saying } from '../reactions.js';
import { promisedInDays, reactionsTo } from '../reactions.js';
import type { Script } from '../script.js';
import { playOf } from '../script.js';
import { actAsSecretariat } from './secretariat.js';

export interface CastCollaborators {
  store: DocumentStore;
  operations: Operations;
  forms: Map<string, Form>;
  script: Script;
  seed: number;
  network: string;
  /** Sends an e-mail to the mailroom. */
  post(mail: {
    from: string;
    to: string;
    subject: string;
    text: string;
    inReplyTo: string;
    messageId: string;
    date: Date;
  }): Promise<void>;
}

/** An answer, or an act of the secretariat. */
export type Step = { answer: Saying } | { secretariat: string };

interface Letter {
  before: LetterBefore;
  order: LetterBefore['order'];
  office: Office;
  network: Network;
  kind: string;
  subject: string;
}

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
        return [{ inMs: hours(2 + 20 * share), step: { secretariat: String(order.values?.about) } }];
      }
      if (!kind) return [];
      const reactions = reactionsTo(
        { template: order.template, office: office.id, kind, subject },
        script,
        share,
        isFirstOfMember(letter),
      );
      const due = await dueOf(letter, now);
      const notBefore = kind === 'body-record' ? await sessionEnds(subject) : now;
      return reactions.map((reaction) => ({
        inMs: Math.max(delay(reaction, now, due), toMs(notBefore) - toMs(now)),
        step: { answer: reaction.say },
      }));
    },

    /** Does one step. A refusal is for the person who asked; the cast reads it and leaves it. */
    async act({ number, step, now }: { number: string; step: Step; now: Instant }): Promise<void> {
      const letter = await read(number);
      if ('secretariat' in step) {
        await actAsSecretariat({ operations, store, year: script.year, about: step.secretariat });
        return;
      }
      const { before, network, office, kind, subject, order } = letter;
      const message = await PostalMime.parse(await store.get(before.document));
      const play = playOf(script, office.id, kind, subject);
      const text = write({
        network,
        forms: cast.forms,
        seed,
        kind,
        subject,
        form: order.form ?? kind,
        office: office.id,
        language: office.language,
        say: step.answer,
        items: kind === 'body-record' ? await itemsOf(subject) : [],
        returned: play?.item,
        occasion: kind === 'body-record' ? ((await sessionOf(subject))?.title ?? '') : '',
        promised: promised(now),
      });
      await cast.post({
        from: office.address,
        to: message.replyTo?.[0]?.address ?? '',
        subject: `Re: ${message.subject ?? ''}`,
        text: `${text}\n${office.title}`,
        inReplyTo: before.messageId,
        messageId: `<${number.replaceAll('/', '.')}.${step.answer}@${office.address.split('@')[1]}>`,
        date: new Date(toMs(now)),
      });
    },
  };

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

/** A joint answer covers the cities of a member; it answers the letter about the first of them. */
function isFirstOfMember({ network, subject }: Letter): boolean {
  const city = network.cities.find(({ id }) => id === subject);
  return city === undefined || network.cities.find((each) => each.member === city.member)?.id === city.id;
}

function delay({ after: when }: Reaction, now: Instant, due: Instant): number {
  if ('days' in when) return days(when.days);
  return Math.max(hours(1), when.share * (toMs(due) - toMs(now)));
}
