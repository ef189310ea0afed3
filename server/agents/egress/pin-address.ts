import "server-only";
import { lookup } from "node:dns/promises";
import { isIP } from "node:net";
import { AppError } from "@/server/platform/errors";
import { addressKind } from "./address-problem";
import { type HostRule, isListed, plainHost } from "./hosts";

/** An address that was looked at, to be connected to as it is: a second look-up could give another. */
export interface Pinned {
  address: string;
  family: 4 | 6;
}

/**
 * Looks a host up once and gives the address to connect to. One forbidden address among several
 * forbids the host. `localHosts` may be on this machine or network; link-local addresses, where
 * clouds keep credentials, never.
 *
 * @throws AppError forbidden, or upstream when there is no such host; one sentence, nothing was sent
 */
export async function pinAddress(
  host: string,
  port: number,
  localHosts: readonly HostRule[],
): Promise<Pinned> {
  const name = plainHost(host);
  const found = await resolve(name);
  for (const { address } of found) {
    const kind = addressKind(address);
    if (kind === "link-local")
      throw refused(`${name} is a link-local address, where machines keep credentials`);
    if (kind === "local" && !isListed(localHosts, name, port))
      throw refused(`${name} is an address of this machine or network`);
  }
  return found[0] as Pinned;
}

async function resolve(name: string): Promise<Pinned[]> {
  const family = isIP(name);
  if (family) return [{ address: name, family: family as 4 | 6 }];
  try {
    const found = await lookup(name, { all: true, order: "ipv4first" });
    if (found.length > 0) return found as Pinned[];
  } catch (cause) {
    throw new AppError("upstream", `There is no host ${name}.`, { cause, effect: "none" });
  }
  throw new AppError("upstream", `There is no host ${name}.`, { effect: "none" });
}

const refused = (why: string): AppError =>
  new AppError("forbidden", `${why}: agents may not reach it.`, { effect: "none" });
