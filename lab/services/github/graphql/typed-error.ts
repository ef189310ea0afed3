import { GraphQLError } from "graphql";

/** An error with GitHub's `type` beside its message, e.g. `STALE_DATA`. */
export const typedError = (type: string, message: string): GraphQLError =>
  new GraphQLError(message, { extensions: { type } });
