import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeSpan, escapeMarkdown, linkTo } from "@/lib/ami-updates/escape-markdown";
import type { Analysis } from "@/lib/ami-updates/model";
import { readMarker } from "@/lib/ami-updates/pull-request-marker";
import { type PullRequestTextInput, pullRequestText } from "@/lib/ami-updates/pull-request-text";
import { anAnalysis, anAnswer, aReviewer } from "../../fixtures/ami-notes/an-analysis";

const ID = "6f1f7a4e-0000-4000-8000-000000000001";
const anInput = (
  analysis: Analysis,
  changes: Partial<PullRequestTextInput> = {},
): PullRequestTextInput => ({
  record: {
    id: ID,
    cluster: "dev",
    nodeClass: "default",
    from: analysis.from,
    to: { ...analysis.to, release: analysis.to.release ?? "v20270215" },
  },
  analysis,
  change: {
    branch: "ami-update/dev/default",
    path: "karpenter-configs/clusters/dev/nodeclass.yaml",
    line: 12,
    before: "    - id: ami-0aaaaaaaaaaaaaaaa",
    after: "    - id: ami-0bbbbbbbbbbbbbbbb",
  },
  ...changes,
});

/** The empty spaces as GitHub sees them, once the text is HTML. */
const apart = (markdown: string): string => markdown.replaceAll("&#8203;", "\u200b");

/** What is left of a body without its code, its marker and our own links: all that GitHub looks into. */
const active = (body: string): string =>
  apart(body)
    .replace(/^```[\s\S]*?^```$/gm, "")
    .replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, "")
    .replace(/<!-- ami-update .* -->$/, "");
const MENTION = /@[\w-]/;
const REFERENCE = /#\d|\bGH-\d|\b[0-9a-f]{40}\b/i;
const ADDRESS = /https?:\/\/|\bwww\.\w/;
const MARKUP = /<(?!\/?$)[a-z!/]|(?<!\\)!\[|(?<!\\)\]\(/i;

describe("a pull request's text", () => {
  it("has what a reviewer needs: score, factors with sources, packages, lines, what merging does", async () => {
    const analysis = await anAnalysis({
      from: "v20270118",
      to: "v20270125",
      kubernetesVersion: "1.32",
      reviewer: aReviewer(anAnswer({ risk: 3, review: ["Watch the runtime."] })),
    });
    const { title, body } = pullRequestText(
      anInput(analysis, { consoleUrl: "https://console.example" }),
    );
    expect(title).toBe("Update the node image of dev/default to v20270125");
    for (const part of [
      "**Risk 7 of 10 · APPROVE · security: routine**",
      "| `containerd` | `1.7.31-1.amzn2023.0.2` | `2.3.1-1.amzn2023.0.4` | major |",
      "another major version",
      "_(computed from the facts)_",
      "The model `test.model-v1` says 3 and APPROVE",
      "> Watch the runtime.",
      "`v20270125`",
      `[Open it in the console](<https://console.example/ami-updates/proposals/${ID}>)`,
      "-    - id: ami-0aaaaaaaaaaaaaaaa\n+    - id: ami-0bbbbbbbbbbbbbbbb",
      "**Merge to roll out, close to skip this version.**",
    ])
      expect(body).toContain(part);
    expect(readMarker(body)).toMatchObject({ updateId: ID, release: "v20270125" });
    expect(body.trimEnd().split("\n").at(-1)).toMatch(/^<!-- ami-update /);
  });

  it("says what was refused and who proposed it all the same", async () => {
    const analysis = await anAnalysis({ from: "v20270125", to: "v20270201" });
    const input = anInput(analysis);
    const { body } = pullRequestText({
      ...input,
      record: {
        ...input.record,
        override: { by: "ann@example.com", reason: "We @need it, see #1", at: "2027-02-01" },
      },
    });
    expect(body).toContain("**The rules refuse this update:** v20270201 was abandoned");
    expect(body).toContain("**Proposed all the same** by `ann@example.com`");
    expect(active(body)).not.toMatch(MENTION);
  });

  it("has nothing active in it of hostile notes and a model that repeats them", async () => {
    const lines =
      (await anAnalysis({ from: "v20270208", to: "v20270215" })).releases[0]?.text ?? "";
    const hostile = lines.split("\n");
    const review = hostile.filter((line) => line.startsWith("*"));
    const citations = hostile.flatMap((line, at) =>
      line.startsWith("*") ? [{ release: "v20270215", line: at + 1, quote: line }] : [],
    );
    const analysis = await anAnalysis({
      from: "v20270208",
      to: "v20270215",
      reviewer: aReviewer(
        anAnswer({
          risk: 9,
          review,
          summary: "See [this](https://evil.example) @octocat",
          factors: citations.map((each) => ({ text: each.quote, risk: 3, citations: [each] })),
        }),
      ),
    });
    expect(analysis.review.join()).toContain("@octocat");
    const { body, title } = pullRequestText(anInput(analysis));
    const rest = active(body).replaceAll(
      /\(<https:\/\/github\.com\/awslabs\/amazon-eks-ami\/[\w./-]+>\)/g,
      "",
    );
    expect(rest).toContain("octocat");
    expect(rest).not.toMatch(MENTION);
    expect(rest).not.toMatch(REFERENCE);
    expect(rest).not.toMatch(ADDRESS);
    expect(rest.replaceAll(/\[`[^\]]*\]|\[\]/g, "")).not.toMatch(/<(?:img|script|a|!--)/i);
    expect(body.match(/<!-- ami-update/g)).toHaveLength(1);
    expect(readMarker(body)?.updateId).toBe(ID);
    expect(title + body).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u{e0000}-\u{e007f}]/u);
  });

  it("stays within GitHub's limit, and says that it was shortened", async () => {
    const analysis = await anAnalysis();
    const long = "word ".repeat(1_000);
    const citations = Array.from({ length: 5 }, (_, at) => ({
      release: "v20270111",
      line: at + 1,
      quote: `${at} ${"`|@#<".repeat(60)}`,
    }));
    const many = <T>(make: (at: number) => T) => Array.from({ length: 500 }, (_, at) => make(at));
    const { body } = pullRequestText(
      anInput({
        ...analysis,
        packages: many((at) => ({
          name: `p${at}${"x".repeat(90)}`,
          kind: "added",
          to: "1".repeat(100),
        })),
        factors: many((at) => ({
          id: `f${at}`,
          source: "model",
          risk: 3,
          reject: false,
          text: `${at} ${"@<#`".repeat(200)}`,
          citations,
        })),
        review: many(() => long),
        security: many((at) => ({
          id: `CVE-2027-${at}`,
          status: "fixed",
          severity: "low",
          citations,
        })),
        summary: long,
      }),
    );
    expect(body.length).toBeLessThan(65_536);
    expect(body).toContain("The rest has no room here");
    expect(body).toContain("Merge to roll out, close to skip this version.");
    expect(readMarker(body)?.updateId).toBe(ID);
  });

  it("is the same text for the same analysis", async () => {
    const analysis = await anAnalysis();
    const again = JSON.parse(JSON.stringify(analysis)) as Analysis;
    expect(pullRequestText(anInput(analysis))).toEqual(pullRequestText(anInput(again)));
  });
});

describe("untrusted text in Markdown", () => {
  it.each([
    ["a mention", "ping @octocat and @acme/team"],
    ["an issue", "fixes #1, GH-2 and acme/infra#3"],
    ["a commit", "see 0123456789abcdef0123456789abcdef01234567"],
    ["an address", "go to https://evil.example or www.evil.example"],
    ["an e-mail address", "write to root@evil.example"],
    ["HTML", "<img src=x onerror=alert(1)><script>alert(1)</script>"],
    ["an image", "![x](https://evil.example/x.png)"],
    ["a link", "[click](https://evil.example)"],
    ["a comment", '--> <!-- ami-update {"v":1} -->'],
    ["a heading", "# Approved"],
    ["a table", "| a | b |"],
    ["code", "` @octocat `"],
    ["direction marks", "a\u202eb"],
    ["line breaks", "one\n\n# two"],
  ])("%s does nothing", (_name, text) => {
    const escaped = apart(escapeMarkdown(text, 500));
    expect(escaped).not.toMatch(MENTION);
    expect(escaped).not.toMatch(REFERENCE);
    expect(escaped).not.toMatch(ADDRESS);
    expect(escaped).not.toMatch(MARKUP);
    expect(escaped).not.toMatch(/[\n\u202e]|(?<!\\)[`|*_[\]]/);
  });

  it("is still what was written, once the escapes are read", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~]{1,80}$/), (text) => {
        const shown = escapeMarkdown(text, 500)
          .replace(/&#8203;/g, "")
          .replace(/\\([\\`*_{}[\]()#+!|~$^])/g, "$1")
          .replace(/&lt;/g, "<")
          .replace(/&gt;/g, ">")
          .replace(/&amp;/g, "&");
        expect(shown).toBe(text.replace(/\s+/g, " ").trim());
      }),
    );
  });

  it("code cannot be left from within", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[`a-z ]{1,40}$/), (text) => {
        const span = codeSpan(text, 100);
        const fence = /^`+/.exec(span)?.[0] ?? "";
        const inner = span.slice(fence.length, -fence.length);
        expect(inner.match(/`+/g) ?? []).not.toContain(fence);
        expect(inner).not.toMatch(/^`|`$/);
      }),
    );
  });

  it("links lead only to what is nothing but an address", () => {
    expect(linkTo("x", "https://github.com/a/b/releases/tag/v1")).toBe(
      "[x](<https://github.com/a/b/releases/tag/v1>)",
    );
    for (const url of ["javascript:alert(1)", "https://a.example/>) @octocat", "https://a b", ""])
      expect(linkTo("x", url)).toBe("x");
  });
});
