/** The forms that ship, for tests of how answers are read. */
import { loadForms } from '../../activities/forms/load.js';
import type { Form } from '../../domain/form.js';

const forms = await loadForms('data');

export function form(id: string): Form {
  const found = forms.get(id);
  if (!found) throw new Error(`There is no form ${id}.`);
  return found;
}
