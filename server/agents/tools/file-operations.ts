import "server-only";
import { z } from "zod";
import type { AgentTool, ToolOutcome, Workspace } from "@/server/agents/contracts";
import { AppError } from "@/server/platform/errors";
import { cutText } from "./cut-text";
import { pictureOf } from "./picture-of";

const OPERATIONS = ["read", "write", "append", "replace", "list", "delete", "view"] as const;

const Input = z.object({
  operation: z.enum(OPERATIONS),
  path: z.string().default(""),
  content: z.string().optional(),
  old_text: z.string().min(1).optional(),
  new_text: z.string().optional(),
  first_line: z.number().int().min(1).optional(),
  last_line: z.number().int().min(1).optional(),
});
type Input = z.output<typeof Input>;

const MOST_LINES = 800;

/** `file_operations`: the workspace's files without a shell. */
export function fileTool(): AgentTool {
  return {
    name: "file_operations",
    description:
      "Works on files of the session's workspace, by paths relative to it. `read` gives numbered lines (first_line to last_line), `write` makes or replaces a file with content, `append` adds content, `replace` puts new_text where old_text stands exactly once, `list` shows a folder, `delete` removes a file or folder, `view` shows a picture (PNG, JPEG, GIF, WebP).",
    inputSchema: {
      type: "object",
      properties: {
        operation: { type: "string", enum: [...OPERATIONS] },
        path: { type: "string", description: "Relative to the workspace; its root for `list`." },
        content: { type: "string", description: "For write and append." },
        old_text: { type: "string", description: "For replace: stands there exactly once." },
        new_text: { type: "string", description: "For replace." },
        first_line: { type: "integer", minimum: 1, description: "For read." },
        last_line: { type: "integer", minimum: 1, description: "For read." },
      },
      required: ["operation"],
      additionalProperties: false,
    },
    source: "builtin",
    class: "read",
    contained: true,
    run: (input, call) => {
      const request = Input.parse(input);
      return DO[request.operation](request, call.workspace);
    },
  };
}

type Operation = (input: Input, workspace: Workspace) => Promise<ToolOutcome>;

const DO: Record<(typeof OPERATIONS)[number], Operation> = {
  read: async (input, workspace) => {
    const lines = linesOf(await textOf(workspace, input.path));
    const first = input.first_line ?? 1;
    const last = Math.min(input.last_line ?? lines.length, lines.length, first + MOST_LINES - 1);
    if (first > Math.max(1, lines.length))
      throw new AppError("invalid", `${named(input)} has ${lines.length} lines.`);
    const shown = lines.slice(first - 1, last).map((line, at) => `${first + at}\t${line}`);
    const rest = last < lines.length ? `\n[${lines.length} lines in all]` : "";
    return said(`${cutText(shown.join("\n"))}${rest}`);
  },
  write: async (input, workspace) => {
    const content = given(input, "content");
    await workspace.write(input.path, content);
    return said(`Wrote ${Buffer.byteLength(content)} bytes to ${named(input)}.`);
  },
  append: async (input, workspace) => {
    const content = given(input, "content");
    const before = await workspace.read(input.path).catch(nothingIfMissing);
    await workspace.write(input.path, Buffer.concat([before, Buffer.from(content)]));
    return said(`Added ${Buffer.byteLength(content)} bytes to ${named(input)}.`);
  },
  replace: async (input, workspace) => {
    const old = given(input, "old_text");
    const text = await textOf(workspace, input.path);
    const times = text.split(old).length - 1;
    if (times !== 1)
      throw new AppError(
        "invalid",
        `That text stands ${times} times in ${named(input)}, and it has to stand there once.`,
      );
    const at = text.indexOf(old);
    const put = given(input, "new_text");
    await workspace.write(input.path, text.slice(0, at) + put + text.slice(at + old.length));
    return said(`Replaced line ${linesOf(text.slice(0, at + 1)).length} of ${named(input)}.`);
  },
  list: async (input, workspace) => {
    const files = await workspace.list(input.path);
    const lines = files.map(({ path, bytes, folder }) =>
      folder ? `${path}/` : `${path}\t${bytes} bytes`,
    );
    return said(lines.length > 0 ? cutText(lines.join("\n")) : "There is nothing in it.");
  },
  delete: async (input, workspace) => {
    await workspace.remove(input.path);
    return said(`Removed ${named(input)}.`);
  },
  view: async (input, workspace) => {
    const picture = await pictureOf(workspace, input.path);
    return { status: "success", content: [{ x_picture: picture }] };
  },
};

const said = (text: string): ToolOutcome => ({ status: "success", content: [{ text }] });
const named = ({ path }: Input): string => JSON.stringify(path);

function given(input: Input, key: "content" | "old_text" | "new_text"): string {
  const value = input[key];
  if (value === undefined)
    throw new AppError("invalid", `The operation ${input.operation} needs ${key}.`);
  return value;
}

async function textOf(workspace: Workspace, path: string): Promise<string> {
  const bytes = await workspace.read(path);
  if (bytes.subarray(0, 8_192).includes(0))
    throw new AppError(
      "invalid",
      `${JSON.stringify(path)} is not text (${bytes.length} bytes); pictures can be viewed.`,
    );
  return bytes.toString("utf8");
}

/** A line feed at the end begins no further line. */
const linesOf = (text: string): string[] =>
  (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n");

function nothingIfMissing(error: unknown): Buffer {
  if ((error as { code?: string }).code === "not_found") return Buffer.alloc(0);
  throw error;
}
