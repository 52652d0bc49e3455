/** Reply addresses of letters that were never sent: what the doors and the judge look up is there. */
import type { DocumentStore } from '../../domain/document.js';
import { letterNumber, requestId } from '../../domain/ids.js';
import { putNetwork } from '../../domain/network-document.js';
import type { Network } from '../../domain/network.js';
import type { TokenEntry } from '../../domain/token.js';
import { extraCity, mailDomain, year } from '../cities.js';

/** @returns the reply address of each of the further cities of a network, from the first */
export async function enterTokens(
  store: DocumentStore,
  network: string,
  data: Network,
  cities: number,
): Promise<string[]> {
  const networkDocument = await putNetwork(store, data);
  const numbers = Array.from({ length: cities }, (_, i) => i + 1);
  return Promise.all(
    numbers.map(async (number) => {
      const city = extraCity(number);
      const token = String(number)
        .padStart(20, '0')
        .replace(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)));
      const request = requestId(network, year, 'action-plan', city);
      const entry: TokenEntry = {
        network,
        cycle: year,
        letter: letterNumber(year, `action-plan/${city}`, 1),
        from: 'secretariat-sg',
        office: `csco-${city}`,
        answers: [{ request, as: 'answer' }],
        form: 'action-plan',
        language: 'en',
        networkDocument,
      };
      await store.enter('tokens', token, entry);
      return `reply+${token}@${mailDomain}`;
    }),
  );
}
