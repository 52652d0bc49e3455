/** Composing letters from orders: templates and forms are read once, the network and what was submitted by address. */
import type { Attachment } from '../../../domain/attachment.js';
import { unlessErased } from '../../../domain/erasure.js';
import type { DocumentStore } from '../../../domain/document.js';
import type { LetterPreview } from '../../../domain/letter-record.js';
import type { LetterOrder } from '../../../domain/letter.js';
import { readNetwork } from '../../../domain/network-document.js';
import type { Submission } from '../../../domain/submission.js';
import { loadForms } from '../../forms/load.js';
import type { ComposeInput, Composed } from './compose.js';
import { compose } from './compose.js';
import { renderText } from './render-text.js';
import { loadTemplates } from './templates.js';

/** A letter as it will be sent, and as a person reads it before it leaves. */
export interface Composer {
  compose(order: LetterOrder): Promise<Composed>;
  preview(order: LetterOrder): Promise<LetterPreview>;
}

/**
 * Reads and checks the templates and forms.
 *
 * @throws CycleError `BadInput` naming the file and the placeholder or path that does not fit
 */
export async function createComposer({
  store,
  dataDir,
}: {
  store: DocumentStore;
  /** The project's `data` folder. */
  dataDir: string;
}): Promise<Composer> {
  const [templates, forms] = await Promise.all([loadTemplates(dataDir), loadForms(dataDir)]);
  const versionBefore = async ({ previous }: Submission): Promise<Submission | undefined> =>
    previous === undefined ? undefined : unlessErased(store.getJson<Submission>(previous));
  const inputOf = async (order: LetterOrder): Promise<ComposeInput> => {
    const network = await readNetwork(store, order.networkDocument);
    const submissions = await Promise.all(
      (order.submissions ?? []).map((address) => store.getJson<Submission>(address)),
    );
    // only a receipt says what changed
    const previous = order.received ? await Promise.all(submissions.map(versionBefore)) : [];
    const attachments = order.attached === undefined ? [] : await store.getJson<Attachment[]>(order.attached);
    // a section is read by whoever reads the letter, and goes under its number
    const { number, to, copy = [] } = order;
    const together = await Promise.all(
      (order.together ?? []).map(async (section) => ({
        ...(await inputOf({ ...section, number, to, copy })),
        isSection: true,
      })),
    );
    return { order, network, templates, forms, submissions, previous, attachments, together };
  };
  const composer: Composer = {
    compose: async (order) => compose(await inputOf(order)),
    async preview(order) {
      const { view, to, copy } = await composer.compose(order);
      return {
        number: order.number,
        language: view.language,
        subject: view.subject,
        text: view.paragraphs.join('\n\n'),
        letter: renderText(view),
        to: to.map(({ id }) => id),
        copy: copy.map(({ id }) => id),
      };
    },
  };
  return composer;
}
