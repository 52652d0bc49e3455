/** The officers: each answers its letters by SMTP. */
import { setTimeout as pause } from 'node:timers/promises';
import PostalMime from 'postal-mime';
import { write } from '../../../client/rehearsal/answers.js';
import { chance } from '../../../client/rehearsal/chance.js';
import type { Saying } from '../../../client/rehearsal/reactions.js';
import { reactionsTo } from '../../../client/rehearsal/reactions.js';
import { playOf } from '../../../client/rehearsal/script.js';
import type { Form } from '../../../domain/form.js';
import type { DocumentStore } from '../../../domain/document.js';
import { shortRequest } from '../../../domain/ids.js';
import type { LetterBefore } from '../../../domain/letter-record.js';
import { readNetwork } from '../../../domain/network-document.js';
import { findOffice } from '../../../domain/office.js';
import type { Reach } from './engine-client.js';
import type { Outbox } from './outbox.js';
import { network as networkId } from './run.js';
import { script, year } from './small-network.js';
import type { Acceptance } from './invariants.js';

export interface OfficersOptions {
  store: DocumentStore;
  forms: Map<string, Form>;
  seed: number;
  reach: Reach;
  outbox: Outbox;
}

/** What ends what the office owes. */
const whole: Saying[] = ['full', 'rest', 'joint', 'comment', 'object', 'decline', 'return'];

export function openOfficers({ store, forms, seed, reach, outbox }: OfficersOptions) {
  const acceptances: Acceptance[] = [];
  const failures: unknown[] = [];
  const read = new Set<string>();
  const atWork = new Set<Promise<void>>();

  async function answer(number: string): Promise<void> {
    const before = (await store.entry<LetterBefore>(`letters/${networkId}/${year}`, `${number}/before`))!;
    const { order } = before;
    const network = await readNetwork(store, order.networkDocument);
    const office = findOffice(network, before.to[0]!);
    const requests = (order.answers ?? []).map(({ request }) => shortRequest(request));
    const [kind = '', ...rest] = (requests[0] ?? '').split('/');
    const subject = rest.join('/');
    if (!kind) return;
    const { messageId } = before;
    const message = await PostalMime.parse(await store.get(before.document));
    const city = network.cities.find(({ id }) => id === subject);
    const isFirst =
      city === undefined || network.cities.find((each) => each.member === city.member)?.id === city.id;
    const seen = { template: order.template, office: office.id, kind, subject };
    const share = chance(seed, 'pace', office.id, kind, subject);
    const joint = (say: Saying) =>
      say === 'joint'
        ? network.cities.filter(({ member }) => member === city?.member).map(({ id }) => `${kind}/${id}`)
        : requests;
    const sayings = reactionsTo(seen, script, share, isFirst).map(({ say }) => say);
    // a year of some minutes has no time for thought: the order of the parts is what counts
    for (const [i, say] of sayings.entries()) {
      await pause(200 + 1000 * chance(seed, 'thought', number, i));
      const isRecord = kind === 'body-record';
      const text = write({
        network,
        forms,
        seed,
        kind,
        subject,
        form: order.form ?? kind,
        office: office.id,
        language: office.language,
        say,
        items: isRecord ? await itemsOf(subject) : [],
        returned: playOf(script, office.id, kind, subject)?.item,
        occasion: isRecord ? subject : '',
        promised: '',
      });
      const { at } = await outbox.post({
        from: office.address,
        to: message.replyTo?.[0]?.address ?? '',
        subject: `Re: ${message.subject ?? ''}`,
        text: `${text}\n${office.title}`,
        inReplyTo: messageId,
        messageId: `<${number.replaceAll('/', '.')}.${say}@${office.address.split('@')[1]}>`,
        date: new Date('2018-12-25T00:00:00Z'),
      });
      acceptances.push({
        requests: joint(say),
        office: office.id,
        whole: whole.includes(say) && order.form !== 'national-clearance',
        at,
      });
    }
  }

  /** The items that a body has before it and has not decided. */
  async function itemsOf(subject: string): Promise<{ id: string; title: string }[]> {
    const { decisions, paper } = await reach.insist((operations) =>
      operations.session(year, subject.replace(/-\d+$/, '')),
    );
    const decided = new Set(decisions.filter(({ verb }) => verb !== 'returned').map(({ item }) => item));
    return (paper?.items ?? []).filter(({ id }) => !decided.has(id)).map(({ id, title }) => ({ id, title }));
  }

  return {
    acceptances,
    failures,
    /** A letter has come in. A second copy of it is put aside, as an officer would. */
    receive(number: string): void {
      if (!number || read.has(number)) return;
      read.add(number);
      const work = answer(number).catch((error: unknown) => void failures.push(error));
      atWork.add(work);
      void work.finally(() => atWork.delete(work));
    },
    /** Waits until nobody is at work any more. */
    async done(): Promise<void> {
      while (atWork.size > 0) await Promise.all(atWork);
    },
  };
}
