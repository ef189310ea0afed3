import type { z } from "zod";
import { ok } from "@/lib/platform/result";
import { type Ctx, requestCtx } from "@/server/platform/ctx";
import { AppError, problemResponse } from "@/server/platform/errors";

/** `Result` of a read for whoever may see agents, never cached. */
export async function answerRead<T>(read: (ctx: Ctx) => Promise<T>): Promise<Response> {
  try {
    const data = await read(await requestCtx("agent.read"));
    return Response.json(ok(data), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}

/** The query of an address, an empty field meaning: not asked for. @throws AppError invalid */
export function queryOf<S extends z.ZodType>(request: Request, schema: S): z.output<S> {
  const given = new URL(request.url).searchParams;
  const parsed = schema.safeParse(
    Object.fromEntries([...given].filter(([, value]) => value !== "")),
  );
  if (parsed.success) return parsed.data;
  const name = parsed.error.issues[0]?.path.join(".") ?? "";
  throw new AppError("invalid", `The field ${name} of the query is not understood.`);
}
