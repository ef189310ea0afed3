import { aTool } from "../../../fixtures/agents/harness-world";

/** A tool that reads; `runs` gets the ids of its calls. */
export const readLog = (runs: string[] = []) =>
  aTool({
    name: "read_log",
    inputSchema: {
      type: "object",
      properties: { deployment: { type: "string" } },
      required: ["deployment"],
      additionalProperties: false,
    },
    run: async (input, call) => {
      runs.push(call.toolUseId);
      call.emit({ stream: "stdout", text: "line 12: EADDRINUSE\n" });
      return { status: "success", content: [{ json: { asked: input, exitCode: 1 } }] };
    },
  });

/** A model that calls once, and then answers. */
export const callOnce =
  (name: string, input: unknown, answer = "It listened on the wrong port.") =>
  (_asked: unknown, turn: number) =>
    turn === 1 ? { text: "Let me look. ", calls: [{ name, input }] } : { text: answer };
