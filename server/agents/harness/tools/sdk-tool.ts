import "server-only";
import {
  JsonBlock,
  TextBlock,
  Tool,
  type ToolContext,
  ToolResultBlock,
  type ToolResultContent,
  type ToolSpec,
  type ToolStreamGenerator,
} from "@strands-agents/sdk";
import type { Json, ToolResultPart } from "@/lib/agents/events";
import type { AgentTool, ToolOutcome } from "@/server/agents/contracts";
import type { RunState } from "../run-state";
import { callTool } from "./call-tool";

/** Of a description, in characters. */
const LONGEST = 8_000;

/** A tool of ours as the SDK calls it. Without a definition it answers for names that do not exist. */
export class SdkTool extends Tool {
  override name: string;
  override description: string;
  override toolSpec: ToolSpec;
  private readonly state: RunState;

  constructor(state: RunState, tool?: AgentTool) {
    super();
    this.state = state;
    this.name = tool?.name ?? "no_such_tool";
    // Models refuse tools without one, and foreign servers may forget it.
    this.description = tool?.description?.slice(0, LONGEST) || this.name;
    this.toolSpec = {
      name: this.name,
      description: this.description,
      inputSchema: (tool?.inputSchema ?? { type: "object" }) as ToolSpec["inputSchema"],
    };
  }

  // biome-ignore lint/correctness/useYield: live output goes into the journal, not through the loop
  override async *stream({ toolUse }: ToolContext): ToolStreamGenerator {
    const outcome = await callTool(this.state, {
      toolUseId: toolUse.toolUseId,
      name: toolUse.name,
      input: toolUse.input as Json,
    });
    return toResultBlock(toolUse.toolUseId, outcome);
  }
}

export const toResultBlock = (
  toolUseId: string,
  { status, content }: ToolOutcome,
): ToolResultBlock => new ToolResultBlock({ toolUseId, status, content: content.map(toContent) });

/** Pictures reach the person; the model, which may not see, is told that they are there. */
function toContent(part: ToolResultPart): ToolResultContent {
  if (part.x_picture) {
    const { path, mediaType, bytes } = part.x_picture;
    return new TextBlock(`[picture ${path}, ${mediaType}, ${bytes} bytes; the person sees it]`);
  }
  if (part.text !== undefined) return new TextBlock(part.text);
  const { json } = part;
  // Bedrock takes objects only.
  return typeof json === "object" && json !== null && !Array.isArray(json)
    ? new JsonBlock({ json })
    : new TextBlock(JSON.stringify(json));
}
