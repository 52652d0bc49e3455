/** Of whom a kind of request is asked. */
import type { Ask } from '../../domain/ask.js';
import type { Network } from '../../domain/network.js';
import { citiesOn, membersOn } from '../../domain/network.js';
import type { IsoDate } from '../../domain/time.js';

/**
 * Codes of members in small letters, ids of cities, partners or bodies. Partners count from the first year that
 * a source ties them to the network.
 *
 * @param on the day whose members and cities count
 */
export function subjectsIn(network: Network, ask: Pick<Ask, 'of'>, on: IsoDate): string[] {
  switch (ask.of) {
    case 'members':
      return membersOn(network, on).map(({ code }) => code.toLowerCase());
    case 'cities':
      return citiesOn(network, on).map(({ id }) => id);
    case 'partners': {
      const year = Number(on.slice(0, 4));
      return network.partners.filter(({ since }) => since === undefined || since <= year).map(({ id }) => id);
    }
    case 'bodies':
      return network.bodies.map(({ id }) => id);
  }
}
