import "server-only";
import type { z } from "zod";
import type { Permission } from "@/lib/platform/permissions";
import type { Ctx } from "./ctx";
import { held } from "./held";

/** What an approval card shows of a verb's effect: see `EffectPreview` of the agents. */
export interface VerbPreview {
  /** One sentence that says exactly what will happen. */
  sentence: string;
  rows?: { label: string; before?: string; after: string }[];
  diff?: string;
  /** Console path of the thing itself. */
  href?: string;
  /** Of what the preview rests on: when it differs at execution, the approval went stale. */
  evidenceHash?: string;
}

/**
 * A verb of a workflow as a tool of agents. Workflows offer theirs in `verb-tools.ts`; agents find
 * them here, because no feature reaches into another.
 */
export interface VerbTool<S extends z.ZodType = z.ZodType> {
  /** `<workflow>_<verb>_<object>`: `release_retry_stage`. */
  name: string;
  /** For the model: what it does, what it gives, when to use it. */
  description: string;
  /** `read` changes nothing, `change` can be made good again, `destroy` cannot. */
  class: "read" | "change" | "destroy";
  /** What the invoking person must have themselves. */
  permission: Permission;
  input: S;
  /**
   * The ledger's action, whose reconciler also settles a crash. Changes and destroys have one; a read
   * that people find in the ledger too (a dry run) may.
   */
  action?: string;
  /** With an action: what it acts on, for the ledger. */
  target?(input: z.output<S>): string;
  /** What the ledger keeps, in the shape that the action's reconciler reads; the input unless said. */
  record?(input: z.output<S>, evidenceHash?: string): Record<string, unknown>;
  /** The reason in the input, for the ledger's "why". */
  why?(input: z.output<S>): string | undefined;
  preview?(args: { ctx: Ctx; input: z.output<S> }): Promise<VerbPreview>;
  /**
   * Gives plain JSON for the model: small, with the names and numbers that it may cite. `evidenceHash`
   * is of the preview that a person approved, where one did. @throws AppError
   */
  run(args: { ctx: Ctx; input: z.output<S>; evidenceHash?: string }): Promise<unknown>;
}

const CLASSES: readonly string[] = ["read", "change", "destroy"];

const tools = () => held("platform.verb-tools", () => new Map<string, VerbTool>());

/** Once per verb, at the load of a workflow's `verb-tools.ts`; twice replaces. What has no class cannot load. */
export function registerVerbTool<S extends z.ZodType>(tool: VerbTool<S>): void {
  if (!CLASSES.includes(tool.class))
    throw new Error(`${tool.name} has no class: it is one of ${CLASSES.join(", ")}.`);
  if (tool.class !== "read" && !(tool.action && tool.target && tool.preview))
    throw new Error(`${tool.name} changes something: it needs action, target and preview.`);
  tools().set(tool.name, tool as unknown as VerbTool);
}

export const verbTools = (): VerbTool[] => [...tools().values()];
