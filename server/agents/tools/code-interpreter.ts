import "server-only";
import { z } from "zod";
import type { Picture, ToolResultPart } from "@/lib/agents/events";
import type { AgentTool, ToolCall, ToolOutcome, Workspace } from "@/server/agents/contracts";
import { KeptOutput } from "@/server/agents/sandbox/kept-output";
import { kernelOf } from "@/server/agents/sandbox/kernel/kernels";
import type { CellResult } from "@/server/agents/sandbox/kernel/start-kernel";
import { cutText } from "./cut-text";
import { pictureOf } from "./picture-of";

const Input = z.object({ code: z.string().min(1) });

/** More than that is no answer but a gallery. */
const MOST_PICTURES = 6;

/**
 * `code_interpreter`: Python whose names stay from call to call of a session.
 *
 * @param libraries what of numpy, pandas and matplotlib is there
 */
export function codeInterpreter(
  name: string,
  workspace: Workspace,
  libraries: string[],
  env: Record<string, string>,
): AgentTool {
  const has = libraries.length > 0 ? ` with ${libraries.join(", ")}` : " and its standard library";
  return {
    name,
    description: `Runs Python 3${has} in the session's workspace (/workspace), without network. Names and imports stay between calls; the value of the last line is shown; open matplotlib figures come back as pictures and are closed. At most ${workspace.limits.timeoutMs / 1_000} seconds a call.`,
    inputSchema: {
      type: "object",
      properties: { code: { type: "string", description: "Python source." } },
      required: ["code"],
      additionalProperties: false,
    },
    source: "code_interpreter",
    class: "read",
    contained: true,
    run: (input, call) => runCode(Input.parse(input).code, call, env),
  };
}

async function runCode(
  code: string,
  call: ToolCall,
  env: Record<string, string>,
): Promise<ToolOutcome> {
  const { limits } = call.workspace;
  const { kernel, fresh } = await kernelOf(call.sessionId, call.workspace, env);
  const output = new KeptOutput(limits.outputBytes, call.emit);
  const began = performance.now();
  const result = await kernel.run(code, {
    timeoutMs: limits.timeoutMs,
    signal: call.signal,
    onOutput: ({ stream, text }) => output.add(stream, Buffer.from(text)),
  });
  const { stdout, stderr, problem: cut } = output.result(null, began);
  const parts = [
    fresh && "[A new Python: names of earlier calls are gone, files are there.]",
    stdout && cutText(stdout.trimEnd()),
    stderr && `[stderr]\n${cutText(stderr.trimEnd())}`,
    cut && `[${cut}]`,
    result.value !== undefined && cutText(result.value),
    result.problem !== undefined && cutText(result.problem.trimEnd()),
    result.lost && "[Its names are lost; the files are there. The next call begins a new Python.]",
  ];
  const pictures = await picturesOf(result, call.workspace);
  if (pictures.length > 0) parts.push(`[Pictures: ${pictures.map(({ path }) => path).join(", ")}]`);
  const text = parts.filter(Boolean).join("\n");
  const content: ToolResultPart[] = [
    { text: text || "[no output]" },
    ...pictures.map((picture) => ({ x_picture: picture })),
  ];
  return { status: result.status, content };
}

/** What it says that it made, looked at from here: it may say anything. */
async function picturesOf({ pictures }: CellResult, workspace: Workspace): Promise<Picture[]> {
  const found: Picture[] = [];
  for (const path of pictures.slice(0, MOST_PICTURES)) {
    const picture = await pictureOf(workspace, path).catch(() => undefined);
    if (picture) found.push(picture);
  }
  return found;
}
