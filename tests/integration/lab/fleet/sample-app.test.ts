import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { parseAppspec } from "../../../../lab/fleet/agent/appspec.ts";
import {
  SAMPLE_VERSIONS,
  type SampleVersion,
  sampleVersion,
} from "../../../../lab/sample-app/version.ts";

let dir = "";
afterEach(() => rmSync(dir, { recursive: true, force: true }));

async function checkOut(version: SampleVersion) {
  dir = mkdtempSync(join(tmpdir(), "lab-sample-"));
  for (const [path, { content, mode }] of await sampleVersion(version)) {
    mkdirSync(join(dir, dirname(path)), { recursive: true });
    writeFileSync(join(dir, path), content, { mode });
  }
}

const versions = Object.keys(SAMPLE_VERSIONS) as SampleVersion[];

it.each(versions)("%s passes its tests with a JUnit report, and builds", async (version) => {
  await checkOut(version);
  // Node tells its test runs from others by this variable; ours is not one of them.
  const { NODE_TEST_CONTEXT: _, NODE_OPTIONS: __, ...env } = process.env;
  const tests = spawnSync(process.execPath, ["tools/test.js"], { cwd: dir, env, encoding: "utf8" });
  expect(tests.stdout + tests.stderr).toContain("fail 0");
  expect(tests.status).toBe(0);
  expect(readFileSync(join(dir, "reports/junit.xml"), "utf8")).toContain("<testcase ");
  execFileSync(process.execPath, ["tools/build.js"], { cwd: dir, env });
  const page = readFileSync(join(dir, "dist/public/index.html"), "utf8");
  const [, script = ""] = /<script type="module">([\s\S]*)<\/script>/.exec(page) ?? [];
  writeFileSync(join(dir, "inline.mjs"), script);
  execFileSync(process.execPath, ["--check", join(dir, "inline.mjs")]);
  expect(page).not.toContain('href="style.css"');
  expect(JSON.parse(readFileSync(join(dir, "dist/build.json"), "utf8"))).toMatchObject({
    name: "lab-app",
    version: `${version.slice(1)}.0`,
  });
});

it("v1.1 has one fault: it listens on another port", async () => {
  const [good, bad] = [await sampleVersion("v1.0"), await sampleVersion("v1.1")];
  expect([...bad.keys()]).toEqual([...good.keys()]);
  const changed = [...bad].filter(
    ([path, file]) => !file.content.equals(good.get(path)?.content ?? Buffer.of()),
  );
  expect(changed.map(([path]) => path)).toEqual(["package.json", "src/server/config.js"]);
  const text = bad.get("src/server/config.js")?.content.toString() ?? "";
  expect(text.replace("8081", "8080")).toBe(good.get("src/server/config.js")?.content.toString());
});

it.each(versions)(
  "%s hooks its three events for 300 seconds each, with scripts that can run",
  async (version) => {
    const files = await sampleVersion(version);
    const { hooks } = parseAppspec(files.get("appspec.yml")?.content.toString() ?? "");
    expect(Object.keys(hooks)).toEqual(["ApplicationStop", "ApplicationStart", "ValidateService"]);
    for (const [hook] of Object.values(hooks)) {
      expect(hook?.timeoutSeconds).toBe(300);
      expect(files.get(hook?.location ?? "")?.mode).toBe(0o755);
    }
  },
);
