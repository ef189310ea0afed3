import {
  appendFileSync,
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { definitions } from "@/server/agents/definitions/definitions";

const temporary: string[] = [];
afterAll(() => {
  for (const dir of temporary) rmSync(dir, { recursive: true, force: true });
});

let count = 0;
/** A project as the CLI writes it, with one agent of a name of its own. */
function aProject() {
  count += 1;
  const name = `agent_${count}`;
  const dir = mkdtempSync(join(tmpdir(), "switchyard-agents-"));
  temporary.push(dir);
  cpSync("tests/fixtures/agent-folders/cli-project", dir, { recursive: true });
  const harness = (prompt: string) => {
    writeFileSync(join(dir, `app/${name}/system-prompt.md`), prompt);
  };
  cpSync(join(dir, "app/TrendsAgentHarness"), join(dir, `app/${name}`), { recursive: true });
  writeFileSync(
    join(dir, "agentcore/agentcore.json"),
    JSON.stringify({ name: "p", version: 1, harnesses: [{ name, path: `app/${name}` }] }),
  );
  const file = join(dir, `app/${name}/harness.json`);
  writeFileSync(
    file,
    JSON.stringify({
      name,
      model: { provider: "bedrock", modelId: "global.amazon.nova-pro-v1:0" },
    }),
  );
  return { name, dir, folder: join(dir, "app", name), prompt: harness };
}
const open = (dir?: string, variables?: Record<string, string>) =>
  definitions(
    {
      ...(dir && { SWITCHYARD_AGENTS_DIR: dir }),
      ...(variables && { SWITCHYARD_AGENTS_VARIABLES: JSON.stringify(variables) }),
    },
    { lookMs: 0 },
  );

describe("folders", () => {
  test("a folder is a version; changed it is the next; looked at again it is none", async () => {
    const { dir, name, prompt } = aProject();
    const agents = open(dir);
    expect(await agents.read(name)).toMatchObject({ version: 1, savedBy: "folder" });
    await agents.list();
    prompt("Do something else.");
    expect(await agents.read(name)).toMatchObject({
      version: 2,
      systemPrompt: "Do something else.",
    });
    await agents.read(name);
    expect(await agents.versions(name)).toMatchObject([{ version: 2 }, { version: 1 }]);
    expect((await agents.read(name, 1)).systemPrompt).not.toBe("Do something else.");
    expect(await agents.problems()).toEqual([]);
  });

  test("a bad change is told and the last good one stays in force", async () => {
    const { dir, name, folder } = aProject();
    const agents = open(dir);
    await agents.read(name);
    appendFileSync(join(folder, "harness.json"), ",");
    expect(await agents.read(name)).toMatchObject({ version: 1 });
    expect(await agents.problems()).toEqual([
      { name, why: "harness.json, line 1: is no JSON: it goes on after its end." },
    ]);
  });

  test("links, pictures and folders outside are refused", async () => {
    const { dir, name, folder } = aProject();
    const agents = open(dir);
    symlinkSync("/etc/passwd", join(folder, "notes.md"));
    await expect(agents.read(name)).rejects.toThrow("notes.md is a symbolic link");
    rmSync(join(folder, "notes.md"));
    writeFileSync(join(folder, "skills/logo.png"), Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255]));
    await expect(agents.read(name)).rejects.toThrow("skills/logo.png is no text");
    rmSync(folder, { recursive: true });
    symlinkSync(tmpdir(), folder);
    await expect(agents.read(name)).rejects.toThrow("There is no agent called");
    expect((await agents.problems())[0]?.why).toContain("leads out of the project");
  });
});

describe("folders and people", () => {
  const files = async (agents: ReturnType<typeof open>, name: string, prompt: string) => ({
    ...(await agents.read(name)).files,
    "system-prompt.md": prompt,
  });

  test("a person's version stays in force until the folder changes too; then both are told, and none is lost", async () => {
    const { dir, name, prompt } = aProject();
    const agents = open(dir);
    const mine = await files(agents, name, "Mine.");
    await agents.save(name, mine, { savedBy: "a@switchyard.local", basedOn: 1, note: "shorter" });
    expect(await agents.read(name)).toMatchObject({ version: 2, systemPrompt: "Mine." });
    expect(await agents.problems()).toEqual([]);

    prompt("Theirs.");
    expect(await agents.read(name)).toMatchObject({ version: 2, systemPrompt: "Mine." });
    expect(await agents.problems()).toEqual([
      {
        name,
        why: expect.stringContaining(
          "version 2 by a@switchyard.local both changed since version 1",
        ),
      },
    ]);

    // A person takes the folder's side: from here on the folder goes on by itself.
    await agents.save(name, await files(agents, name, "Theirs."), { savedBy: "a@b", basedOn: 2 });
    await agents.list();
    expect(await agents.problems()).toEqual([]);
    prompt("Theirs, again.");
    expect(await agents.read(name)).toMatchObject({
      savedBy: "folder",
      systemPrompt: "Theirs, again.",
    });
  });

  test("two releases of the console with different folders side by side do not undo each other", async () => {
    const before = aProject();
    const old = open(before.dir);
    await old.read(before.name);
    const after = mkdtempSync(join(tmpdir(), "switchyard-agents-"));
    temporary.push(after);
    cpSync(before.dir, after, { recursive: true });
    writeFileSync(join(after, `app/${before.name}/system-prompt.md`), "Newer.");
    const next = open(after);
    for (let look = 0; look < 3; look++) {
      await next.list();
      await old.list();
    }
    expect(await old.read(before.name)).toMatchObject({ version: 2, systemPrompt: "Newer." });
  });

  test("a folder does not bring a retired agent back; what changed there is taken in once it is back", async () => {
    const { dir, name, folder, prompt } = aProject();
    const agents = open(dir);
    await agents.read(name);
    const by = { by: "a@b", reason: "Nobody asks it", at: new Date().toISOString() };
    await agents.retire(name, { version: 1, ...by });
    expect(agents.inFolder(name)).toBe(true);
    prompt("Changed meanwhile.");
    const offered = async () => (await agents.list()).map((each) => each.name);
    expect(await offered()).not.toContain(name);
    expect(await open(dir).read(name)).toMatchObject({ version: 1 });
    writeFileSync(join(folder, "console.json"), "{");
    await agents.list();
    expect((await agents.problems()).map((each) => each.name)).not.toContain(name);
    rmSync(join(folder, "console.json"));

    expect(await agents.bringBack(name, 1, "a@b")).toBe(1);
    expect(await offered()).toContain(name);
    expect(await agents.read(name)).toMatchObject({
      version: 2,
      savedBy: "folder",
      systemPrompt: "Changed meanwhile.",
    });
  });

  test("of those who save at once one wins; what is not valid or based on an older version is refused", async () => {
    const agents = open();
    const name = "made_by_hand";
    const made = (prompt: string) => ({
      "harness.json": JSON.stringify({ name, model: { provider: "bedrock", modelId: "m" } }),
      "system-prompt.md": prompt,
    });
    const by = { savedBy: "a@b" };
    const first = await agents.save(name, made("1"), by);
    expect(first).toMatchObject({ version: 1, savedBy: "a@b" });
    expect(await agents.save(name, made("1"), { ...by, basedOn: 1 })).toMatchObject({ version: 1 });

    const tries = await Promise.allSettled(
      [..."abcdefgh"].map((prompt) => agents.save(name, made(prompt), { ...by, basedOn: 1 })),
    );
    const refused = tries.filter((one) => one.status === "rejected");
    expect(refused).toHaveLength(7);
    expect(new Set(refused.map(({ reason }) => reason.code))).toEqual(new Set(["stale"]));
    expect(await agents.versions(name)).toHaveLength(2);

    await expect(agents.save(name, made("x"), by)).rejects.toMatchObject({ code: "stale" });
    await expect(
      agents.save(name, { ...made("x"), "console.json": "{" }, { ...by, basedOn: 2 }),
    ).rejects.toMatchObject({
      code: "invalid",
      message: expect.stringContaining("console.json, line 1"),
    });
    await expect(agents.save("other", made("x"), by)).rejects.toMatchObject({ code: "invalid" });
    await expect(agents.read("nobody")).rejects.toMatchObject({ code: "not_found" });
  });

  test("what the CLI writes is read, and kept to the byte", async () => {
    const agents = open("tests/fixtures/agent-folders/cli-project");
    const names = ["TrendsAgentHarness", "EveryKey", "Legacy"];
    for (const name of names) {
      const { files: kept } = await agents.read(name);
      for (const [path, text] of Object.entries(kept))
        expect(text).toBe(
          readFileSync(`tests/fixtures/agent-folders/cli-project/app/${name}/${path}`, "utf8"),
        );
    }
    const { harness } = await agents.read("EveryKey");
    expect(harness).toMatchObject({ aKeyOfTomorrow: { kept: true }, tags: { team: "platform" } });
    expect((await agents.read("Legacy")).harness.memory).toMatchObject({ mode: "existing" });
    expect((await agents.problems()).filter(({ name }) => names.includes(name))).toEqual([]);
  });
});
