import "server-only";
import { randomUUID } from "node:crypto";

const COUNTED = 0x10000;

let begins = "";
let next = COUNTED;

/**
 * An id that no other request has, in the form of a random UUID: its last four digits are counted,
 * the others drawn anew when those have run out. Ids are no secret; drawing each takes longer than
 * finding what an exact hit is about.
 */
export function newRequestId(): string {
  if (next === COUNTED) {
    begins = randomUUID().slice(0, -4);
    next = 0;
  }
  return begins + (COUNTED + next++).toString(16).slice(1);
}
