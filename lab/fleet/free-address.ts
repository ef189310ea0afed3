import { AwsError } from "../core/aws-error.ts";
import type { Fleet } from "./fleet.ts";

const FIRST = 11;
const COUNT = 240;

/** The next address that nobody uses, so that new instances are seen to be others than the old. */
export function freeAddress(fleet: Fleet): string {
  const used = new Set(
    fleet.instances
      .list()
      .filter((each) => each.state !== "terminated")
      .map((each) => each.address),
  );
  for (let tries = 0; tries < COUNT; tries++) {
    const last = FIRST + ((fleet.lab.store.next("fleet.address") - 1) % COUNT);
    const address = `${fleet.lab.subnet}.${last}`;
    if (!used.has(address)) return address;
  }
  throw new AwsError("InsufficientFreeAddressesInSubnet", "The lab's subnet has no address left.");
}
