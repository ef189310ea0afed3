import "server-only";
import type { AgentTool, ToolProvider } from "../contracts";

interface InlineConfig {
  inlineFunction?: { description?: string; inputSchema?: AgentTool["inputSchema"] };
}

/** The harness's inline functions: the model sees them, and the caller of the harness answers them. */
export const inlineFunctions =
  (): ToolProvider =>
  async ({ definition }) => ({
    tools: definition.harness.tools.flatMap(({ type, name, config }): AgentTool[] => {
      if (type !== "inline_function") return [];
      const { description = name, inputSchema } = (config as InlineConfig)?.inlineFunction ?? {};
      return [
        {
          name,
          description,
          inputSchema: inputSchema ?? { type: "object" },
          source: "inline",
          class: "change",
          answeredByPerson: true,
          run: async () => ({ status: "error", content: [{ text: "The caller answers this." }] }),
        },
      ];
    }),
    unresolved: [],
  });
