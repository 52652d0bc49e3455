/** The domain name system, asked through the servers that the settings name, else through the system's. */
import { Resolver } from 'node:dns/promises';
import type { Resolve } from './check.js';

/** @param servers addresses, with a port where it is another than 53; the system's when there are none */
export function askNameServers(servers: readonly string[] = []): Resolve {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  return async (name, type) => [await resolver.resolve(name, type)].flat();
}
