/** Mail servers of our own, which hand on what others sent: no rate is set on them, and they may be believed. */
import { BlockList, isIPv6 } from 'node:net';

/** @param networks addresses, or networks such as `192.0.2.0/24` */
export function networksOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

/** Where the mailroom listens for this machine only, everybody who comes is one. */
export const thisMachine = networksOf(['127.0.0.0/8', '::1']);
