/** A letter as HTML, in the layout of layout.mjml. */
import { Eta } from 'eta';
import { layout } from './layout.generated.js';
import type { LetterView } from './letter-view.js';

const eta = new Eta({ autoEscape: true });
const page = eta.compile(layout);

/** Sets a letter as HTML; every value is escaped. */
export const renderHtml = (view: LetterView): string => eta.render(page, view);
