import { expect, it } from "vitest";
import { AppspecError, parseAppspec } from "../../../../lab/fleet/agent/appspec.ts";

const spec = (rest: string) => `version: 0.0\nos: linux\n${rest}`;

it("reads files, hooks, permissions and the behaviour for files that exist", () => {
  const appspec = parseAppspec(
    spec(`files:
  - source: /
    destination: /srv
permissions:
  - object: /srv
    mode: 0644
hooks:
  ValidateService:
    - location: a.sh
      timeout: 300
      runas: root
    - location: b.sh
file_exists_behavior: OVERWRITE
`),
  );
  expect(appspec).toEqual({
    files: [{ source: "/", destination: "/srv" }],
    permissions: [
      { object: "/srv", pattern: "**", except: [], types: ["file", "directory"], mode: 0o644 },
    ],
    hooks: {
      ValidateService: [
        { location: "a.sh", timeoutSeconds: 300 },
        { location: "b.sh", timeoutSeconds: 3600 },
      ],
    },
    fileExistsBehavior: "OVERWRITE",
  });
});

it.each([
  ["", /empty/],
  ["a: [", /not valid YAML/],
  ["os: linux", /no version/],
  ["version: 1.0\nos: linux", /version 1 is not supported/],
  ["version: 0.0\nos: windows", /os windows/],
  [spec("files: nonsense"), /files must be a list/],
  [spec("files:\n  - source: /"), /needs a destination/],
  [spec("hooks:\n  Start:\n    - location: a.sh"), /hooks Start/],
  [spec("hooks:\n  AllowTraffic:\n    - location: a.sh"), /hooks AllowTraffic/],
  [spec("hooks:\n  ValidateService:\n    - timeout: 3"), /needs a location/],
  [spec("hooks:\n  ValidateService:\n    - location: a.sh\n      timeout: 3601"), /1 to 3600/],
  [spec("hooks:\n  ValidateService:\n    - location: a.sh\n      timeout: soon"), /1 to 3600/],
  [spec("file_exists_behavior: MAYBE"), /DISALLOW, OVERWRITE or RETAIN/],
  [spec("permissions:\n  - object: /a\n    mode: 999"), /octal/],
])("refuses %j with a sentence", (text, sentence) => {
  expect(() => parseAppspec(text)).toThrow(AppspecError);
  expect(() => parseAppspec(text)).toThrow(sentence);
});

it("does not let a few lines of YAML expand into gigabytes", () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"];
  for (let i = 1; i < 9; i++)
    lines.push(
      `a${i}: &a${i} [${Array(9)
        .fill(`*a${i - 1}`)
        .join(", ")}]`,
    );
  expect(() => parseAppspec(lines.join("\n"))).toThrow(AppspecError);
});
