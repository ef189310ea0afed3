import "server-only";
import { startUpdates } from "../start-updates";
import { asStep } from "./as-step";
import { readDetectEvent } from "./events";
import { partsOfFunction } from "./parts-of-function";

/** It looks, and starts executions; on GitHub it may write nothing. */
const parts = partsOfFunction({ readOnly: true });

/** `ami-updates-detect`: looks for new images and starts an execution for each that is due. */
export const handler = (event: unknown) =>
  asStep(async () => {
    const { started, detections } = await startUpdates(parts, readDetectEvent(event));
    return { looked: detections.length, started };
  });
