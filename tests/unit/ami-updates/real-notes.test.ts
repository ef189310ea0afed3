import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { shortVersions } from "@/lib/ami-updates/describe-changes";
import type { Analysis } from "@/lib/ami-updates/model";
import { anAnalysis } from "../../fixtures/ami-notes/an-analysis";
import { aRelease, notesRepository } from "../../fixtures/ami-notes/notes-repository";

/** A folder with real entries of amazon-eks-ami, `v20251108.md` and so on; they are no part of this repository. */
const FOLDER = process.env.SWITCHYARD_REAL_NOTES;

const notes = new Map(
  (FOLDER ? readdirSync(FOLDER) : [])
    .filter((name) => /^v20\d{6}\.md$/.test(name))
    .sort()
    .map((name) => [
      name.slice(0, -3),
      // The first line says where the entry was cut from.
      readFileSync(join(FOLDER ?? "", name), "utf8").replace(/^<!-- source:.*-->\n/, ""),
    ]),
);
const tags = [...notes.keys()];
const github = notesRepository({ releases: [...notes].map(([tag, body]) => aRelease(tag, body)) });
const versionsIn = (tag: string): string[] => [
  ...new Set(
    [...(notes.get(tag) ?? "").matchAll(/<b>Kubernetes (1\.\d+)/g)].map(([, v = ""]) => v),
  ),
];
const before = (tag: string): string => tags[tags.indexOf(tag) - 1] ?? "";
const analysed = (to: string, kubernetesVersion: string): Promise<Analysis> =>
  anAnalysis({ from: before(to), to, kubernetesVersion, github });

/** Versions of the x86_64 standard column, read in another way than the parser does: by the text alone. */
function columnOf(tag: string, kubernetesVersion: string): Record<string, string> | undefined {
  const text = notes.get(tag) ?? "";
  const section = text
    .split(/<summary><b>Kubernetes /)
    .find((part) => part.startsWith(`${kubernetesVersion}<`));
  const table = section
    ?.split("</details>")[0]
    ?.split("<table>")
    .find((part) => part.includes("<th>AL2023_x86_64_STANDARD</th>"));
  if (!table) return undefined;
  const heads = [...table.matchAll(/<th>(.*?)<\/th>/g)].map(([, head]) => head);
  const column = heads.indexOf("AL2023_x86_64_STANDARD") - 1;
  const found: Record<string, string> = {};
  for (const row of table.split("</tr>")) {
    const [name, ...cells] = [...row.matchAll(/<td(?: colspan="(\d+)")?>(.*?)<\/td>/g)];
    const wide = cells.flatMap(([, span = "1", value = ""]) => Array(Number(span)).fill(value));
    const version = wide[column];
    if (name?.[2] && version && version !== "—")
      found[name[2].replace(/^kernel6.*/, "kernel")] = version;
  }
  const kubelet = new RegExp(`>(${kubernetesVersion.replace(".", "\\.")}\\.\\d+)-20\\d{6}<`).exec(
    section ?? "",
  )?.[1];
  return kubelet ? { ...found, kubelet } : found;
}

describe.skipIf(!FOLDER)("the real notes", () => {
  it("are all there", () => expect(tags).toHaveLength(10));

  it.each(
    tags.slice(1).flatMap((tag) => versionsIn(tag).map((version) => [tag, version] as const)),
  )("%s for Kubernetes %s: the package diff is right", async (tag, version) => {
    const [old, now] = [columnOf(before(tag), version), columnOf(tag, version)];
    const { packages, factors } = await analysed(tag, version);
    const told = Object.fromEntries(packages.map(({ name, from, to }) => [name, [from, to]]));
    if (!old || !now) {
      expect(packages).toEqual([]);
      expect(factors.map(({ id }) => id)).toContain("notes-missing");
      return;
    }
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])];
    const expected = names.filter((name) => old[name] !== now[name]);
    expect(told).toEqual(
      Object.fromEntries(expected.map((name) => [name, [old[name], now[name]]])),
    );
  });

  it("v20260311 is refused as abandoned, for every Kubernetes version", async () => {
    for (const version of versionsIn("v20260311"))
      expect(await analysed("v20260311", version)).toMatchObject({
        risk: 10,
        verdict: "REJECT",
        autoRejected: expect.stringContaining("abandoned"),
      });
  });

  it("v20251108 is scored differently for 1.31 and 1.34", async () => {
    const [one, other] = [await analysed("v20251108", "1.31"), await analysed("v20251108", "1.34")];
    expect(one.factors[0]).toMatchObject({ id: "containerd-major", risk: 7 });
    expect(one.floor).toBe(7);
    expect(other.floor).toBe(6);
  });

  it.each(["v20260415", "v20260618"])(
    "%s with its empty notes is never no changes",
    async (tag) => {
      for (const version of versionsIn(tag)) {
        const { packages, summary, factors } = await analysed(tag, version);
        expect(summary).not.toMatch(/no change|nothing/i);
        if (packages.length === 0) expect(factors.map(({ id }) => id)).toContain("notes-missing");
        else expect(summary).toContain(packages.find(({ name }) => name === "kernel")?.name);
      }
    },
  );

  it("a warning and named vulnerabilities are found where they stand", async () => {
    const warned = await analysed("v20241115", "1.31");
    const warning = warned.factors.find(({ id }) => id === "warning-v20241115");
    expect(warning?.citations[0]?.quote).toContain("known defect");
    const at = { from: "v20230825", to: "v20240928", github, kubernetesVersion: "1.31" };
    const standard = await anAnalysis(at);
    const nvidia = await anAnalysis({ ...at, variant: "nvidia" });
    const told = ({ security }: Analysis) => security.map(({ id, status }) => `${id} ${status}`);
    expect(told(standard)).toEqual(["CVE-2024-0132 mentioned", "CVE-2024-0133 mentioned"]);
    expect(told(nvidia)).toEqual(["CVE-2024-0132 fixed", "CVE-2024-0133 fixed"]);
  });

  it("advisories of the old format are read from their list", async () => {
    const { security } = await anAnalysis({ from: "v20230816", to: "v20230825", github });
    expect(security.map(({ id, status }) => `${id} ${status}`)).toEqual([
      "ALAS2DOCKER-2023-029 fixed",
      "ALAS2DOCKER-2023-028 fixed",
    ]);
  });

  it("prints what came of each", async () => {
    const rows = await Promise.all(
      tags.slice(1).flatMap((tag) =>
        versionsIn(tag).map(async (version) => {
          const { floor, verdict, factors, packages, urgency } = await analysed(tag, version);
          const changed = packages
            .map((each) => [each.name, shortVersions(each)] as const)
            .map(([name, { from, to }]) => `${name} ${from ?? "—"}→${to ?? "—"}`);
          const ids = factors.map(({ id }) => id).join(" ");
          return `| ${tag} | ${version} | ${floor} | ${verdict} | ${urgency} | ${ids || "—"} | ${changed.join(", ") || "—"} |`;
        }),
      ),
    );
    console.log(
      `\n| to | Kubernetes | floor | verdict | urgency | factors | packages |\n${rows.join("\n")}`,
    );
    expect(rows.length).toBeGreaterThan(50);
  });
});
