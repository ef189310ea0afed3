import "server-only";
import { WARM_UP_LINES, WarmUpLine } from "@/lib/prompt-cache/warm-up";
import { AppError } from "@/server/platform/errors";

/**
 * JSON lines → prompts; empty lines are left out.
 * @throws AppError invalid, naming the first line that is not understood
 */
export function parseLines(text: string): WarmUpLine[] {
  const lines: WarmUpLine[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    lines.push(parseLine(line, at + 1));
    if (lines.length > WARM_UP_LINES)
      throw new AppError("invalid", `A warm-up has at most ${WARM_UP_LINES} lines.`);
  }
  if (lines.length === 0) throw new AppError("invalid", "The file has no lines.");
  return lines;
}

function parseLine(line: string, number: number): WarmUpLine {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new AppError("invalid", `Line ${number} is not JSON.`);
  }
  const parsed = WarmUpLine.safeParse(json);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join(".");
  throw new AppError(
    "invalid",
    `Line ${number} is not valid${where ? ` (${where})` : ""}: ${issue?.message ?? "look again"}.`,
  );
}
