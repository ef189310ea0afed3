/** How an execution comes to wait before a stage. */
import type { ExecutionRecord } from "../model.ts";
import { emitPipeline, inboundOf, type Machine, touch } from "./machine.ts";

/** The execution waits before a stage; in SUPERSEDED mode it replaces an older one that waits there. */
export function arrive(m: Machine, execution: ExecutionRecord, stage: string): void {
  execution.position = { at: "inbound", stage };
  touch(m, execution);
  if (execution.mode !== "SUPERSEDED") return;
  const waiting = inboundOf(m, stage).filter(
    (one) => one.mode === "SUPERSEDED" && one.type === "STANDARD",
  );
  const newest = waiting.at(-1);
  for (const older of waiting) {
    if (older === newest) continue;
    older.status = "Superseded";
    older.position = { at: "ended" };
    touch(m, older);
    emitPipeline(m, older, "SUPERSEDED");
  }
}
