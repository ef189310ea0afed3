import "server-only";
import { writeConfig } from "@/lib/agents/write-config";
import type { ProgramParts } from "./program-parts";

/** `package.json`: only what the program imports. */
export function packageFile({ definition, browser, mcp }: ProgramParts): string {
  const { provider } = definition.harness.model;
  return writeConfig({
    name: definition.name.toLowerCase().replaceAll("_", "-"),
    version: `${definition.version}.0.0`,
    private: true,
    type: "module",
    engines: { node: ">=22.18" },
    scripts: { start: "node src/main.ts", check: "tsc --noEmit" },
    dependencies: {
      ...(provider === "gemini" && { "@google/genai": "^2.6.0" }),
      ...(provider === "bedrock" && { "@smithy/node-http-handler": "^4.14.2" }),
      ...(mcp.some((server) => "command" in server) && {
        "@modelcontextprotocol/sdk": "^1.25.2",
      }),
      "@strands-agents/sdk": "^1.19.0",
      ...(provider === "open_ai" && { openai: "^6.45.0" }),
      ...(browser && { "playwright-core": "^1.65.0" }),
      zod: "^4.1.12",
    },
    devDependencies: { "@types/node": "^24.0.0", typescript: "^6.0.0 || ^7.0.0" },
  });
}
