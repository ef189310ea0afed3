import "server-only";
import { randomUUID } from "node:crypto";
import type { HarnessEvent, ToolResultPart } from "@/lib/agents/events";
import type { Session } from "@/lib/agents/session";
import type { Person } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import type { ToolProvider, Workspaces } from "../contracts";
import type { ModelFor } from "../harness/contracts";
import { runAgent } from "../harness/run-agent";
import { MemoryJournal } from "./memory-journal";
import { openGate } from "./open-gate";
import { wireTranslator } from "./to-wire";
import { definitionOf, type WireHarness, type WireMessage } from "./wire";

export interface RuntimeParts {
  workspaces: Workspaces;
  providers: ToolProvider[];
  modelFor: ModelFor;
}

/** Whoever signed the invocation: AgentCore has checked them, and this process asks nothing more. */
const CALLER: Person = {
  id: "agentcore",
  email: "caller@agentcore",
  name: "AgentCore's caller",
  role: "viewer",
};
const UNUSED = { turns: 0, inputTokens: 0, outputTokens: 0, nanoUsd: 0, unpriced: 0, activeMs: 0 };

/** One session of the runtime: its conversation is kept here, its files in a workspace of its own. */
export class RuntimeSession {
  readonly #parts: RuntimeParts;
  readonly #id: string;
  readonly #journal = new MemoryJournal();
  #control: AbortController | undefined;

  constructor(parts: RuntimeParts, id: string) {
    this.#parts = parts;
    this.#id = id;
  }

  get busy(): boolean {
    return this.#control !== undefined;
  }

  /**
   * Takes the messages and runs until the turn ends, telling each event; gives the sentence of a run
   * that failed. @throws AppError conflict while it is at work, invalid
   */
  async invoke(
    wire: WireHarness,
    messages: WireMessage[],
    tell: (event: HarnessEvent) => void,
  ): Promise<string | undefined> {
    if (this.#control)
      throw new AppError("conflict", "The session is at work on another invocation.");
    const { definition, model, limits } = definitionOf(wire);
    this.#control = new AbortController();
    const toWire = wireTranslator();
    try {
      const message = await this.#take(messages);
      let reason = "";
      this.#journal.listen((event) => {
        for (const one of toWire(event)) {
          if ("messageStop" in one) reason = one.messageStop.stopReason;
          tell(one);
        }
      });
      const end = await runAgent(
        {
          journal: this.#journal,
          sessions: {
            use: async () => this.#session(model, limits),
            update: async () => this.#session(model, limits),
          },
          gate: openGate,
          now: () => new Date(),
          ...this.#parts,
        },
        {
          session: this.#session(model, limits),
          runId: randomUUID(),
          definition,
          person: CALLER,
          ...(message !== undefined && { message }),
          signal: this.#control.signal,
        },
      );
      if (end.state === "failed") return end.problem ?? "The run failed.";
      // What no message said: a limit was met, or it was stopped.
      const said = end.stopReason === "interrupted" ? "tool_use" : end.stopReason;
      if (said !== reason && !said.startsWith("x_")) tell({ messageStop: { stopReason: said } });
      return undefined;
    } finally {
      this.#journal.listen(undefined);
      this.#control = undefined;
    }
  }

  async stop(): Promise<void> {
    this.#control?.abort(new Error("The session was stopped."));
    await (await this.#parts.workspaces.open(this.#id)).stop();
  }

  /** Answers of inline functions go into the journal; gives what was said besides. */
  async #take(messages: WireMessage[]): Promise<string | undefined> {
    const content = messages.filter(({ role }) => role === "user").flatMap((one) => one.content);
    const known = await this.#journal.read();
    for (const { toolResult } of content) {
      if (!toolResult) continue;
      const asked = known.findLast(
        ({ event }) => "x_tool" in event && event.x_tool.toolUseId === toolResult.toolUseId,
      );
      if (!asked || !("x_tool" in asked.event) || asked.event.x_tool.phase === "finished")
        throw new AppError("invalid", `No call ${toolResult.toolUseId} waits for an answer.`);
      const { toolUseId, name } = asked.event.x_tool;
      const { status = "success" } = toolResult;
      const parts = toolResult.content.map(
        ({ text, json }): ToolResultPart =>
          text !== undefined ? { text } : { json: json ?? null },
      );
      await this.#journal.append(this.#id, [
        { x_tool: { toolUseId, name, phase: "finished", result: { status, content: parts } } },
      ]);
    }
    const text = content.flatMap((block) => block.text ?? []).join("\n");
    return text.trim() === "" ? undefined : text;
  }

  #session(model: Session["model"], limits: Session["limits"]): Session {
    const at = new Date().toISOString();
    return {
      id: this.#id,
      agent: "runtime",
      home: { kind: "local" },
      title: "",
      owner: CALLER,
      state: "running",
      mode: "act",
      model,
      shared: false,
      used: UNUSED,
      limits,
      lastSeq: 0,
      createdAt: at,
      updatedAt: at,
    };
  }
}
