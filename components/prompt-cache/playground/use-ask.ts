"use client";

import { useRef, useState } from "react";
import type { Problem, Result } from "@/lib/platform/result";
import type { Asked, AskInput } from "@/lib/prompt-cache/playground";
import { askPlaygroundAction } from "@/server/prompt-cache/actions";

const SILENT: Problem = {
  code: "internal",
  message: "The console did not answer; the prompt may have been asked all the same.",
  retryable: true,
  ref: "",
};

export const ask = (
  input: Partial<AskInput> & Pick<AskInput, "namespace" | "prompt">,
): Promise<Result<Asked>> =>
  askPlaygroundAction(input).catch(() => ({ ok: false, problem: SILENT }) as const);

/** Asks one prompt at a time; keeps the last answer until the next one is there. */
export function useAsk() {
  const busy = useRef(false);
  const [since, setSince] = useState<string>();
  const [result, setResult] = useState<Result<Asked>>();
  const run = async (input: Parameters<typeof ask>[0]) => {
    if (busy.current) return;
    busy.current = true;
    setSince(new Date().toISOString());
    setResult(await ask(input));
    setSince(undefined);
    busy.current = false;
  };
  return { run, result, since };
}
