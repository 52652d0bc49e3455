/** The twinning list, in order. The pairing is voluntary: a city without a partner is not listed. */
import type { Block } from '../block.js';
import type { PaperYear } from '../year.js';
import { countryOf, nameOf, withLocalName } from '../year.js';

export function twinningList(year: PaperYear): Block {
  const { network } = year;
  if (!year.twins.length) {
    return {
      lines: [{ text: 'No pairs have been agreed.', source: { of: 'twinning-city', field: 'none' } }],
      tables: [],
    };
  }
  return {
    lines: [],
    tables: [
      {
        title: 'Twinning list',
        columns: ['No.', 'City', 'Member State', 'Outside partner', 'Country or seat'],
        rows: year.twins.map(({ city, partner }, i) => {
          const twinned = network.cities.find((entry) => entry.id === city);
          const known = network.partners.find((entry) => entry.id === partner);
          const texts = {
            number: String(i + 1),
            city: twinned ? withLocalName(twinned) : city,
            member: network.members.find((entry) => entry.code === twinned?.member)?.name ?? '',
            partner: nameOf(network, 'partners', partner),
            country: known ? countryOf(year, known) : '',
          };
          return Object.entries(texts).map(([field, text]) => {
            const side = field === 'partner' || field === 'country' ? 'twinning-partner' : 'twinning-city';
            return { text, source: { of: `${side}/${city}-${partner}`, field } };
          });
        }),
      },
    ],
  };
}
