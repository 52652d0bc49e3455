/**
 * HTML as lines, with what its structure says of them. A walk over the tokens that builds no tree: nesting costs
 * nothing, and what is never closed does no harm.
 */
import { Tokenizer } from 'htmlparser2';
import type { Line, Role } from './lines.js';
import type { Mark } from './marks.js';
import { withFewMarks } from '../reading/marks.js';
import { markingAttributes, markOf } from './marks.js';
import { Rows } from './rows.js';

const voidElements = new Set(
  'area base br col embed hr img input link meta param source track wbr'.split(' '),
);

const blocks = new Set(
  (
    'address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form h1 h2 ' +
    'h3 h4 h5 h6 header hr html li main menu nav ol p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
);
/** Elements that stand a line apart from what is around them. */
const spaced = new Set('p h1 h2 h3 h4 h5 h6 dl'.split(' '));
/** An element that ends one of the same kind left open. */
const endsOpen: Readonly<Record<string, string>> = { p: 'p', li: 'li', dd: 'dt', dt: 'dd', option: 'option' };

interface Element {
  name: string;
  mark?: Mark;
  /** Number of the next item of an ordered list; 0 in others. */
  item?: number;
  spaced?: boolean;
}

/** The longest attribution before a quotation in Gmail's frame, in lines and characters. */
const attributionLines = 5;
const attributionLength = 500;

/**
 * The lines that a reader sees: table rows of two cells as `label: value`, of more with ` | ` between, list items
 * with their mark, paragraphs a blank line apart.
 */
export function linesOfHtml(html: string): Line[] {
  const walk = new Walk(html);
  walk.run();
  return walk.lines;
}

class Walk {
  readonly lines: Line[] = [];
  private readonly open: Element[] = [];
  private readonly openCount = new Map<string, number>();
  private readonly depth = { quoted: 0, signature: 0, hidden: 0, pre: 0 };
  private readonly lists: Element[] = [];
  private readonly frames: { from: number; used: boolean }[] = [];
  private readonly rows = new Rows(this.lines);
  private parts: string[] = [];
  private endsInSpace = true;
  private written = false;
  private gap = false;
  private begins: 'no' | 'maybe' | 'yes' = 'no';
  private readonly attributes = new Map<string, string>();
  private element = '';
  private attribute = '';
  private value: string[] = [];

  constructor(private readonly html: string) {}

  run(): void {
    const slice = (start: number, end: number): string => this.html.slice(start, end);
    const nothing = (): void => undefined;
    const tokenizer = new Tokenizer(
      { xmlMode: false, decodeEntities: true },
      {
        ontext: (start, end) => this.addText(slice(start, end)),
        ontextentity: (codePoint) => this.addText(String.fromCodePoint(codePoint)),
        onopentagname: (start, end) => {
          this.element = slice(start, end).toLowerCase();
          this.attributes.clear();
        },
        onattribname: (start, end) => {
          this.attribute = slice(start, end).toLowerCase();
          this.value = [];
        },
        onattribdata: (start, end) => this.value.push(slice(start, end)),
        onattribentity: (codePoint) => this.value.push(String.fromCodePoint(codePoint)),
        onattribend: () => {
          if (markingAttributes.has(this.attribute)) this.attributes.set(this.attribute, this.value.join(''));
        },
        onopentagend: () => this.opens(),
        onselfclosingtag: () => this.opens(),
        onclosetag: (start, end) => this.closes(slice(start, end).toLowerCase()),
        oncdata: nothing,
        oncomment: nothing,
        ondeclaration: nothing,
        onprocessinginstruction: nothing,
        onend: nothing,
      },
    );
    tokenizer.write(this.html);
    tokenizer.end();
    this.endLine();
    this.rows.endAll();
  }

  private addText(text: string): void {
    if (this.depth.hidden > 0) return;
    if (this.depth.pre > 0) {
      const [first = '', ...more] = text.split(/\r\n?|\n/);
      this.push(first);
      for (const line of more) {
        this.breakLine();
        this.push(line);
      }
      return;
    }
    const collapsed = text.replace(/[ \t\r\n\f]+/g, ' ');
    const rest = this.endsInSpace && collapsed.startsWith(' ') ? collapsed.slice(1) : collapsed;
    this.push(rest.replace(/\u00a0/g, ' '));
  }

  private push(text: string): void {
    if (text === '') return;
    this.parts.push(text);
    this.endsInSpace = text.endsWith(' ');
    this.written ||= /\S/.test(text);
  }

  /** Ends the line that has been begun, if any. */
  private endLine(): void {
    if (this.parts.length > 0) this.breakLine();
  }

  private breakLine(): void {
    // what was written in entities was not seen before
    const text = this.written ? withFewMarks(this.parts.join('').trimEnd()) : '';
    const blankAbove = this.lines.length === 0 || this.lines.at(-1)?.text === '';
    if (text !== '' && this.gap && !blankAbove) this.lines.push({ text: '' });
    if (text !== '' || !blankAbove) this.lines.push(this.lineOf(text));
    if (text !== '') this.gap = false;
    this.parts = [];
    this.endsInSpace = true;
    this.written = false;
  }

  private lineOf(text: string): Line {
    if (text === '') return { text };
    const given: Role | undefined =
      this.depth.quoted > 0 ? 'quoted' : this.depth.signature > 0 ? 'signature' : undefined;
    const begins = this.begins === 'yes' || (this.begins === 'maybe' && /^.{1,40}[:：]/.test(text));
    this.begins = 'no';
    return { text, ...(given && { given }), ...(begins && { originalBegins: true as const }) };
  }

  private opens(): void {
    const name = this.element;
    const hidden = this.depth.hidden > 0;
    if (name === 'br' && !hidden) this.breakLine();
    const last = this.open.at(-1)?.name;
    if (last !== undefined && (endsOpen[name] === last || (last === 'p' && blocks.has(name)))) this.pop();
    const mark = markOf(name, this.attributes);
    if (!hidden && (blocks.has(name) || mark)) this.endLine();
    if (!hidden) this.rows.opens(name);
    if (mark === 'original-begins') this.begins = 'yes';
    if (mark === 'original-may-begin') this.begins = 'maybe';
    if (voidElements.has(name)) return;
    const element: Element = { name, ...(mark && { mark }) };
    if (name === 'ol' || name === 'ul') element.item = name === 'ol' ? 1 : 0;
    if (spaced.has(name) && !this.isTight()) element.spaced = this.gap = true;
    if (name === 'li' && !hidden) this.push(this.itemMark());
    this.enter(element);
  }

  /** Word's paragraphs, and others, have no margin. */
  private isTight(): boolean {
    const style = (this.attributes.get('style') ?? '').slice(0, 500);
    return (
      /Mso(?!ListParagraphCxSp)/.test(this.attributes.get('class') ?? '') ||
      /margin(?:-bottom|-top)?:\s*0/i.test(style)
    );
  }

  private itemMark(): string {
    const list = this.lists.at(-1);
    return list?.item ? `${list.item++}. ` : '- ';
  }

  private enter(element: Element): void {
    this.open.push(element);
    this.openCount.set(element.name, (this.openCount.get(element.name) ?? 0) + 1);
    if (element.item !== undefined) this.lists.push(element);
    if (element.name === 'pre') this.depth.pre++;
    if (element.mark === 'quoted') {
      if (element.name === 'blockquote' && this.depth.quoted === 0) this.takeAttribution();
      this.depth.quoted++;
    }
    if (element.mark === 'signature') this.depth.signature++;
    if (element.mark === 'hidden') this.depth.hidden++;
    if (element.mark === 'quote-frame') this.frames.push({ from: this.lines.length, used: false });
  }

  /** In Gmail's frame what stands before the first quotation says who wrote it, in whatever language. */
  private takeAttribution(): void {
    const frame = this.frames.at(-1);
    if (!frame || frame.used) return;
    frame.used = true;
    if (this.lines.length - frame.from > 3 * attributionLines) return;
    const above = this.lines.slice(frame.from).filter(({ text }) => text !== '');
    const length = above.reduce((sum, { text }) => sum + text.length, 0);
    const introduces = /[:：៖]\s*$|[@<]/.test(above.at(-1)?.text.slice(-200) ?? '');
    if (!introduces || above.length > attributionLines || length > attributionLength) return;
    for (const line of above) line.given = 'quoted';
  }

  private closes(name: string): void {
    if (name === 'br' && this.depth.hidden === 0) this.breakLine();
    if ((this.openCount.get(name) ?? 0) === 0) return;
    while (this.open.length > 0 && this.open.at(-1)?.name !== name) this.pop();
    this.pop();
  }

  private pop(): void {
    const element = this.open.pop();
    if (!element) return;
    this.openCount.set(element.name, (this.openCount.get(element.name) ?? 1) - 1);
    if (this.depth.hidden === 0 && (blocks.has(element.name) || element.mark)) this.endLine();
    if (this.depth.hidden === 0) this.rows.closes(element.name);
    if (element.spaced) this.gap = true;
    if (element.item !== undefined) this.lists.pop();
    if (element.name === 'pre') this.depth.pre--;
    if (element.mark === 'quoted' || element.mark === 'signature' || element.mark === 'hidden')
      this.depth[element.mark]--;
    if (element.mark === 'quote-frame') this.frames.pop();
  }
}
