import { inCheckout } from "./checkout.ts";

/** The vector scan in WebAssembly text. */
export const KERNEL_SOURCE = inCheckout("server/prompt-cache/vector/exact/kernel.wat");

/**
 * WebAssembly text to bytes.
 * @throws with the assembler's word when the text is wrong
 */
export async function assembleKernel(text: string): Promise<Uint8Array> {
  const { default: wabt } = await import("wabt");
  const tools = await wabt();
  const module = tools.parseWat("kernel.wat", text, { simd: true });
  try {
    module.validate();
    return module.toBinary({ log: false, write_debug_names: false }).buffer;
  } finally {
    module.destroy();
  }
}
