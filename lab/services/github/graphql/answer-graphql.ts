import { GraphQLError, graphql } from "graphql";
import { Refusal } from "../api/refuse.ts";
import type { Reply } from "../api/route.ts";
import type { GitHub } from "../github.ts";
import type { Actor } from "../model.ts";
import { createRoot } from "./root.ts";
import { SCHEMA } from "./schema.ts";

/** Answers a GraphQL request: 200 with `errors`, as GitHub does, for all but missing credentials. */
export async function answerGraphql(
  hub: GitHub,
  actor: Actor,
  body: Record<string, unknown>,
): Promise<Reply> {
  if (actor.kind === "nobody")
    throw new Refusal(401, "This endpoint requires you to be authenticated.");
  if (typeof body.query !== "string") {
    return {
      status: 200,
      body: { errors: [{ message: "A query attribute must be specified and must be a string." }] },
    };
  }
  const result = await graphql({
    schema: SCHEMA,
    source: body.query,
    rootValue: createRoot(hub, actor),
    variableValues: body.variables as Record<string, unknown> | undefined,
    operationName: (body.operationName as string | undefined) ?? null,
  });
  const errors = result.errors?.map((error) => {
    const { type, ...extensions } = error.extensions;
    if (error.originalError && !(error.originalError instanceof GraphQLError)) {
      hub.lab.log("github", "A GraphQL field failed.", { error: error.originalError.stack });
    }
    return {
      ...(type ? { type } : {}),
      ...(error.path ? { path: error.path } : {}),
      ...(Object.keys(extensions).length > 0 ? { extensions } : {}),
      ...(error.locations ? { locations: error.locations } : {}),
      message: error.message,
    };
  });
  const data = result.data === undefined ? {} : { data: result.data };
  return { status: 200, body: { ...data, ...(errors ? { errors } : {}) } };
}
