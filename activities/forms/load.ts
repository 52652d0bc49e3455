/** Reads `data/forms/`. */
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { badInput } from '../../domain/errors.js';
import { fold } from '../../domain/fold.js';
import type { Field, Form } from '../../domain/form.js';
import { keyOf } from '../../domain/form.js';
import { formFile, sharedOptions } from '../../domain/schemas/form.js';
import { networkFiles } from '../../domain/schemas/network.js';
import { readDataFile } from '../network/data-file.js';

type Options = NonNullable<Field['options']>;

/**
 * Reads and checks every form. A field's `options` may name a list of `options.yaml`, or `focus-areas`, which
 * are the network's.
 *
 * @param dataDir the data folder, which holds `forms/` and `network/`
 * @returns the forms by id
 * @throws CycleError `BadInput` naming the file, the place, the value and what was expected
 */
export async function loadForms(dataDir: string): Promise<Map<string, Form>> {
  const files = (await readdir(join(dataDir, 'forms'))).filter(
    (name) => name.endsWith('.yaml') && name !== 'options.yaml',
  );
  const areas = await readDataFile(dataDir, 'network/focus-areas.yaml', networkFiles['focus-areas']);
  const shared: Record<string, Options> = {
    ...(await readDataFile(dataDir, 'forms/options.yaml', sharedOptions)),
    'focus-areas': areas.map(({ id, name }) => ({ id, label: name })),
  };
  const forms = await Promise.all(files.sort().map((file) => readForm(dataDir, `forms/${file}`, shared)));
  return new Map(forms.map((form) => [form.id, form]));
}

async function readForm(dataDir: string, path: string, shared: Record<string, Options>): Promise<Form> {
  const file = `${basename(dataDir)}/${path}`;
  const read = await readDataFile(dataDir, path, formFile);
  if (read.id !== basename(path, '.yaml')) {
    throw badInput(
      `${file}: id is “${read.id}”; expected “${basename(path, '.yaml')}”, as the file is called.`,
    );
  }
  const fields = read.fields.map(({ options, ...field }): Field => {
    if (options === undefined) return field;
    if (typeof options !== 'string') return { ...field, options };
    const list = shared[options];
    if (list) return { ...field, options: list };
    const known = Object.keys(shared).join(', ');
    throw badInput(
      `${file}: the options of “${field.id}” are “${options}”; expected a list, or one of ${known}.`,
    );
  });
  const fault = ambiguity(fields) ?? ruleWithoutField(fields);
  if (fault) throw badInput(`${file}: ${fault}`);
  return { ...read, fields };
}

/** Two fields that an answer could not tell apart. */
function ambiguity(fields: readonly Field[]): string | undefined {
  const seen = new Map<string, string>();
  for (const field of fields) {
    const key = keyOf(field);
    for (const name of new Set([key, field.label.en, field.label.vi].map(fold))) {
      const other = seen.get(name);
      if (other !== undefined)
        return `“${key}” and “${other}” share the id or label “${name}”; expected one of its own for each.`;
      seen.set(name, key);
    }
  }
  return undefined;
}

function ruleWithoutField(fields: readonly Field[]): string | undefined {
  const fault = fields.find(({ requiredWhen, group }) => {
    const looksAt = requiredWhen?.field;
    return looksAt !== undefined && !fields.some((field) => field.id === looksAt && field.group === group);
  });
  return (
    fault &&
    `“${fault.id}” is required when “${fault.requiredWhen?.field}” has a value; expected the id of a field beside it.`
  );
}
