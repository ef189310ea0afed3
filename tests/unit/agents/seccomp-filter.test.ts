import { expect, test } from "vitest";
import { seccompFilter } from "@/server/agents/sandbox/bubblewrap/seccomp-filter";

const ALLOW = 0x7fff0000;
const KILL = 0x80000000;
const refused = (errno: number) => 0x00050000 | errno;

/** Runs the program as the kernel would: loads of words, jumps and returns are all that it has. */
function judge(filter: Buffer, call: { number: number; arch: number; args?: number[] }): number {
  const words = new Map([
    [0, call.number],
    [4, call.arch],
    ...(call.args ?? []).map((value, at): [number, number] => [16 + 8 * at, value]),
  ]);
  let loaded = 0;
  for (let at = 0; at * 8 < filter.length; at += 1) {
    const code = filter.readUInt16LE(at * 8);
    const value = filter.readUInt32LE(at * 8 + 4);
    if (code === 0x06) return value;
    if (code === 0x20) loaded = words.get(value) ?? 0;
    else {
      const holds = code === 0x15 ? loaded === value : loaded >= value;
      at += filter.readUInt8(at * 8 + (holds ? 2 : 3));
    }
  }
  throw new Error("The program ended without an answer.");
}

const X64 = { name: "x64", arch: 0xc000003e, read: 0, ptrace: 101, socket: 41, ioctl: 16 };
const ARM64 = { name: "arm64", arch: 0xc00000b7, read: 63, ptrace: 117, socket: 198, ioctl: 29 };

test.each([X64, ARM64])(
  "on $name the filter lets work pass and refuses what it should",
  (machine) => {
    const filter = seccompFilter(machine.name) as Buffer;
    const { arch } = machine;
    expect(judge(filter, { arch, number: machine.read })).toBe(ALLOW);
    expect(judge(filter, { arch, number: machine.ptrace })).toBe(refused(1));
    expect(judge(filter, { arch, number: 425 })).toBe(refused(1));
    const socket = (family: number) =>
      judge(filter, { arch, number: machine.socket, args: [family] });
    expect([1, 2, 10, 16].map(socket)).toEqual([ALLOW, ALLOW, ALLOW, ALLOW]);
    expect([17, 40, 38].map(socket)).toEqual([refused(97), refused(97), refused(97)]);
    const ioctl = (request: number) =>
      judge(filter, { arch, number: machine.ioctl, args: [0, request] });
    expect([0x5412, 0x541c, 0x5401].map(ioctl)).toEqual([refused(1), refused(1), ALLOW]);
  },
);

test("calls of another architecture, and x32's, are none to it", () => {
  const filter = seccompFilter("x64") as Buffer;
  expect(judge(filter, { arch: 0x40000003, number: 0 })).toBe(KILL);
  expect(judge(filter, { arch: X64.arch, number: 0x40000000 + 101 })).toBe(refused(38));
});

test("an architecture whose numbers are not known has no filter", () => {
  expect(seccompFilter("riscv64")).toBeUndefined();
});
