import "server-only";
import {
  ARCHITECTURES,
  type Architecture,
  DENIED,
  DENIED_IOCTLS,
  IOCTL,
  numberOf,
  SOCKET,
  SOCKET_FAMILIES,
} from "./system-calls";

// Of linux/bpf_common.h and linux/seccomp.h.
const LOAD_WORD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_AT_LEAST = 0x35;
const RETURN = 0x06;
const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const refuse = (errno: number) => 0x00050000 | errno;
const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

// Of struct seccomp_data: the call's number, the architecture, the lower halves of its arguments.
const NUMBER = 0;
const ARCHITECTURE = 4;
const ARGUMENT = [16, 24] as const;
/** Calls of the x32 ABI have the numbers of others. */
const X32 = 0x40000000;

type Instruction = [code: number, ifTrue: number, ifFalse: number, value: number];

const load = (offset: number): Instruction => [LOAD_WORD, 0, 0, offset];
const give = (action: number): Instruction => [RETURN, 0, 0, action];
const when = (value: number, action: number): Instruction[] => [
  [JUMP_EQUAL, 0, 1, value],
  give(action),
];
/** Runs `then` for this call only; it has to end in a return. */
const forCall = (number: number, then: Instruction[]): Instruction[] => [
  [JUMP_EQUAL, 0, then.length, number],
  ...then,
];

/**
 * The program for `bwrap --seccomp`: classic BPF, eight bytes an instruction, little-endian.
 * Undefined for an architecture whose numbers are not known here.
 */
export function seccompFilter(architecture: string = process.arch): Buffer | undefined {
  if (!(architecture in ARCHITECTURES)) return undefined;
  const arch = architecture as Architecture;
  const program: Instruction[] = [
    load(ARCHITECTURE),
    [JUMP_EQUAL, 1, 0, ARCHITECTURES[arch]],
    give(KILL_PROCESS),
    load(NUMBER),
    [JUMP_AT_LEAST, 0, 1, X32],
    give(refuse(ENOSYS)),
    ...DENIED.flatMap((call) => {
      const number = numberOf(call, arch);
      return number === null ? [] : when(number, refuse(EPERM));
    }),
    ...forCall(numberOf(SOCKET, arch) as number, [
      load(ARGUMENT[0]),
      ...SOCKET_FAMILIES.flatMap((family) => when(family, ALLOW)),
      give(refuse(EAFNOSUPPORT)),
    ]),
    ...forCall(numberOf(IOCTL, arch) as number, [
      load(ARGUMENT[1]),
      ...DENIED_IOCTLS.flatMap((request) => when(request, refuse(EPERM))),
      give(ALLOW),
    ]),
    give(ALLOW),
  ];
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, ifTrue, ifFalse, value], at) => {
    bytes.writeUInt16LE(code, at * 8);
    bytes.writeUInt8(ifTrue, at * 8 + 2);
    bytes.writeUInt8(ifFalse, at * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, at * 8 + 4);
  });
  return bytes;
}
