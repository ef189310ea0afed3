"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";

/** Graph or list of the stages, in the URL: `?stages=list`. */
export const useStageView = () =>
  useQueryState(
    "stages",
    parseAsStringLiteral(["graph", "list"] as const)
      .withDefault("graph")
      .withOptions({ history: "replace" }),
  );
