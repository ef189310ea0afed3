import "server-only";
import { settingsOf, targetId } from "@/lib/ami-updates/config";
import type { Analysis } from "@/lib/ami-updates/model";
import { AppError } from "@/server/platform/errors";
import type { AmiParts, UpdateRun } from "../contracts";
import { askModel } from "./ask-model";
import { buildAsk } from "./build-ask";
import { conclude } from "./conclude";
import { gatherFacts } from "./gather-facts";

/**
 * One update, understood: notes of the whole range, package diff, floors, the organisation's rules,
 * the model's word as far as the notes bear it out. The verdict is never below what the facts demand.
 * @throws AppError not_found when the target is not configured; upstream when GitHub cannot be read
 */
export async function analyse(
  parts: Pick<AmiParts, "config" | "github" | "reviewer" | "now">,
  run: UpdateRun,
  signal?: AbortSignal,
): Promise<Analysis> {
  const config = parts.config();
  const settings = settingsOf(config, run);
  if (!settings)
    throw new AppError("not_found", `The configuration has no target ${targetId(run)}.`);
  const facts = await gatherFacts(parts, config, settings, run);
  signal?.throwIfAborted();
  const ask = buildAsk(run, facts, config.criteria);
  const timeoutMs = config.model.timeoutSeconds * 1_000;
  const asked = await askModel(parts.reviewer, ask, { timeoutMs }, signal);
  const { environment } = settings;
  const { criteria } = config;
  return conclude(run, facts, { ask, asked }, { environment, criteria }, parts.now());
}
