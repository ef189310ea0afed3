import "server-only";
import { BlockList, isIPv6 } from "node:net";

type Range = [network: string, prefix: number];

/** Where clouds keep credentials of their machines: never reachable, whoever allows it. */
const LINK_LOCAL: Range[] = [
  ["169.254.0.0", 16],
  ["fe80::", 10],
  ["fd00:ec2::", 32],
];

/** This machine, its networks, and what the Internet has no hosts behind. RFC 6890 and its successors. */
const LOCAL: Range[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
  ["::", 127],
  ["fc00::", 7],
  ["fec0::", 10],
  ["ff00::", 8],
  // Addresses of version 4 in another dress: nobody who means well needs them.
  ["::", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["2001::", 32],
  ["2002::", 16],
];

const linkLocal = listOf(LINK_LOCAL);
const local = listOf(LOCAL);

/** Of which kind an address is that an agent may not reach; undefined for one of the Internet. */
export function addressKind(address: string): "link-local" | "local" | undefined {
  const plain = unmapped(address);
  const family = isIPv6(plain) ? "ipv6" : "ipv4";
  if (linkLocal.check(plain, family)) return "link-local";
  return local.check(plain, family) ? "local" : undefined;
}

/** `::ffff:10.0.0.1` and `::ffff:a00:1` are 10.0.0.1. */
function unmapped(address: string): string {
  const [plain = ""] = address.split("%");
  if (!isIPv6(plain)) return plain;
  const { hostname } = new URL(`http://[${plain}]/`);
  const found = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(hostname);
  if (!found) return hostname.slice(1, -1);
  const [high, low] = [found[1], found[2]].map((part) => Number.parseInt(part ?? "0", 16));
  return [high, low].flatMap((part = 0) => [part >> 8, part & 255]).join(".");
}

function listOf(ranges: Range[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges)
    list.addSubnet(network, prefix, isIPv6(network) ? "ipv6" : "ipv4");
  return list;
}
