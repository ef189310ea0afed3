import "server-only";
import type { Scan } from "./kernel";

/** `kernel.wat` line by line, for runtimes without WebAssembly SIMD. Whole numbers and the same order of sums: equal to the bit. */
export function scanPlain(
  buffer: ArrayBuffer,
  ...[
    input,
    inputSize,
    count,
    table,
    stride,
    dims,
    query,
    queryScale,
    errorFactor,
    tailFactor,
    slack,
    need,
    output,
  ]: Parameters<Scan>
): number {
  const i8 = new Int8Array(buffer);
  const i16 = new Int16Array(buffer);
  const u32 = new Uint32Array(buffer);
  const f32 = new Float32Array(buffer);
  const f64 = new Float64Array(buffer);
  let found = 0;
  for (let each = 0; each < count; each++) {
    const entry = input + each * inputSize;
    const row = u32[entry >>> 2] ?? 0;
    const at = (u32[(table >>> 2) + (row >>> 6)] ?? 0) + (row & 63) * stride;
    const reach =
      (f32[(at >>> 2) + 1] ?? 0) * errorFactor + (f32[(at >>> 2) + 2] ?? 0) * tailFactor + slack;
    let dot = 0;
    for (let dim = 0; dim < dims; dim++)
      dot += (i8[at + 16 + dim] ?? 0) * (i16[(query >>> 1) + dim] ?? 0);
    let middle = dot * (f32[at >>> 2] ?? 0) * queryScale;
    if (inputSize !== 4) middle = (f64[(entry >>> 3) + 1] ?? 0) + middle;
    if (middle + reach < need) continue;
    const out = output + found * 24;
    u32[out >>> 2] = row;
    f64[(out >>> 3) + 1] = middle;
    f64[(out >>> 3) + 2] = reach;
    found++;
  }
  return found;
}
