/** `ascn audit` as an auditor calls it, who has no installation. */
import { runWithoutInstallation } from '../../client/cli/create-cli.js';

/** @returns the exit code, what was printed, and what was complained of */
export async function ascnAudit(...words: string[]) {
  const printed: string[] = [];
  const complained: string[] = [];
  const code = await runWithoutInstallation(['audit', ...words], {
    print: (text) => void printed.push(text),
    complain: (text) => void complained.push(text),
  });
  return { code, printed: printed.join('\n'), complained: complained.join('\n') };
}
