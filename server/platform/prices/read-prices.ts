import "server-only";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { EnvError } from "@/server/platform/parse-env";
import type { PriceTable } from "./cost-of";
import { DEFAULT_PRICES } from "./default-prices";

const PriceFile = z.record(
  z.string().min(1),
  z.object({ input: z.number().min(0), output: z.number().min(0) }),
);

/**
 * The default table with what the file of `SWITCHYARD_PROMPT_PRICES` says instead or beside it.
 * @throws EnvError with one sentence that names the setting
 */
export function readPrices(file: string | undefined): PriceTable {
  if (!file) return DEFAULT_PRICES;
  const refuse = (why: string) => new EnvError(`SWITCHYARD_PROMPT_PRICES ${why}.`);
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    throw refuse("names a file that cannot be read");
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw refuse("names a file that is not JSON");
  }
  const parsed = PriceFile.safeParse(json);
  if (parsed.success) return { ...DEFAULT_PRICES, ...parsed.data };
  const where = parsed.error.issues[0]?.path.join(".") || "its top";
  throw refuse(`is not a table of {"model": {"input", "output"}} in dollars at ${where}`);
}
