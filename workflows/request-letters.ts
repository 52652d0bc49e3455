/** The letters of one request: their numbers, their thread, and what each carries. */
import type { Absence } from '../domain/absence.js';
import { askedAt } from '../domain/absence.js';
import { letterNumber, shortRequest } from '../domain/ids.js';
import type { Invitation, LetterOrder, LetterSent } from '../domain/letter.js';
import type { AnswerReceived, WhatNext } from '../domain/receipt.js';
import { othersWhoAnswered, receiptTemplate, whatIsNext } from '../domain/receipt.js';
import type { RequestRecord } from '../domain/request.js';
import * as life from '../domain/request.js';
import type { FiledSubmission, SubmitAnswer } from '../domain/submission.js';
import { calendarNow, deskOf } from './cycle.js';
import type { RequestInput } from './request.js';

/** Orders for one request. Letters to the office are numbered 1, 2, 3 …; the first begins the thread. */
export class RequestLetters {
  readonly #input: RequestInput;
  readonly #id: string;
  #letters: number;
  #firstMessage: string | undefined;

  constructor(input: RequestInput, id: string) {
    this.#input = input;
    this.#id = id;
    this.#letters = input.askedBy === undefined ? 0 : 1;
  }

  /** The next number of a letter to the office. */
  next(): number {
    return (this.#letters += 1);
  }

  /** Later letters continue the thread of the first that left. */
  sent({ outcome, messageId }: LetterSent): void {
    if (outcome === 'sent' || outcome === 'partly-undeliverable') this.#firstMessage ??= messageId;
  }

  values(record: RequestRecord): LetterOrder['values'] & {} {
    return {
      title: this.#input.ask.title,
      subject: record.subject,
      dueDate: record.plan.dueDate,
      ...this.#input.values,
    };
  }

  /** @param part the letter's own part of its number; by default the next */
  order(
    record: RequestRecord,
    template: string,
    more: Partial<LetterOrder> & { part?: string; also?: LetterOrder['values'] } = {},
  ): LetterOrder {
    const { cycle, ask, grounds } = this.#input;
    const { part, also, ...rest } = more;
    return {
      network: cycle.network,
      cycle: cycle.year,
      number: letterNumber(cycle.year, shortRequest(this.#id), part ?? this.next()),
      at: calendarNow(cycle),
      template,
      to: [record.addressee],
      from: deskOf(cycle),
      form: ask.form,
      values: { ...this.values(record), ...also },
      answers: [{ request: this.#id, as: 'answer' }],
      networkDocument: grounds.networkDocument,
      ...(this.#firstMessage !== undefined && { inReplyTo: this.#firstMessage }),
      ...rest,
    };
  }

  /** The letter that asks, with everything that it carries. */
  ask(record: RequestRecord, template: string, invitation: Invitation | undefined): LetterOrder {
    const { ask, attachments } = this.#input;
    return this.order(record, template, {
      copy: record.plan.copy.filter((office) => office !== record.addressee),
      attachments,
      invitation,
      formal: ask.formal,
    });
  }

  /** The letter that asks an alternate while the office that was asked is away. */
  askInstead(
    record: RequestRecord,
    alternate: string,
    { office, back }: Absence,
    invitation: Invitation | undefined,
  ): LetterOrder {
    return this.order(record, 'asked-instead', {
      to: [alternate],
      attachments: this.#input.attachments,
      invitation,
      also: { office, backDate: back },
    });
  }

  /** A reminder: to the office, to whoever is asked while it is away, or to the NR who is to clear what the office sent. */
  chaser(record: RequestRecord, step: { at: string; days: number }): LetterOrder {
    const count = record.plan.reminders.findIndex((reminder) => reminder.at === step.at) + 1;
    const late = step.at > record.plan.due;
    const asked = askedAt(record, step.at) ?? record.addressee;
    const base = {
      also: { days: step.days, count },
      withholdIfArrived: [this.#id],
      morning: step.at,
    };
    if (life.waitsForNr(record))
      return this.order(record, late ? 'reminder-after-due' : 'reminder', { ...base, ...this.#toNr(record) });
    if (record.state === 'returned')
      return this.order(record, 'still-missing', {
        ...base,
        to: [asked],
        submissions: this.submitted(record),
      });
    return this.order(record, late ? 'reminder-after-due' : 'reminder', {
      ...base,
      to: [asked],
      copy: late ? record.plan.copy : [],
    });
  }

  /**
   * Asks the office, at its known address, whether an answer is its own; a plain reply settles it.
   *
   * @param office it is the one whose word is wanted
   */
  confirmation(
    record: RequestRecord,
    office: string,
    { version, document }: FiledSubmission,
    { domain, messageId }: Pick<SubmitAnswer, 'domain' | 'messageId'>,
  ): LetterOrder {
    return this.order(record, 'receipt-unconfirmed', {
      part: `R${version}`,
      to: [office],
      submissions: [document],
      automaticAnswer: true,
      inReplyTo: messageId,
      answers: [{ request: this.#id, as: 'confirmation', version }],
      also: domain === undefined ? {} : { domain },
    });
  }

  /** Tells an office from which the request was reassigned who is asked now. */
  passedOn(
    record: RequestRecord,
    office: string,
    { letter, messageId }: { letter: string; messageId?: string | undefined },
  ): LetterOrder {
    return this.order(record, 'passed-on', {
      part: `P-${letter.slice(0, 8)}`,
      to: [office],
      automaticAnswer: true,
      inReplyTo: messageId,
      answers: [],
      also: { office: record.addressee },
    });
  }

  /** Puts the answer before the NR. */
  nationalClearance(record: RequestRecord): LetterOrder {
    return this.order(record, 'national-clearance', {
      part: `C${life.latest(record)?.version}`,
      ...this.#toNr(record),
    });
  }

  #toNr(record: RequestRecord): Partial<LetterOrder> {
    return {
      to: [record.plan.clearedBy ?? ''],
      form: 'national-clearance',
      submissions: this.submitted(record),
      answers: [{ request: this.#id, as: 'national-clearance' }],
    };
  }

  /**
   * The receipt of an answer: to the writer, and to whoever else of the same office has answered.
   *
   * @param part the letter's own part of its number
   */
  receipt(
    record: RequestRecord,
    filed: Pick<FiledSubmission, 'document' | 'version'>,
    submit: Pick<SubmitAnswer, 'from' | 'messageId' | 'unread'>,
    part = `R${filed.version}`,
  ): LetterOrder {
    const confirmed = life.latest(record)?.confirmed === true;
    const { cycle, askedBy } = this.#input;
    return this.#receipt(
      record,
      filed,
      submit,
      {
        asked: askedBy ?? letterNumber(cycle.year, shortRequest(this.#id), 1),
        dueDate: record.plan.dueDate,
        next: whatIsNext(record, submit.unread),
      },
      {
        part,
        copy: confirmed ? othersWhoAnswered(record, submit.from) : [],
      },
    );
  }

  /** The receipt of the National Representative's word on an answer. */
  receiptOfClearance(
    record: RequestRecord,
    filed: FiledSubmission,
    submit: SubmitAnswer,
    next: WhatNext,
  ): LetterOrder {
    const { cycle } = this.#input;
    const asked = letterNumber(cycle.year, shortRequest(this.#id), `C${life.latest(record)?.version}`);
    return this.#receipt(
      record,
      filed,
      submit,
      { asked, next },
      {
        part: `RC-${submit.letter.slice(0, 8)}`,
        form: 'national-clearance',
        answers: [{ request: this.#id, as: 'national-clearance' }],
      },
    );
  }

  #receipt(
    record: RequestRecord,
    { document }: Pick<FiledSubmission, 'document'>,
    { from, messageId }: Pick<SubmitAnswer, 'from' | 'messageId'>,
    received: AnswerReceived,
    more: { part: string } & Partial<LetterOrder>,
  ): LetterOrder {
    return this.order(record, receiptTemplate(received.next), {
      to: [from],
      submissions: [document],
      received: [received],
      automaticAnswer: true,
      inReplyTo: messageId,
      ...more,
    });
  }

  /** What counts so far, for letters that list it. */
  submitted(record: RequestRecord): string[] {
    const version = life.lastConfirmed(record);
    return version ? [version.document] : [];
  }
}
