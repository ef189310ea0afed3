import "server-only";
import { AppError } from "@/server/platform/errors";

const NAME = /^[A-Za-z0-9.@_-]{1,100}$/;
const EXECUTION_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** AWS refuses what cannot be a name as an invalid request; for a person it is simply not there. */
export function requirePipelineName(name: string): void {
  if (!NAME.test(name)) throw new AppError("not_found", "There is no pipeline of that name.");
}

export function requireExecutionId(id: string): void {
  if (!EXECUTION_ID.test(id))
    throw new AppError("not_found", "The pipeline has no such execution.");
}
