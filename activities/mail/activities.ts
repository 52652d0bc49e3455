/** The activities that send letters. */
import type { Address, DocumentStore } from '../../domain/document.js';
import type { FormalLetter } from '../../domain/formal-letter.js';
import type { LetterBefore, LetterPreview } from '../../domain/letter-record.js';
import type { LetterOrder, LetterSent } from '../../domain/letter.js';
import type { Network, Office } from '../../domain/network.js';
import type { Submission } from '../../domain/submission.js';
import type { TokenEntry } from '../../domain/token.js';
import { loadForms } from '../forms/load.js';
import type { MailSettings } from './address.js';
import { messageIdOf, replyAddressOf, tokenOf } from './address.js';
import type { Composed } from './compose.js';
import { compose, formalLetterOf } from './compose.js';
import { isMailAddress } from './header-text.js';
import type { Enclosure } from './message.js';
import { buildMessage } from './message.js';
import { renderText } from './render-text.js';
import { sendOnce } from './send.js';
import { loadTemplates } from './templates.js';
import type { MailTransport } from './transport.js';

export interface MailCollaborators {
  store: DocumentStore;
  /** The project's `data` folder. */
  dataDir: string;
  transport: MailTransport;
  settings: MailSettings;
  renderLetterPdf: (letter: FormalLetter) => Promise<Uint8Array>;
}

/**
 * Reads and checks the templates and forms, and makes the activities.
 *
 * @throws CycleError `BadInput` naming the file and the placeholder or path that does not fit
 */
export async function createMailActivities({
  store,
  dataDir,
  transport,
  settings,
  renderLetterPdf,
}: MailCollaborators) {
  const [templates, forms] = await Promise.all([loadTemplates(dataDir), loadForms(dataDir)]);

  async function composed(order: LetterOrder): Promise<Composed> {
    const network = await store.getJson<Network>(order.networkDocument);
    const submissions = await Promise.all(
      (order.submissions ?? []).map((address) => store.getJson<Submission>(address)),
    );
    return compose({ order, network, templates, forms, submissions });
  }

  async function enclosuresOf(order: LetterOrder, letter: Composed): Promise<Enclosure[]> {
    const enclosed = (order.attachments ?? []).map(async ({ document, name, type }) => ({
      name,
      type,
      content: await store.get(document),
    }));
    if (!order.formal) return Promise.all(enclosed);
    const content = await renderLetterPdf(formalLetterOf(letter.view));
    const name = `${order.number.replaceAll('/', '-')}.pdf`;
    return [{ name, type: 'application/pdf', content }, ...(await Promise.all(enclosed))];
  }

  /** The reply address of a letter; its token is entered before the letter can leave. */
  async function replyTo(
    order: LetterOrder,
    office: string,
    language: TokenEntry['language'],
  ): Promise<string> {
    const token = tokenOf(settings, { network: order.network, number: order.number, office });
    const entry: TokenEntry = {
      network: order.network,
      cycle: order.cycle,
      letter: order.number,
      from: order.from,
      office,
      answers: order.answers ?? [],
      ...(order.form && { form: order.form }),
      language,
      networkDocument: order.networkDocument,
    };
    await store.enter('tokens', token, entry);
    return replyAddressOf(settings, token);
  }

  async function prepare(order: LetterOrder): Promise<Omit<LetterBefore, 'order'>> {
    const letter = await composed(order);
    const { view, to, copy } = letter;
    const replyAddress = await replyTo(order, to[0]!.id, view.language);
    const messageId = messageIdOf(settings, order);
    const message = await buildMessage({
      order,
      composed: letter,
      messageId,
      fromAddress: settings.replyAddress,
      replyTo: replyAddress,
      enclosures: await enclosuresOf(order, letter),
    });
    const offices = [...to, ...copy];
    const usable = (office: Office): boolean => isMailAddress(office.address);
    return {
      template: order.template,
      subject: view.subject,
      to: to.map(({ id }) => id),
      copy: copy.map(({ id }) => id),
      at: order.at,
      messageId,
      document: await store.put(message),
      // A bounce comes back to the token. An automatic answer has no sender, so that nothing answers it (RFC 3834).
      sender: order.automaticAnswer ? '' : replyAddress,
      recipients: offices.filter(usable).map(({ id, address }) => ({ office: id, address })),
      unusable: offices
        .filter((office) => !usable(office))
        .map(({ id, address }) => ({ office: id, reply: `“${address}” is not a mail address.` })),
    };
  }

  return {
    /**
     * Sends a letter once, however often it is called with the same order.
     *
     * @returns what became of it; `withheld` when an answer came in before the chaser left
     * @throws CycleError `Unavailable` when trying again can help; `BadInput`, `NotFound` or `Conflict` when the
     *   order itself does not fit
     */
    sendLetter: (order: LetterOrder): Promise<LetterSent> =>
      sendOnce({
        store,
        transport,
        order,
        messageId: messageIdOf(settings, order),
        prepare: () => prepare(order),
      }),

    /**
     * Composes a letter without sending it, for a person to read, edit, release or drop.
     *
     * @returns the address of a `LetterPreview`, and the subject
     */
    async previewLetter(order: LetterOrder): Promise<{ document: Address; subject: string }> {
      const { view, to, copy } = await composed(order);
      const preview: LetterPreview = {
        number: order.number,
        language: view.language,
        subject: view.subject,
        text: view.paragraphs.join('\n\n'),
        letter: renderText(view),
        to: to.map(({ id }) => id),
        copy: copy.map(({ id }) => id),
      };
      return { document: await store.putJson(preview), subject: view.subject };
    },
  };
}

export type MailActivities = Awaited<ReturnType<typeof createMailActivities>>;
