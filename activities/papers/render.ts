/** Setting a page with Typst: data in, PDF out. The same data gives the same bytes. */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { CycleError } from '../../domain/errors.js';
import { fontFolders } from './fonts.js';
import { allPrintable } from './printable.js';
import { templateFolder } from './template-folder.js';

export interface Rendered {
  pdf: Uint8Array;
  pages: number;
}

/** Compilations after which a template's intermediate results are forgotten. */
const keepResultsFor = 10;

let compiler: NodeCompiler | undefined;

/**
 * Sets `data` by a template of `typst/`. The data reaches the template as JSON in an input of its own: no text
 * is ever read as markup. There is no date but that in the data.
 *
 * @param template file name without ending, `paper` or `letter`
 * @throws CycleError `BadInput` when the template and the data do not fit, with the first complaint
 */
export function renderPdf(template: string, data: unknown): Promise<Rendered> {
  return new Promise((resolve) => resolve(render(template, data)));
}

function render(template: string, data: unknown): Rendered {
  const workspace = templateFolder('typst');
  compiler ??= NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: fontFolders() }] });
  const compiled = compiler.compile({
    mainFilePath: `${workspace}/${template}.typ`,
    inputs: { data: JSON.stringify(allPrintable(data)) },
  });
  const document = compiled.result;
  if (!document) {
    const error = compiled.takeError();
    const complaint = error ? JSON.stringify(compiler.fetchDiagnostics(error)[0]) : 'no reason given';
    throw new CycleError('BadInput', `The template ${template}.typ cannot set this text: ${complaint}.`);
  }
  const pdf = new Uint8Array(compiler.pdf(document));
  const pages = document.numOfPages;
  compiler.evictCache(keepResultsFor);
  return { pdf, pages };
}
