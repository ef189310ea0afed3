import { describe, expect, it } from "vitest";
import { explainLog } from "@/lib/releases/explain-log";
import { numberLines } from "@/lib/releases/log-lines";

const explain = (text: string) => explainLog(numberLines(text));

describe("findings of a log", () => {
  it("name both ports when one is asked and another is served", () => {
    const [first, ...rest] = explain(
      [
        "LifecycleEvent - ValidateService",
        "Script - scripts/validate_service.sh",
        "[stdout]Attempt 1 of 5: GET http://127.1.0.7:8080/health: connection refused",
        "[stdout]Attempt 2 of 5: GET http://127.1.0.7:8080/health: connection refused",
        "[stderr]Nothing healthy answers at http://127.1.0.7:8080/health. Is the application listening on another port?",
        "[stdout]The end of the application's log:",
        "[stdout]lab-app 1.0.0 listens on 127.1.0.7:8080",
        "[stdout]SIGTERM: finishing the requests under way",
        "[stdout]lab-app 1.1.0 listens on 127.1.0.7:8081",
      ].join("\n"),
    );
    expect(first).toEqual({
      kind: "other_port",
      what: "Port 8080 was asked and nothing answers there; the application listens on port 8081.",
      lines: [
        {
          line: 3,
          text: "[stdout]Attempt 1 of 5: GET http://127.1.0.7:8080/health: connection refused",
        },
        { line: 9, text: "[stdout]lab-app 1.1.0 listens on 127.1.0.7:8081" },
      ],
    });
    expect(rest.map(({ kind }) => kind)).toEqual(["refused", "listens"]);
    expect(rest[0]?.lines.map(({ line }) => line)).toEqual([3, 4]);
  });

  it("do not call the same port another one", () => {
    const kinds = explain(
      "app listens on 10.0.0.1:8080\nGET http://10.0.0.1:8080/: connection refused",
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(["refused", "listens"]);
  });

  it.each([
    [
      "GET http://10.0.0.1:8080/: answered with status 503",
      "status",
      "Something answered, with status 503.",
    ],
    ["curl: (28) Connection timed out after 3000 ms", "timeout", "Something took longer"],
    ["bash: pm2: command not found", "missing", "not there"],
    ["mkdir: cannot create directory: Permission denied", "denied", "not allowed"],
    ["FATAL ERROR: Reached heap limit: JavaScript heap out of memory", "exhausted", "ran out"],
    ["[stdout]not ok 3 - adds numbers", "tests", "Tests failed."],
    ["[stderr]Error: the answer is 41", "said", "speaks of an error"],
  ])("%s → %s", (text, kind, what) => {
    const [finding] = explain(`[stdout]Starting\n${text}\n`);
    expect(finding?.kind).toBe(kind);
    expect(finding?.what).toContain(what);
    expect(finding?.lines).toEqual([{ line: 2, text }]);
  });

  it("say nothing of a log in which nothing is wrong", () => {
    expect(explain("[stdout]Started\n[stdout]The application answers.")).toEqual([]);
    expect(explain("")).toEqual([]);
  });

  it("cite so many lines at most", () => {
    const [finding] = explain("x: connection refused\n".repeat(50));
    expect(finding?.lines).toHaveLength(6);
  });

  it("are found at once in a line made to keep rules busy", () => {
    const begun = performance.now();
    explain(`${"a.".repeat(100_000)}\n${"GET http://".repeat(20_000)}`);
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});
