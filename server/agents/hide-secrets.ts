import "server-only";
import { AppError, isAppError } from "@/server/platform/errors";
import type { AgentTool, ToolCall, ToolOutcome, ToolProvider } from "./contracts";
import { consoleRedactor, type Redactor } from "./redact";

/**
 * The same tools, with secrets hidden in whatever they say: to the model, to people, to the journal.
 * Stands around every provider, so that no tool has to think of it.
 */
export const hideSecrets =
  (provider: ToolProvider, redact: Redactor = consoleRedactor("certain")): ToolProvider =>
  async (session) => {
    const provided = await provider(session);
    return { ...provided, tools: provided.tools.map((tool) => quiet(tool, redact)) };
  };

function quiet(tool: AgentTool, redact: Redactor): AgentTool {
  const { settle, preview, classOf } = tool;
  return {
    ...tool,
    run: (input, call) => running(call, redact, (own) => tool.run(input, own)),
    ...(classOf && { classOf: (input) => classOf.call(tool, input) }),
    ...(preview && { preview: (input, call) => preview.call(tool, input, call) }),
    ...(settle && {
      settle: async (input, call) => {
        const settled = await settle.call(tool, input, call);
        return typeof settled === "string" ? settled : hidden(settled, redact);
      },
    }),
  };
}

async function running(
  call: ToolCall,
  redact: Redactor,
  run: (call: ToolCall) => Promise<ToolOutcome>,
): Promise<ToolOutcome> {
  const streams = { stdout: redact.stream(), stderr: redact.stream() };
  const emit: ToolCall["emit"] = ({ stream, text }) => {
    const said = streams[stream].push(text);
    if (said) call.emit({ stream, text: said });
  };
  try {
    return hidden(await run({ ...call, emit }), redact);
  } catch (error) {
    if (!isAppError(error)) throw error;
    const { code, retryable, effect, cause } = error;
    throw new AppError(code, redact.text(error.message), { retryable, effect, cause });
  } finally {
    for (const stream of ["stdout", "stderr"] as const) {
      const rest = streams[stream].end();
      if (rest) call.emit({ stream, text: rest });
    }
  }
}

const hidden = ({ status, content }: ToolOutcome, redact: Redactor): ToolOutcome => ({
  status,
  content: content.map((part) => {
    if (part.text !== undefined) return { text: redact.text(part.text) };
    return part.json !== undefined ? { json: redact.json(part.json) } : part;
  }),
});
