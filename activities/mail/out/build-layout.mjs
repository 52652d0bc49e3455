/**
 * Compiles layout.mjml to layout.generated.ts, which is committed: run it after every change of layout.mjml,
 * `node activities/mail/out/build-layout.mjs`. With `--check` it writes nothing and fails where the two differ.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import mjml2html from 'mjml';
import { format, resolveConfig } from 'prettier';

const source = new URL('layout.mjml', import.meta.url);
const target = fileURLToPath(new URL('layout.generated.ts', import.meta.url));

const { html } = await mjml2html(await readFile(source, 'utf8'), { validationLevel: 'strict' });
const lines = html
  .split('\n')
  .map((line) => line.trim())
  .filter(Boolean);
const module = await format(
  `/** Made from layout.mjml by build-layout.mjs; not edited by hand. */\nexport const layout = ${JSON.stringify(lines)}.join('\\n');\n`,
  { ...(await resolveConfig(target)), parser: 'typescript' },
);

if (!process.argv.includes('--check')) await writeFile(target, module);
else if (module !== (await readFile(target, 'utf8'))) {
  console.error(
    'layout.generated.ts is not what layout.mjml says; run node activities/mail/out/build-layout.mjs.',
  );
  process.exitCode = 1;
}
