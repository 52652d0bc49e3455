/** Text whose lines were broken by the writer's mail program to be joined again (RFC 3676, `format=flowed`). */

/**
 * @param text lines apart by `\n`
 * @param deleteSpace the blank at the end of a line is only the sign that it goes on (`delsp=yes`)
 * @returns one line a paragraph; quoted ones keep their `>`
 */
export function joinFlowed(text: string, deleteSpace: boolean): string {
  const out: string[] = [];
  let paragraph: string[] = [];
  let depth = 0;
  const close = (): void => {
    if (paragraph.length > 0) out.push(`${depth > 0 ? `${'>'.repeat(depth)} ` : ''}${paragraph.join('')}`);
    paragraph = [];
  };
  for (const line of text.split('\n')) {
    const marks = quoteDepth(line);
    // A blank before the text was put there so that the line does not look like another (section 4.4).
    const content = line.charAt(marks) === ' ' ? line.slice(marks + 1) : line.slice(marks);
    if (marks !== depth) close();
    depth = marks;
    const flows = content.endsWith(' ') && content !== '-- ';
    // An empty line ends a paragraph, whatever the line before it says.
    if (content === '-- ' || content === '') close();
    paragraph.push(flows && deleteSpace ? content.slice(0, -1) : content);
    if (!flows) close();
  }
  close();
  return out.join('\n');
}

/** No answer to an answer goes deeper; further marks are text. */
const deepestQuote = 100;

function quoteDepth(line: string): number {
  let depth = 0;
  while (line[depth] === '>' && depth < deepestQuote) depth++;
  return depth;
}
