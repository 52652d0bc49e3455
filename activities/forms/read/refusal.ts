/** Why a document is not read: the one error that the readers of documents throw. */
import type { Unread } from '../../../domain/answer-documents.js';

export class Refusal extends Error {
  constructor(readonly unread: Unread) {
    super(unread);
  }
}
