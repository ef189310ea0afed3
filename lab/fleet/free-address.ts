import { connect } from "node:net";
import { AwsError } from "../core/aws-error.ts";
import type { Fleet } from "./fleet.ts";

const FIRST = 11;
const COUNT = 240;
const APPLICATION_PORT = 8080;

/**
 * The next address that nobody uses, so that new instances are seen to be others than the old. An
 * address where somebody else answers already is passed over: its health would be theirs.
 */
export async function freeAddress(fleet: Fleet): Promise<string> {
  const used = new Set(
    fleet.instances
      .list()
      .filter((each) => each.state !== "terminated")
      .map((each) => each.address),
  );
  for (let tries = 0; tries < COUNT; tries++) {
    const last = FIRST + ((fleet.lab.store.next("fleet.address") - 1) % COUNT);
    const address = `${fleet.lab.subnet}.${last}`;
    if (!used.has(address) && !(await isAnswering(address))) return address;
  }
  throw new AwsError("InsufficientFreeAddressesInSubnet", "The lab's subnet has no address left.");
}

function isAnswering(host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port: APPLICATION_PORT, timeout: 500 });
    const settle = (answers: boolean) => {
      socket.destroy();
      resolve(answers);
    };
    socket.once("connect", () => settle(true));
    socket.once("error", () => settle(false));
    socket.once("timeout", () => settle(false));
  });
}
