import "server-only";
import { KERNEL_BYTES } from "./kernel-bytes";
import { scanPlain } from "./scan-plain";

/** The scan of `kernel.wat`; addresses and sizes in bytes. Gives the number of output entries. */
export type Scan = (
  input: number,
  inputSize: number,
  count: number,
  table: number,
  stride: number,
  dims: number,
  query: number,
  queryScale: number,
  errorFactor: number,
  tailFactor: number,
  slack: number,
  need: number,
  output: number,
) => number;

/** A memory that grows, and the scan over it. */
export interface Kernel {
  simd: boolean;
  /** Another object after each growth: hold no view over one. */
  buffer(): ArrayBuffer;
  /** Adds pages of 64 KiB. Throws a RangeError when the machine has no more. */
  grow(pages: number): void;
  scan: Scan;
}

export const PAGE = 65_536;

/** The scan as WebAssembly with SIMD where the runtime has it, else in TypeScript: slower, the same answers. */
export function makeKernel(useSimd: boolean = simdIsThere()): Kernel {
  return useSimd ? makeSimdKernel() : makePlainKernel();
}

const bytes = () => Buffer.from(KERNEL_BYTES, "base64");

/** False on a runtime without WebAssembly (`--jitless`) or without its SIMD. */
export const simdIsThere = (): boolean =>
  typeof WebAssembly === "object" && WebAssembly.validate(bytes());

function makeSimdKernel(): Kernel {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65_536 });
  const module = new WebAssembly.Module(bytes());
  const { scan } = new WebAssembly.Instance(module, { switchyard: { memory } }).exports;
  return {
    simd: true,
    buffer: () => memory.buffer,
    grow: (pages) => void memory.grow(pages),
    scan: scan as Scan,
  };
}

function makePlainKernel(): Kernel {
  let buffer = new ArrayBuffer(PAGE);
  return {
    simd: false,
    buffer: () => buffer,
    grow: (pages) => {
      buffer = buffer.transfer(buffer.byteLength + pages * PAGE);
    },
    scan: (...call) => scanPlain(buffer, ...call),
  };
}
