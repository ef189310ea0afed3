/** `npm run vector-kernel`: assembles the vector scan and writes its bytes where the server loads them. */
import { readFileSync, writeFileSync } from "node:fs";
import { assembleKernel, KERNEL_SOURCE } from "./setup/assemble-kernel.ts";

const target = KERNEL_SOURCE.replace(/kernel\.wat$/, "kernel-bytes.ts");
const base64 = Buffer.from(await assembleKernel(readFileSync(KERNEL_SOURCE, "utf8"))).toString(
  "base64",
);
const lines = base64.match(/.{1,92}/g) ?? [];
writeFileSync(
  target,
  `import "server-only";

/** \`kernel.wat\` as WebAssembly, base64; written by \`npm run vector-kernel\`. */
export const KERNEL_BYTES: string = [
${lines.map((line) => `  "${line}",\n`).join("")}].join("");
`,
);
process.stdout.write(`${target}\n`);
