/** The activities that send letters. */
import type { DocumentStore } from '../../domain/document.js';
import { CycleError } from '../../domain/errors.js';
import type { FormalLetter } from '../../domain/formal-letter.js';
import type { LetterBefore } from '../../domain/letter-record.js';
import type { LetterOrder, LetterSent } from '../../domain/letter.js';
import type { Office } from '../../domain/network.js';
import type { TokenEntry } from '../../domain/token.js';
import type { MailSettings } from './out/address.js';
import { messageIdOf, replyAddressOf, replyLink, tokenOf } from './out/address.js';
import { loadConfirming } from './confirming.js';
import type { Composed } from './out/compose.js';
import { formalLetterOf } from './out/compose.js';
import { createComposer } from './out/composer.js';
import { formEnclosures } from './out/form-enclosures.js';
import type { DkimKey } from './out/dkim-key.js';
import { signed } from './out/dkim.js';
import { isMailAddress } from './out/header-text.js';
import { ownerOf } from './out/ledger.js';
import type { LetterView } from './out/letter-view.js';
import type { Enclosure } from './out/message.js';
import { buildMessage } from './out/message.js';
import type { Pacing } from './out/pacing.js';
import { loadBounceWords } from './in/phrases.js';
import { sendOnce } from './out/send.js';
import type { MailTransport } from './out/transport.js';

export interface MailCollaborators {
  store: DocumentStore;
  /** The project's `data` folder. */
  dataDir: string;
  transport: MailTransport;
  /** How many letters a mail domain is given; without it, as many as there are. */
  pacing?: Pacing | undefined;
  /** With it, letters are signed. */
  dkim?: DkimKey | undefined;
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
  pacing,
  dkim,
  settings,
  renderLetterPdf,
}: MailCollaborators) {
  const composer = await createComposer({ store, dataDir });
  const { wordings } = await loadBounceWords(dataDir);
  const confirming = await loadConfirming(dataDir);

  async function enclosuresOf(order: LetterOrder, letter: Composed): Promise<Enclosure[]> {
    const enclosed = (order.attachments ?? []).map(async ({ document, name, type }) => ({
      name,
      type,
      content: await store.get(document).catch((error: unknown) => {
        if (!(error instanceof CycleError)) throw error;
        throw new CycleError(error.type, `“${name}” cannot be enclosed. ${error.message}`);
      }),
    }));
    const forms = (await Promise.all(letter.forms.map((form) => formEnclosures(form, order.at)))).flat();
    if (!order.formal) return [...forms, ...(await Promise.all(enclosed))];
    const content = await renderLetterPdf(formalLetterOf(letter.view));
    const name = `${order.number.replaceAll('/', '-')}.pdf`;
    return [{ name, type: 'application/pdf', content }, ...forms, ...(await Promise.all(enclosed))];
  }

  /** The token of a letter's reply address; it is entered before the letter can leave. */
  async function enterToken(
    order: LetterOrder,
    office: string,
    { view: { language }, titles }: Composed,
  ): Promise<string> {
    const token = tokenOf(settings, { network: order.network, number: order.number, office });
    const entry: TokenEntry = {
      network: order.network,
      cycle: order.cycle,
      letter: order.number,
      from: order.from,
      office,
      answers: (order.answers ?? []).map((answer) => {
        const title = titles.get(answer.request);
        return title === undefined ? answer : { ...answer, title };
      }),
      ...(order.form && { form: order.form }),
      language,
      networkDocument: order.networkDocument,
    };
    await store.enter('tokens', token, entry);
    return token;
  }

  /** Where a letter asks whether an answer is the office's own: a click opens the reply that says so. */
  function prepared(order: LetterOrder, { subject, language }: LetterView, replyAddress: string) {
    if (!order.answers?.some(({ as }) => as === 'confirmation')) return [];
    const buttons = (of: string) => confirming.find((words) => words.language === of)?.buttons;
    const { yes, no } = buttons(language) ?? buttons('en')!;
    return [yes, no].map((label) => ({
      label,
      href: replyLink(replyAddress, { subject: `Re: ${subject}`, body: `${label}.` }),
    }));
  }

  async function prepare(order: LetterOrder): Promise<Omit<LetterBefore, 'order' | 'begun'>> {
    const letter = await composer.compose(order);
    const { to, copy } = letter;
    const token = await enterToken(order, to[0]!.id, letter);
    const replyAddress = replyAddressOf(settings, token);
    const view = { ...letter.view, replies: prepared(order, letter.view, replyAddress) };
    const messageId = messageIdOf(settings, order);
    const message = await buildMessage({
      order,
      composed: { ...letter, view },
      messageId,
      fromAddress: settings.replyAddress,
      replyTo: replyAddress,
      enclosures: await enclosuresOf(order, letter),
    });
    const offices = [...to, ...copy];
    const usable = (office: Office): boolean => isMailAddress(office.address);
    const recipients = offices.filter(usable).map(({ id, address }) => ({ office: id, address }));
    return {
      template: order.template,
      subject: view.subject,
      to: to.map(({ id }) => id),
      copy: copy.map(({ id }) => id),
      at: order.at,
      messageId,
      // signed once: a retry sends these bytes
      document: await store.put(dkim ? await signed(message, dkim) : message, ownerOf(recipients)),
      token,
      // A bounce comes back to the token. An automatic answer has no sender, so that nothing answers it (RFC 3834).
      sender: order.automaticAnswer ? '' : replyAddress,
      recipients,
      unusable: offices
        .filter((office) => !usable(office))
        .map(({ id, address }) => ({
          office: id,
          why: 'no-address',
          reply:
            address === ''
              ? 'No mail address is known of it, or it was erased.'
              : `“${address}” is not a mail address.`,
        })),
    };
  }

  return {
    /**
     * Sends a letter once, however often it is called with the same order.
     *
     * @returns what became of it; `withheld` when an answer came in before the chaser left, or when it is a reminder and
     *   others to the office are `planned` for its instant
     * @throws CycleError `Unavailable` when trying again can help; `BadInput`, `NotFound` or `Conflict` when the
     *   order itself does not fit
     */
    sendLetter: (order: LetterOrder): Promise<LetterSent> =>
      sendOnce({
        store,
        transport,
        pacing,
        wordings,
        order,
        messageId: messageIdOf(settings, order),
        prepare: () => prepare(order),
      }),
  };
}

export type MailActivities = Awaited<ReturnType<typeof createMailActivities>>;
