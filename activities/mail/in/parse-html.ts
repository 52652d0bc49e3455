/** The text of a letter that came as HTML only. */
import PostalMime from 'postal-mime';

/**
 * Turns HTML into plain text. What stands in a `blockquote` is the letter that is answered, and is left out.
 *
 * postal-mime converts HTML only beside a plain part, so the HTML is given to it with an empty one.
 */
export async function textOfHtml(html: string): Promise<string> {
  const part = Buffer.from(withoutBlockquotes(html), 'utf8').toString('base64');
  const letter = [
    'Content-Type: multipart/mixed; boundary="part"',
    '',
    '--part',
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    part,
    '--part',
    'Content-Type: text/plain',
    '',
    '',
    '--part--',
    '',
  ].join('\r\n');
  const { text = '' } = await PostalMime.parse(letter);
  // Every block of HTML ends with a blank line; only what is wider apart was meant to be.
  return text.replace(/\n{2,}/g, (gap) => (gap.length === 2 ? '\n' : '\n\n'));
}

function withoutBlockquotes(html: string): string {
  const kept: string[] = [];
  let depth = 0;
  let from = 0;
  for (const tag of html.matchAll(/<(\/?)blockquote\b/gi)) {
    const closing = tag[1] === '/';
    if (depth === 0 && !closing) kept.push(html.slice(from, tag.index));
    depth = Math.max(0, depth + (closing ? -1 : 1));
    if (depth === 0) {
      const end = html.indexOf('>', tag.index);
      from = end < 0 ? html.length : end + 1;
    }
  }
  if (depth === 0) kept.push(html.slice(from));
  return kept.join('<br>');
}
