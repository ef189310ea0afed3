import "server-only";
import { type Kernel, makeKernel, PAGE } from "./kernel";

/** Typed windows on the whole memory. Ask `Arena.views` again after anything that takes memory. */
export interface Views {
  i8: Int8Array;
  i16: Int16Array;
  u32: Uint32Array;
  f32: Float32Array;
  f64: Float64Array;
}

/**
 * The one memory that all in-process indexes scan. Each WebAssembly memory reserves gigabytes of
 * address space, so namespaces share one. It never shrinks; what is given back is used again.
 */
export class Arena {
  readonly kernel: Kernel;
  #top = 16;
  #free = new Map<number, number[]>();
  #views?: Views & { of: ArrayBuffer };

  constructor(kernel: Kernel = makeKernel()) {
    this.kernel = kernel;
  }

  /** Address of so many bytes, at a multiple of 16. What is in them is left from before. */
  take(bytes: number): number {
    const size = roundUp(bytes);
    const again = this.#free.get(size)?.pop();
    if (again !== undefined) return again;
    const address = this.#top;
    const missing = address + size - this.kernel.buffer().byteLength;
    // An eighth more than needed: growing costs a call into the system each time.
    if (missing > 0) this.kernel.grow(Math.ceil(Math.max(missing, address / 8) / PAGE));
    this.#top = address + size;
    return address;
  }

  give(address: number, bytes: number): void {
    const size = roundUp(bytes);
    const free = this.#free.get(size);
    if (free) free.push(address);
    else this.#free.set(size, [address]);
  }

  get views(): Views {
    const buffer = this.kernel.buffer();
    if (this.#views?.of === buffer) return this.#views;
    this.#views = {
      of: buffer,
      i8: new Int8Array(buffer),
      i16: new Int16Array(buffer),
      u32: new Uint32Array(buffer),
      f32: new Float32Array(buffer),
      f64: new Float64Array(buffer),
    };
    return this.#views;
  }
}

const roundUp = (bytes: number): number => Math.ceil(bytes / 16) * 16;
