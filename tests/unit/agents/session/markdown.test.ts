import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import MarkdownBody from "@/components/agents/session/markdown-body";

/** What is drawn, without classes and the element around it. */
const drawn = (text: string): string =>
  renderToStaticMarkup(createElement(MarkdownBody, { text }))
    .replace(/ class="[^"]*"/g, "")
    .replace(/^<div>|<\/div>$/g, "");

describe("a model's words", () => {
  it.each([
    [
      "**bold**, _soft_, ~~gone~~ and `code`",
      "<p><strong>bold</strong>, <em>soft</em>, <del>gone</del> and <code>code</code></p>",
    ],
    ["# One\n\n#### Four\n\n---", "<p>One</p><p>Four</p><hr/>"],
    ["one  \ntwo", "<p>one<br/>two</p>"],
    ["- a\n- b\n  1. c", '<ul><li>a</li><li>b<ol start="1"><li>c</li></ol></li></ul>'],
    ["3. a\n\n4. b", '<ol start="3"><li><p>a</p></li><li><p>b</p></li></ol>'],
    ["> said\n> again", "<blockquote><p>said\nagain</p></blockquote>"],
    ["```sh\nls\n```", '<pre tabindex="0"><code>ls</code></pre>'],
    ["", ""],
    ["not **yet", "<p>not **yet</p>"],
  ])("%j are drawn as they are meant", (text, html) => {
    expect(drawn(text)).toBe(html);
  });

  it("keep their tables whole, with short rows filled up", () => {
    expect(drawn("| a | b |\n|---|--:|\n| 1 |")).toBe(
      '<div tabindex="0"><table><thead><tr><th>a</th><th style="text-align:right">b</th></tr></thead>' +
        '<tbody><tr><td>1</td><td style="text-align:right"></td></tr></tbody></table></div>',
    );
  });

  it("say of tasks what is done", () => {
    expect(drawn("- [x] one\n- [ ] two").replace(/<[^>]+>/g, "")).toBe("☑ done: one☐ open: two");
  });

  it("lead out of the console by http(s) only, also by reference", () => {
    const html = drawn(
      "[a](https://a.test) [b](javascript:alert(1)) [c][d] [e][f]\n\n[d]: http://d.test\n[f]: data:text/html,x",
    );
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href)).toEqual([
      "https://a.test",
      "http://d.test",
    ]);
    expect(html).toContain("<span>b</span>");
    expect(html).toContain("<span>e</span>");
  });

  it("fetch no picture and make no element of their own", () => {
    expect(drawn("![a cat](https://x.test/cat.png) ![][r]\n\n[r]: https://x.test")).toBe(
      "<p><span>[picture not shown: a cat]</span> <span>[picture not shown: no text]</span></p>",
    );
    expect(drawn("<b onclick=x>hi</b>\n\n<script>alert(1)</script>")).toBe(
      "<p><span>&lt;b onclick=x&gt;</span>hi<span>&lt;/b&gt;</span></p>" +
        "<span>&lt;script&gt;alert(1)&lt;/script&gt;</span>",
    );
  });

  it("show a footnote where it stands", () => {
    expect(drawn("Said[^1].\n\n[^1]: In line 3.")).toBe(
      "<p>Said<sup>1</sup>.</p><div><sup>1</sup><div><p>In line 3.</p></div></div>",
    );
  });

  it.each([
    ["quotes", `${">".repeat(5_000)} x`],
    ["lists on one line", `${"- ".repeat(3_000)}x`],
    [
      "lists below each other",
      Array.from({ length: 500 }, (_, at) => `${" ".repeat(2 * at)}- x`).join("\n"),
    ],
    ["brackets", `${"![".repeat(8_000)}${"](x)".repeat(8_000)}`],
    ["brackets over lines", `${"[\n".repeat(4_000)}a${"](x)\n".repeat(4_000)}`],
  ])("are shown as they were written when they nest %s beyond all sense", (_what, text) => {
    const html = drawn(text);
    expect(html.startsWith('<pre tabindex="0"><code>')).toBe(true);
    expect(html).toContain(text.slice(-40).replaceAll(">", "&gt;"));
  });

  it("are Markdown where they only look deep", () => {
    const conflict = "```\n<<<<<<< HEAD\n>>>>>>> branch\n```";
    const colours = `\`\`\`\n${"[31m".repeat(40)}\n\n${"[31m".repeat(40)}\n\`\`\``;
    const rule = "-".repeat(80);
    for (const text of [conflict, colours, rule, "> > > - 1. a"])
      expect(drawn(`**so**\n\n${text}`)).toMatch(/^<p><strong>so<\/strong><\/p>/);
  });

  it("cannot turn the page around", () => {
    expect(drawn("a\u202eb")).toBe("<p>ab</p>");
  });
});
