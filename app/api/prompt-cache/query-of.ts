import type { z } from "zod";
import { AppError } from "@/server/platform/errors";

/**
 * The query of an address, an empty field meaning: not asked for.
 * @throws AppError invalid, naming the first field that is not understood
 */
export function queryOf<S extends z.ZodType>(request: Request, schema: S): z.output<S> {
  const given = new URL(request.url).searchParams;
  const parsed = schema.safeParse(
    Object.fromEntries([...given].filter(([, value]) => value !== "")),
  );
  if (parsed.success) return parsed.data;
  const name = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new AppError("invalid", `The field ${name} of the query is not understood.`);
}
