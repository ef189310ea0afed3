import { beforeAll, expect, test } from "vitest";
import { PROBLEM_CODES } from "@/lib/platform/result";
import { AppError, problemResponse, toProblem } from "@/server/platform/errors";
import { onShutdown, runShutdown } from "@/server/platform/shutdown";
import { setConsoleEnv } from "../../fixtures/set-console-env";

beforeAll(() => setConsoleEnv());

test("an unexpected error gives its ref and nothing else", () => {
  const problem = toProblem(new Error("password hunter2 at 10.0.0.1"));
  expect(problem).toMatchObject({ code: "internal", retryable: false });
  expect(problem.ref).toMatch(/^[2-9a-hj-np-z]{8}$/);
  expect(problem.message).toContain(problem.ref);
  expect(problem.message).not.toMatch(/hunter2|10\.0/);
});

test("only what may pass by itself is called retryable", () => {
  const retryable = PROBLEM_CODES.filter((code) => new AppError(code, "x").retryable);
  expect(retryable).toEqual(["throttled", "upstream"]);
  expect(new AppError("upstream", "x", { retryable: false }).retryable).toBe(false);
});

test.each([
  ["unauthenticated", 401],
  ["forbidden", 403],
  ["invalid", 400],
  ["not_found", 404],
  ["stale", 409],
  ["conflict", 409],
  ["throttled", 429],
  ["upstream", 502],
  ["internal", 500],
] as const)("%s answers %d, uncached", async (code, status) => {
  const response = problemResponse(new AppError(code, "One sentence."));
  expect(response.status).toBe(status);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toMatchObject({ ok: false, problem: { code } });
});

test("at the end every closer is called once, whatever another one does", async () => {
  const called: string[] = [];
  onShutdown(() => {
    called.push("first");
    throw new Error("cannot");
  });
  onShutdown(async () => void called.push("second"));
  const forget = onShutdown(() => void called.push("taken back"));
  forget();
  await Promise.all([runShutdown(), runShutdown()]);
  expect(called).toEqual(["first", "second"]);
});
