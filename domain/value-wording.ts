/** A value as it is kept, in the words in which people read it. */
import type { Field } from './form.js';
import type { Language } from './network.js';

/** Choices by their wording, figures with marks of thousands: `USD 1,500,000`, `1.500.000 VND`. */
export function wordedValue(field: Field | undefined, value: string | string[], language: Language): string {
  const worded = (one: string): string => {
    const option = field?.options?.find(({ id }) => id === one);
    if (option) return option.label[language];
    if (field?.type === 'number') return grouped(one, language);
    return field?.type === 'money' ? wordedAmount(one, language) : one;
  };
  return Array.isArray(value) ? value.map(worded).join('; ') : worded(value);
}

function wordedAmount(value: string, language: Language): string {
  const [, currency, amount] = /^([A-Z]{3}) (\d+(?:\.\d+)?)$/.exec(value) ?? [];
  if (currency === undefined || amount === undefined) return value;
  const figure = grouped(amount, language);
  return language === 'vi' ? `${figure} ${currency}` : `${currency} ${figure}`;
}

function grouped(value: string, language: Language): string {
  const [, whole, part = '', sign = ''] = /^(\d+)(?:\.(\d+))?(%?)$/.exec(value) ?? [];
  if (whole === undefined) return value;
  const [group, decimal] = language === 'vi' ? ['.', ','] : [',', '.'];
  const figure = whole.replace(/\B(?=(?:\d{3})+$)/g, group);
  return `${figure}${part && decimal + part}${sign}`;
}
