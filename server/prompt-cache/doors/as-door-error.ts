import "server-only";
import { isAppError, newRef } from "@/server/platform/errors";
import { log } from "@/server/platform/log";
import { DoorError } from "./door-error";

/** Any failure of a door as a refusal with one sentence; what nobody foresaw is logged and gives its ref only. */
export function asDoorError(error: unknown): DoorError {
  if (error instanceof DoorError) return error;
  if (isAppError(error) && error.code === "upstream")
    return new DoorError("unavailable", error.message, { cause: error });
  const ref = newRef();
  log().error({ ref, error }, "a door of the prompt cache failed");
  return new DoorError("internal", `Something went wrong here. Quote ${ref} when you report it.`);
}
