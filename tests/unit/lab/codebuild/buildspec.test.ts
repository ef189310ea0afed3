import { describe, expect, it } from "vitest";
import { parseBuildspec } from "../../../../lab/services/codebuild/buildspec.ts";

const failure = (message: RegExp | string) =>
  expect.objectContaining({ code: "YAML_FILE_ERROR", message: expect.stringMatching(message) });

describe("parseBuildspec", () => {
  it("reads phases, environment, reports and artifacts", () => {
    const spec = parseBuildspec(`
version: 0.2
env:
  variables: { LEVEL: 3, MODE: fast }
  exported-variables: [LEVEL]
phases:
  install:
    runtime-versions: { nodejs: 24 }
  build:
    on-failure: ABORT
    commands: [npm test]
    finally: [echo done]
reports:
  unit:
    files: report.xml
artifacts:
  files: ['**/*']
  base-directory: dist
  discard-paths: yes
`);
    expect(spec.env?.variables).toEqual({ LEVEL: "3", MODE: "fast" });
    expect(spec.phases.install?.["runtime-versions"]).toEqual({ nodejs: "24" });
    expect(spec.phases.build).toMatchObject({ "on-failure": "ABORT", finally: ["echo done"] });
    expect(spec.reports?.unit?.files).toEqual(["report.xml"]);
    expect(spec.artifacts).toMatchObject({ files: ["**/*"], "base-directory": "dist" });
  });

  it.each([
    ["a broken line", "version: 0.2\nphases:\n  build: [unclosed", /^yaml: line \d+: /],
    ["no version", "phases: {}", /^version: /],
    ["an unknown version", "version: 0.3\nphases: {}", /^version: must be 0\.2/],
    ["no phases", "version: 0.2", /^phases: /],
    ["a list at the top", "- a", /not a YAML mapping/],
    ["nothing", "", /not a YAML mapping/],
    [
      "commands that are no list",
      "version: 0.2\nphases:\n  build:\n    commands: npm test",
      /^phases\.build\.commands: must be a list/,
    ],
    [
      "a command that is a mapping",
      "version: 0.2\nphases:\n  build:\n    commands:\n      - echo a: b",
      /^phases\.build\.commands\.0: /,
    ],
    [
      "an unknown policy",
      "version: 0.2\nphases:\n  build:\n    on-failure: PANIC",
      /^phases\.build\.on-failure: must be ABORT or CONTINUE/,
    ],
  ])("refuses %s with the place of the fault", (_what, text, message) => {
    expect(() => parseBuildspec(text)).toThrow(failure(message));
  });

  it("refuses a bomb of aliases", () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? "l0: &l0 [x, x, x, x, x, x, x, x, x]"
        : `l${level}: &l${level} [${Array(9)
            .fill(`*l${level - 1}`)
            .join(", ")}]`,
    );
    expect(() => parseBuildspec(`${levels.join("\n")}\nversion: 0.2\nphases: {}`)).toThrow(
      failure(/alias/i),
    );
  });
});
