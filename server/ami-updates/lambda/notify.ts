import "server-only";
import { notifyUpdate } from "../notify/notify-update";
import { asStep } from "./as-step";
import { readNotifyEvent } from "./events";
import { noteFailure } from "./note-failure";
import { partsOfFunction } from "./parts-of-function";

const parts = partsOfFunction({ readOnly: true });

/** `ami-updates-notify`: tells people of `{updateId}`, or writes down `{failure}` of a step. */
export const handler = (event: unknown) =>
  asStep(async () => {
    const asked = readNotifyEvent(event);
    if ("updateId" in asked) return notifyUpdate(parts, asked);
    return noteFailure(parts, asked.failure);
  });
