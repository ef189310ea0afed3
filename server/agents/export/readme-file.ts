import "server-only";
import { agentTitle } from "@/lib/agents/describe-agent";
import type { ProgramParts } from "./program-parts";

const KEYS = {
  bedrock: "AWS credentials with `bedrock:InvokeModelWithResponseStream`, and `AWS_REGION`",
  open_ai: "`OPENAI_API_KEY`",
  gemini: "`GEMINI_API_KEY`",
  lite_llm: "",
} as const;

/** `README.md`: how it runs, what it needs, what did not come along. */
export function readmeFile(parts: ProgramParts): string {
  const { definition } = parts;
  const needs = [
    KEYS[definition.harness.model.provider],
    (parts.shell || parts.codeInterpreter) &&
      "[bubblewrap](https://github.com/containers/bubblewrap) (`bwrap`): commands run in it without network, or not at all",
    parts.codeInterpreter && "`python3`, with numpy, pandas and matplotlib for charts",
    parts.browser && "Chromium; `CHROMIUM` names it when it is not `/usr/bin/chromium`",
    ...parts.mcp.flatMap(({ name, needs: names }) =>
      names.map((env) => `\`${env}\`: a header of the MCP server ${name}`),
    ),
  ].filter(Boolean);
  return `# ${agentTitle(definition.name)}

${definition.console.description ?? "An agent."}

Version ${definition.version} of the agent \`${definition.name}\`, as a program on the [Strands Agents SDK](https://github.com/strands-agents/sdk-typescript). It is yours: change what you like.

## Run it

\`\`\`
npm install
npm start -- "${(definition.console.starters[0] ?? "What can you do?").replace(/["$`\\]/g, "")}"
\`\`\`

It needs Node 22.18 or later and

${needs.map((need) => `- ${need}`).join("\n")}

## Where things are

| file | what |
| --- | --- |
| \`src/agent.ts\` | the agent: model, tools, limits, policy |
| \`src/model.ts\` | the model |
| \`src/approvals.ts\` | asks at the terminal before a call that changes something; without a terminal it is refused |
| \`src/tools/\` | its tools; files are kept in \`workspace/\` |
| \`system-prompt.md\` | the prompt, with the variables of its place put in |
${parts.skills ? "| `skills/` | loaded when they are needed |\n" : ""}
## What did not come along

${
  parts.left.length > 0
    ? parts.left.map(({ name, why }) => `- \`${name}\`: ${why}.`).join("\n")
    : "Nothing."
}

Sessions, their journal, approvals by other people, the money's budget and the ledger are the console's; this program has none of them.
`;
}
