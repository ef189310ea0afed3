import { describe, expect, test } from "vitest";
import type { Architecture } from "@/lib/ami-updates/config";
import { type LocatedTerm, locateTerm } from "@/server/ami-updates/manifest/locate-term";
import { spliceTerm } from "@/server/ami-updates/manifest/splice-term";

const OLD = "ami-0aaaaaaaaaaaaaaa1";
const NEW = "ami-0bbbbbbbbbbbbbbb2";

const aNodeClass = (terms: string, name = "default", more = "") =>
  `apiVersion: karpenter.k8s.aws/v1
kind: EC2NodeClass
metadata:
  name: ${name}
spec:
  amiSelectorTerms:
${terms}
  role: karpenter-node # keep
${more}`;

const locate = (
  text: string | Buffer,
  query: { architectures?: [string, Architecture][]; expected?: string } = {},
) =>
  locateTerm(Buffer.from(text), {
    nodeClass: "default",
    architecture: "x86_64",
    ...(query.architectures && { architectures: new Map(query.architectures) }),
    ...(query.expected && { expected: query.expected }),
  });

function located(text: string | Buffer, query = {}): LocatedTerm {
  const found = locate(text, query);
  if (!found.supported) throw new Error(found.why);
  return found;
}

/** The file after the change, which must be the old one with that one value replaced. */
function change(text: string | Buffer, value = NEW, query = {}): string {
  const bytes = Buffer.from(text);
  const term = located(bytes, query);
  const { bytes: after } = spliceTerm(bytes, term, value);
  const expected = bytes
    .toString("utf8")
    .slice(0, term.start)
    .concat(value, bytes.toString("utf8").slice(term.end));
  expect(after.toString("utf8")).toBe(expected);
  return after.toString("utf8");
}

const why = (text: string | Buffer, query = {}): string => {
  const found = locate(text, query);
  return found.supported ? `located ${found.term.value}` : found.why;
};

describe("one value in one line", () => {
  const FORMS: Record<string, string> = {
    plain: `  - id: ${OLD}`,
    "double quotes": `  - id: "${OLD}"`,
    "single quotes": `  - id: '${OLD}'`,
    "a comment after it": `  - id: ${OLD} # v20260601, do not touch`,
    flow: `    [{ id: ${OLD} }]`,
    "flow with quotes, narrow": `    [{"id":"${OLD}"}]`,
    "deeper, with a comment between": `      # why\n      -   id:    ${OLD}   `,
    "a value on the next line": `  - id:\n      ${OLD}`,
    "an anchor that nobody uses": `  - id: &image ${OLD}`,
    "a tag": `  - id: !!str ${OLD}`,
  };
  test.each(Object.entries(FORMS))("%s", (_name, terms) => {
    const after = change(aNodeClass(terms));
    expect(after).toContain(NEW);
    expect(after).not.toContain(OLD);
  });

  test("tells the line before and after, without its break", () => {
    const text = aNodeClass(`  - id: "${OLD}" # now`);
    const splice = spliceTerm(Buffer.from(text), located(text), NEW);
    expect(splice.line).toBe(7);
    expect(splice.before).toBe(`  - id: "${OLD}" # now`);
    expect(splice.after).toBe(`  - id: "${NEW}" # now`);
  });

  test("keeps CRLF, a BOM, a missing last line break and other scripts", () => {
    const text = `\uFEFF# Knoten für „Größe“ 🙂\r\n${aNodeClass(`  - id: ${OLD}`, "default", "  tags: {team: größe}").replaceAll("\n", "\r\n")}`;
    const after = change(text);
    expect(after.startsWith("\uFEFF# Knoten")).toBe(true);
    expect(after.endsWith("größe}")).toBe(true);
    expect(after.split("\r\n")).toHaveLength(text.split("\r\n").length);
    const splice = spliceTerm(Buffer.from(text), located(text), NEW);
    expect(splice.before).toBe(`  - id: ${OLD}`);
  });

  test("changes only the node class that is meant, in several documents and in a List", () => {
    const other = aNodeClass(`  - id: ${OLD}`, "other");
    const pool = "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: default}\n";
    const several = `---\n${pool}---\n${other}\n---\n${aNodeClass(`  - id: ${OLD}`)}\n...\n`;
    expect(located(several).path[0]).toBe(2);
    expect(change(several).split(OLD)).toHaveLength(2);
    const indented = (text: string) => text.replaceAll("\n", "\n    ");
    const list = `apiVersion: v1\nkind: List\nitems:\n  - ${indented(other)}\n  - ${indented(aNodeClass(`  - id: ${OLD}`))}\n`;
    expect(located(list).path.slice(0, 3)).toEqual([0, "items", 1]);
    expect(change(list).split(OLD)).toHaveLength(2);
  });

  test("an alias that is pinned", () => {
    const text = aNodeClass("  - alias: al2023@v20260601");
    expect(located(text).term).toEqual({ kind: "alias", value: "al2023@v20260601" });
    expect(change(text, "al2023@v20260714")).toContain("- alias: al2023@v20260714\n");
  });

  test("an SSM parameter is found, for whoever asks what is there", () => {
    const value =
      "/aws/service/eks/optimized-ami/1.34/amazon-linux-2023/x86_64/standard/recommended/image_id";
    expect(located(aNodeClass(`  - ssmParameter: ${value}`)).term).toEqual({
      kind: "ssmParameter",
      value,
    });
  });

  test("braces within a script are no template", () => {
    const script = `  userData: |\n    echo "{{ not ours }}"\n  other: "{{x}}" # {{ y }}`;
    expect(change(aNodeClass(`  - id: ${OLD}`, "default", script))).toContain("{{ not ours }}");
  });
});

describe("several architectures", () => {
  const ARM = "ami-0ccccccccccccccc3";
  const both = aNodeClass(`  - id: ${ARM}\n  - id: ${OLD}`);

  test("are told apart by what EC2 says, or by the value that was seen before", () => {
    const architectures = [
      [ARM, "arm64"],
      [OLD, "x86_64"],
    ] as [string, Architecture][];
    expect(located(both, { architectures }).term.value).toBe(OLD);
    expect(change(both, NEW, { expected: OLD })).toContain(`- id: ${ARM}\n  - id: ${NEW}\n`);
  });

  test("are never guessed", () => {
    expect(why(both)).toMatch(/several images/);
    expect(why(both, { architectures: [[ARM, "arm64"]] })).toMatch(/several images/);
    expect(why(both, { expected: "ami-0ddd" })).toMatch(/several images/);
    expect(why(aNodeClass(`  - id: ${ARM}`), { architectures: [[ARM, "arm64"]] })).toMatch(
      /only for another architecture/,
    );
    const arm64 = "  - ssmParameter: /aws/service/eks/x/arm64/standard/recommended/image_id";
    expect(why(aNodeClass(arm64))).toMatch(/only for another architecture/);
    expect(
      why(aNodeClass(`  - id: ${ARM}`), { expected: ARM, architectures: [[ARM, "arm64"]] }),
    ).toMatch(/only for another architecture/);
    expect(why(aNodeClass(`  - id: ${OLD}\n  - id: ${OLD}`), { expected: OLD })).toMatch(
      /more than once/,
    );
  });
});

describe("what is not touched, with the reason", () => {
  const REFUSED: [string, string, RegExp][] = [
    ["no such node class", aNodeClass(`  - id: ${OLD}`, "gpu"), /no EC2NodeClass named default/],
    [
      "another kind of that name",
      aNodeClass(`  - id: ${OLD}`).replace("EC2NodeClass", "NodePool"),
      /no EC2NodeClass named default/,
    ],
    [
      "another group of that kind",
      aNodeClass(`  - id: ${OLD}`).replace("karpenter.k8s.aws", "example.com"),
      /no EC2NodeClass named default/,
    ],
    [
      "twice",
      `${aNodeClass(`  - id: ${OLD}`)}\n---\n${aNodeClass(`  - id: ${OLD}`)}`,
      /more than once/,
    ],
    ["names", aNodeClass("  - name: my-*\n    owner: self"), /selected by name/],
    ["tags", aNodeClass("  - tags: {team: a}"), /selected by tags/],
    ["an id beside tags", aNodeClass(`  - id: ${OLD}\n  - tags: {a: b}`), /selected by tags/],
    ["latest", aNodeClass("  - alias: al2023@latest"), /not pinned/],
    ["another family", aNodeClass("  - alias: bottlerocket@v1.20.0"), /bottlerocket/],
    ["an alias and an id", aNodeClass(`  - alias: al2023@v20260601\n  - id: ${OLD}`), /only one/],
    ["two names in one term", aNodeClass(`  - id: ${OLD}\n    alias: al2023@v1`), /exactly one/],
    ["a Helm value", aNodeClass("  - id: {{ .Values.ami }}"), /template/],
    [
      "a quoted Helm value",
      aNodeClass('  - id: "{{ .Values.ami }}"'),
      /cannot? be read|not a value/,
    ],
    [
      "a Helm block",
      `{{- if .Values.on }}\n${aNodeClass(`  - id: ${OLD}`)}\n{{- end }}`,
      /template/,
    ],
    ["no terms", aNodeClass("").replace("  amiSelectorTerms:\n", ""), /no amiSelectorTerms/],
    ["empty terms", aNodeClass("").replace("Terms:", "Terms: []"), /no amiSelectorTerms/],
    ["a broken file", aNodeClass(`  - id: "${OLD}`), /not valid YAML/],
    ["a key twice", aNodeClass(`  - id: ${OLD}\n    id: ${OLD}`), /not valid YAML/],
    ["a block of text", aNodeClass(`  - id: >-\n      ${OLD}`), /not changed in place/],
    ["an escape", aNodeClass(`  - id: "ami\\x2d0aaaaaaaaaaaaaaa1"`), /not changed in place/],
    ["a number", aNodeClass("  - id: 17"), /not a value that can be read/],
    ["nothing", "", /no EC2NodeClass/],
  ];
  test.each(REFUSED)("%s", (_name, text, reason) => {
    expect(why(text)).toMatch(reason);
  });

  test("bytes that are no UTF-8", () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(aNodeClass(""))]);
    expect(why(bytes)).toMatch(/not UTF-8/);
  });

  test("values that come from elsewhere, or go elsewhere", () => {
    const from = `x-image: &image ${OLD}\n${aNodeClass("  - id: *image")}`;
    expect(why(from)).toMatch(/from an anchor elsewhere/);
    const terms = `x-terms: &terms [{id: ${OLD}}]\n${aNodeClass("").replace("Terms:\n", "Terms: *terms")}`;
    expect(why(terms)).toMatch(/from an anchor elsewhere/);
    const used = aNodeClass(`  - id: &image ${OLD}`, "default", "  tags: {image: *image}");
    expect(() => spliceTerm(Buffer.from(used), located(used), NEW)).toThrow(/other values too/);
  });

  test("a value that could become something else in YAML", () => {
    const text = aNodeClass(`  - id: ${OLD}`);
    for (const value of ["ami-1 # x", "a: b", "", "x\ny", "{{x}}", "*a"])
      expect(() => spliceTerm(Buffer.from(text), located(text), value)).toThrow(
        /cannot? be|one that/,
      );
  });

  test("a manifest that is not the one that was looked at", () => {
    const text = aNodeClass(`  - id: ${OLD}`);
    expect(() => spliceTerm(Buffer.from(`# new\n${text}`), located(text), NEW)).toThrow(
      /not the one that was looked at/,
    );
  });
});
