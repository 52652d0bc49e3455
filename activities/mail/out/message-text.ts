/** One message of a template: ICU MessageFormat, with the placeholders that it names. */
import { IntlMessageFormat } from 'intl-messageformat';
import { badInput } from '../../../domain/errors.js';
import type { Language } from '../../../domain/network.js';
import type { Facts, Placeholder } from './placeholders.js';
import { isPlaceholder, placeholders } from './placeholders.js';

export interface MessageText {
  /** Where it stands, for errors: `data/letters/en/reminder.yaml, paragraph 2`. */
  where: string;
  uses: Placeholder[];
  format: IntlMessageFormat;
}

/**
 * Reads a message.
 *
 * @param where file and place, named in errors
 * @throws CycleError `BadInput` for a text that is no ICU message, or a placeholder that is not known
 */
export function readMessage(text: string, language: Language, where: string): MessageText {
  let format: IntlMessageFormat;
  try {
    format = new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
  } catch (error) {
    throw badInput(
      `${where}: “${text}” is not a message in ICU form (${(error as Error).message.split('\n')[0]}); expected text with placeholders such as {city}.`,
    );
  }
  const uses = [...new Set(namesIn(format.getAst()))];
  for (const name of uses) {
    if (isPlaceholder(name)) continue;
    throw badInput(
      `${where}: the placeholder {${name}} is not known. Known are: ${Object.keys(placeholders).join(', ')}.`,
    );
  }
  return { where, uses: uses.filter(isPlaceholder), format };
}

/** The parts of a parsed message that hold a placeholder; literal text (type 0) and `#` have no name. */
function namesIn(elements: ReturnType<IntlMessageFormat['getAst']>): string[] {
  return elements.flatMap((element) => {
    const isText = Number(element.type) === 0;
    const inside =
      'options' in element ? Object.values(element.options).flatMap((option) => namesIn(option.value)) : [];
    return isText || !('value' in element) ? inside : [element.value, ...inside];
  });
}

/**
 * Puts the facts into a message.
 *
 * @param letter the letter's number, for errors
 * @throws CycleError `BadInput` naming the placeholder that the facts do not give
 */
export function say({ format, uses, where }: MessageText, facts: Facts, letter: string): string {
  const absent = uses.find((name) => facts[name] === undefined);
  if (absent) {
    throw badInput(
      `The letter ${letter} cannot be written: ${where} uses {${absent}} (${placeholders[absent].meaning}), and neither the order nor the network gives it.`,
    );
  }
  return String(format.format(facts)).trim();
}
