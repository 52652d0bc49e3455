/**
 * Compiles layout.mjml to layout.generated.ts, which is committed: run it after every change of layout.mjml,
 * `node activities/mail/build-layout.mjs`. A test compares the two.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import mjml2html from 'mjml';

const source = new URL('layout.mjml', import.meta.url);
const target = new URL('layout.generated.ts', import.meta.url);

/** @returns {Promise<string>} the text of layout.generated.ts for what layout.mjml holds now */
export async function generate() {
  const { html } = await mjml2html(await readFile(source, 'utf8'), { validationLevel: 'strict' });
  const lines = html
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return format(
    `/** Made from layout.mjml by build-layout.mjs; not edited by hand. */\nexport const layout = ${JSON.stringify(lines)}.join('\\n');\n`,
    { ...(await resolveConfig(target.pathname)), parser: 'typescript' },
  );
}

if (process.argv[1] === new URL(import.meta.url).pathname) await writeFile(target, await generate());
