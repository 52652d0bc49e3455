/** Reads the pages of an account as a browser and a reader would: what they link to, how they are built. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { Parser } from 'htmlparser2';

export interface ReadPage {
  path: string;
  markup: string;
  /** What a reader sees, in one line. */
  text: string;
  lang: string;
  title: string;
  /** The levels of its headings, in their order. */
  headings: number[];
  ids: string[];
  /** Where its links, style sheets and the like lead, as they stand. */
  leads: string[];
  /** Names of its elements. */
  elements: Set<string>;
  /** Names of attributes that would run something. */
  handlers: string[];
}

export function readSite(folder: string): Map<string, ReadPage> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.html'),
  );
  return new Map(
    files.map((file) => {
      const path = file.split('\\').join('/');
      return [path, readPage(path, readFileSync(join(folder, file), 'utf8'))];
    }),
  );
}

export function readPage(path: string, markup: string): ReadPage {
  const page: ReadPage = {
    ...{ path, markup, text: '', lang: '', title: '' },
    ...{ headings: [], ids: [], leads: [], elements: new Set<string>(), handlers: [] },
  };
  const open: string[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      open.push(name);
      page.elements.add(name);
      if (name === 'html') page.lang = attributes.lang ?? '';
      if (/^h[1-6]$/.test(name)) page.headings.push(Number(name[1]));
      if (attributes.id !== undefined) page.ids.push(attributes.id);
      for (const each of ['href', 'src', 'action', 'data', 'srcset', 'xlink:href'])
        if (attributes[each] !== undefined) page.leads.push(attributes[each]);
      page.handlers.push(...Object.keys(attributes).filter((each) => each.startsWith('on')));
    },
    ontext: (text) => {
      if (open.at(-1) === 'title' && !open.includes('svg')) page.title += text;
      else page.text += text;
    },
    onclosetag: () => void open.pop(),
  });
  parser.write(markup);
  parser.end();
  page.text = page.text.replace(/\s+/g, ' ');
  return page;
}

/** Links that lead nowhere within the account. */
export function deadLinks(site: ReadonlyMap<string, ReadPage>, others: readonly string[]): string[] {
  return [...site.values()].flatMap(({ path, leads }) =>
    leads.flatMap((lead) => {
      const [to = '', anchor] = lead.split('#');
      const target = to === '' ? path : posix.join(posix.dirname(path), to);
      const found = site.get(target);
      if (!found) return others.includes(target) && anchor === undefined ? [] : [`${path}: ${lead}`];
      return anchor === undefined || found.ids.includes(anchor) ? [] : [`${path}: ${lead}`];
    }),
  );
}

/** What is wrong with how pages are built, one sentence each. */
export function flaws(site: ReadonlyMap<string, ReadPage>): string[] {
  return [...site.values()].flatMap((page) => {
    const { path, lang, title, headings, ids, elements, handlers, leads } = page;
    const wrong: [boolean, string][] = [
      [lang !== 'en', 'has no language'],
      [title.trim() === '', 'has no title'],
      [headings.filter((level) => level === 1).length !== 1, 'has not one first heading'],
      [headings.some((level, i) => level > (headings[i - 1] ?? 0) + 1), 'skips a level of headings'],
      [new Set(ids).size < ids.length, 'has an id twice'],
      [!elements.has('main') || !elements.has('nav'), 'has no landmarks'],
      [
        ['script', 'iframe', 'img', 'object', 'embed', 'form', 'base'].some((name) => elements.has(name)),
        'has an element that fetches or runs something',
      ],
      [handlers.length > 0, 'has a handler'],
      [leads.some((lead) => /^[a-z][a-z0-9+.-]*:|^\/\/|^\//i.test(lead)), 'leads elsewhere'],
    ];
    return wrong.filter(([is]) => is).map(([, what]) => `${path} ${what}`);
  });
}
