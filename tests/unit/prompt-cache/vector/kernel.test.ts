import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { assembleKernel, KERNEL_SOURCE } from "../../../../scripts/setup/assemble-kernel";
import { makeKernel, PAGE, simdIsThere } from "../../../../server/prompt-cache/vector/exact/kernel";
import { KERNEL_BYTES } from "../../../../server/prompt-cache/vector/exact/kernel-bytes";
import { randomFrom } from "./vectors";

it("runs the bytes of its source (after a change: npm run vector-kernel)", async () => {
  const bytes = await assembleKernel(readFileSync(KERNEL_SOURCE, "utf8"));
  expect(Buffer.from(bytes).toString("base64")).toBe(KERNEL_BYTES);
});

it("has WebAssembly SIMD here, so that both ways are tried", () => {
  expect(simdIsThere()).toBe(true);
  expect(makeKernel().simd).toBe(true);
});

it("answers the same to the bit with and without WebAssembly, whatever is in memory", () => {
  const random = randomFrom(11);
  const stride = 16 + 96;
  const [table, rows, list, query, output] = [1_024, 4_096, 60_000, 61_000, 40_000];
  const outputs = [true, false].map((simd) => ({ kernel: makeKernel(simd), found: 0 }));
  for (let round = 0; round < 40; round++) {
    const bytes = Uint8Array.from({ length: PAGE }, () => random() * 256);
    const f32 = new Float32Array(bytes.buffer);
    const u32 = new Uint32Array(bytes.buffer);
    u32.set([rows, rows + 64 * stride], table >>> 2);
    for (let row = 0; row < 128; row++)
      f32.set([random() / 500, random() / 50, random()], (rows + row * stride) >>> 2);
    for (let at = 0; at < 100; at++) u32[(list >>> 2) + at] = Math.floor(random() * 128);
    for (const each of outputs) {
      new Uint8Array(each.kernel.buffer()).set(bytes);
      each.found = each.kernel.scan(
        ...([list, 4, 100, table, stride, 96, query] as const),
        ...([1e-6, 0.5, 0.8, 1e-9, 0.5, output] as const),
      );
      each.found = each.kernel.scan(
        ...([output, 24, each.found, table, stride, 64, query] as const),
        ...([2e-6, 1, 0, 1e-9, 0.6, output] as const),
      );
    }
    const [simd, plain] = outputs.map(({ kernel, found }) => ({
      found,
      memory: Buffer.from(kernel.buffer()).toString("base64"),
    }));
    expect(plain).toEqual(simd);
  }
});
