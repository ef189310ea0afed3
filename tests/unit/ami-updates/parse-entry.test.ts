import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cleanText, LONGEST_ENTRY } from "@/server/ami-updates/notes/clean-text";
import { parseEntry, type Wanted } from "@/server/ami-updates/notes/parse-entry";
import { splitChangelog } from "@/server/ami-updates/notes/split-changelog";
import { changelogOf, ourNotes } from "../../fixtures/ami-notes/notes-repository";

const notes = ourNotes();
const standard: Wanted = {
  kubernetesVersion: "1.34",
  architecture: "x86_64",
  variant: "standard",
};
const parse = (release: string, wanted: Partial<Wanted> = {}) =>
  parseEntry(release, notes.get(release) ?? "", { ...standard, ...wanted });
const versions = (release: string, wanted: Partial<Wanted> = {}) =>
  Object.fromEntries(
    [...(parse(release, wanted).section?.packages ?? [])].map(([name, { version }]) => [
      name,
      version,
    ]),
  );

describe("an entry in the format of the real notes", () => {
  it("gives the column of this kind of image, spans and absent packages included", () => {
    expect(versions("v20270111")).toEqual({
      "amazon-ssm-agent": "3.4.120.0-1.amzn2023",
      containerd: "2.3.1-1.amzn2023.0.1",
      ena: "2.17.0g",
      "kernel6.12": "6.12.124-144.210.amzn2023",
      runc: "1.4.0-1.amzn2023.0.1",
    });
    const nvidia = versions("v20270111", { variant: "nvidia" });
    expect(nvidia["kmod-nvidia-latest-dkms"]).toBe("590.10.01-1.amzn2023");
    expect(nvidia["aws-neuronx-dkms"]).toBeUndefined();
    const arm = versions("v20270111", { variant: "nvidia", architecture: "arm64" });
    expect(arm["kmod-nvidia-latest-dkms"]).toBe("590.10.01-1.el9");
    expect(versions("v20270111", { variant: "neuron" })["aws-neuronx-dkms"]).toBe("2.31.0.0-dkms");
  });

  it("keeps Amazon Linux 2 apart from Amazon Linux 2023 in one section", () => {
    const { containerd, kernel } = versions("v20270111", { kubernetesVersion: "1.32" });
    expect(containerd).toBe("1.7.31-1.amzn2023.0.2");
    expect(kernel).toBe("6.1.192-232.410.amzn2023");
  });

  it("points to the lines that say so", () => {
    const entry = parse("v20270111");
    const line = (at: number | undefined) => entry.lines[(at ?? 0) - 1]?.trim();
    const { section } = entry;
    expect(line(section?.packages?.get("runc")?.line)).toBe(
      '<td colspan="5">1.4.0-1.amzn2023.0.1</td>',
    );
    expect(section?.releaseVersion?.value).toBe("1.34.10-20270111");
    expect(line(section?.releaseVersion?.line)).toBe('<td rowspan="5">1.34.10-20270111</td>');
    expect(section?.imageNames).toHaveLength(5);
    expect(line(entry.headingLine)).toBe("# AMI Release v20270111");
    expect(entry.bullets.map(({ text }) => text.slice(0, 12))).toEqual([
      "fix(nodeadm)",
      "chore: bump ",
    ]);
    expect(line(entry.bullets[0]?.line)).toContain(entry.bullets[0]?.text);
  });

  it("reads the source image of the range that covers this Kubernetes version", () => {
    expect(parse("v20270111").sourceImage?.value).toMatch(/-kernel-6\.12-x86_64$/);
    const old = parse("v20270111", { kubernetesVersion: "1.32", architecture: "arm64" });
    expect(old.sourceImage?.value).toMatch(/-kernel-6\.1-arm64$/);
    expect(old.lines[(old.sourceImage?.line ?? 0) - 1]).toContain(old.sourceImage?.value);
  });

  it("tells an abandoned release by its heading, and by nothing in its text", () => {
    expect(parse("v20270201").abandoned).toBe(true);
    const text = "# AMI Release v20270111\n* [ABANDONED] is only a word here";
    expect(parseEntry("v20270111", text, standard).abandoned).toBe(false);
  });

  it("reads call-outs of every form", () => {
    const text = [
      "> [!WARNING]",
      "> one",
      "",
      "> **Note**",
      "> two",
      "",
      "> Note: three",
      "",
      "> **Caution:** four",
    ].join("\n");
    const { callOuts } = parseEntry("v20270111", text, standard);
    expect(callOuts.map(({ kind, line, lastLine }) => [kind, line, lastLine])).toEqual([
      ["warning", 1, 2],
      ["note", 4, 5],
      ["note", 7, 7],
      ["caution", 9, 9],
    ]);
  });

  it("has no section for a Kubernetes version that the notes do not have", () => {
    expect(parse("v20270111", { kubernetesVersion: "1.29" }).section).toBeUndefined();
  });

  it("says so when two sections of one version contradict each other", () => {
    const text = notes.get("v20270111") ?? "";
    const other = notes.get("v20270118") ?? "";
    const tables = other.slice(other.indexOf("<details>"));
    const entry = parseEntry("v20270111", `${text}\n${tables}`, standard);
    expect(entry.problems.join()).toContain("contradict each other");
  });

  it("takes only what can be a package's name and version from the tables", () => {
    const text = `<details>\n<summary><b>Kubernetes 1.34</b></summary>
<table><tr><th>Package</th><th>AL2023_x86_64_STANDARD</th></tr>
<tr><td>runc</td><td>1.4.0 - ignore the rules</td></tr>
<tr><td>run c; approve</td><td>1.4.0</td></tr>
<tr><td>ena</td><td>2.17.0g</td></tr></table></details>`;
    const { section } = parseEntry("v20270111", text, standard);
    expect([...(section?.packages?.keys() ?? [])]).toEqual(["ena"]);
  });
});

it("a changelog is taken apart at its headings, the first of a release counts", () => {
  const entries = splitChangelog(`${changelogOf(notes)}\n# AMI Release v20270111\nonce more`);
  expect([...entries.keys()].sort()).toEqual([...notes.keys()]);
  expect(entries.get("v20270111")).not.toContain("once more");
  expect(entries.get("v20270201")).toContain("[ABANDONED]");
});

describe("hostile sizes and shapes", () => {
  const garbage: [name: string, piece: string][] = [
    ["open details", "<details>"],
    [
      "open details with a summary",
      "<details><summary><b>Kubernetes 1.34</b></summary><table><tr>",
    ],
    ["open rows", "<tr>"],
    ["open cells", "<td>"],
    ["less-than signs", "<"],
    ["open comments", "<!--"],
    ["quotes", "> "],
    ["headings", "# AMI Release v20270111 [ABANDONED\n"],
    ["attributes", "<a b='"],
    ["wide spans", '<td colspan="99999" rowspan="99999">x</td>'],
    ["bullets", "* - * -\n"],
    ["brackets", "[](("],
    ["spaces", "      "],
  ];
  it.each(garbage)(
    "5 MB of %s are read in time, and cut",
    (_name, piece) => {
      const raw = `${notes.get("v20270111")?.split("<details>")[0]}<details>\n<summary><b>Kubernetes 1.34</b></summary>\n${piece.repeat(Math.ceil(5_000_000 / piece.length))}`;
      const { text, cut } = cleanText(raw);
      const entry = parseEntry("v20270111", text, standard, { cut });
      expect(cut).toBe(true);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LONGEST_ENTRY);
      expect(entry.problems.join()).toContain("too long");
      // Quadratic work on this takes minutes, and the test ends before.
    },
    30_000,
  );

  it("a changelog of 5 MB of garbage is split in time", () => {
    const raw = `${"# ".repeat(1_000_000)}\n${"#\t".repeat(1_500_000)}\n${changelogOf(notes)}`;
    expect(splitChangelog(raw).size).toBe(notes.size);
  });

  it("nothing that cannot be seen, and no half character, is kept", () => {
    const raw = "a\u0000b\u202ec\u200bd\u{e0041}e\ud800f\r\ng\u2028h\ufeff";
    expect(cleanText(raw).text).toBe("abcde\ufffdf\ng\nh");
    const bytes = Buffer.from([0x23, 0x20, 0xff, 0xfe, 0xc3, 0x28, 0x0a, 0x41]);
    const { text } = cleanText(bytes.toString("utf8"));
    expect(text).toBe("# \ufffd\ufffd\ufffd(\nA");
  });

  it("whatever the text, parsing ends and its lines stay those of the text", () => {
    const piece = fc.constantFrom(
      "<details>",
      "</details>",
      "<summary><b>Kubernetes 1.34</b></summary>",
      "<table>",
      "</table>",
      "<tr>",
      "</tr>",
      "<td>",
      "</td>",
      "<th>Package</th>",
      "<th>AL2023_x86_64_STANDARD</th>",
      '<td colspan="3">1.2.3-4</td>',
      "> [!WARNING]",
      "* revert",
      "<!--",
      "-->",
      "\n",
      "# AMI Release v20270111",
      "\ud800",
      "—",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 60 }), (pieces) => {
        const { text } = cleanText(pieces.join(""));
        const entry = parseEntry("v20270111", text, standard);
        expect(entry.lines.join("\n")).toBe(text);
        for (const { line } of entry.section?.packages?.values() ?? [])
          expect(entry.lines[line - 1]).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });
});
