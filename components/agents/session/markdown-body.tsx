"use client";

import { memo } from "react";
import Markdown, { type Components } from "react-markdown";
import remarkGfm from "remark-gfm";
import { OutsideLink, safeUrl } from "@/components/data/text-link";
import { plainText } from "@/lib/platform/plain-text";

const PLUGINS = [remarkGfm];

/** Of a model's words only what is harmless: no picture is fetched, and a link leads to http(s) only. */
const COMPONENTS: Components = {
  a: ({ href, children }) => <OutsideLink href={href}>{children}</OutsideLink>,
  img: ({ alt }) => <span className="text-muted">[picture not shown: {alt || "no text"}]</span>,
  h1: ({ children }) => <p className="text-[15px] leading-6 font-semibold">{children}</p>,
  h2: ({ children }) => <p className="text-[15px] leading-6 font-semibold">{children}</p>,
  h3: ({ children }) => <p className="font-semibold">{children}</p>,
  h4: ({ children }) => <p className="font-semibold">{children}</p>,
  h5: ({ children }) => <p className="font-semibold">{children}</p>,
  h6: ({ children }) => <p className="font-semibold">{children}</p>,
  ul: ({ children }) => <ul className="grid list-disc gap-1 pl-5">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="grid list-decimal gap-1 pl-6">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => (
    <blockquote className="grid gap-2 border-l-2 border-line-strong pl-3 text-muted">
      {children}
    </blockquote>
  ),
  code: ({ children }) => (
    <code className="rounded bg-raised px-1 py-px font-mono text-meta wrap-anywhere">
      {children}
    </code>
  ),
  pre: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
    <pre tabIndex={0} className="overflow-x-auto rounded-md border bg-raised p-2 [&_code]:p-0">
      {children}
    </pre>
  ),
  table: ({ children }) => (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
    <div tabIndex={0} className="overflow-x-auto">
      <table className="border-collapse [&_td]:border [&_td]:px-2 [&_td]:py-1 [&_th]:border [&_th]:bg-raised [&_th]:px-2 [&_th]:py-1 [&_th]:text-start">
        {children}
      </table>
    </div>
  ),
  input: ({ checked }) => (
    <span>
      <span aria-hidden="true">{checked ? "☑" : "☐"}</span>
      <span className="sr-only">{checked ? "done: " : "open: "}</span>
    </span>
  ),
};

/** A model's answer as it meant it. Its code comes late. */
export default memo(function MarkdownBody({ text }: { text: string }) {
  return (
    <div className="grid min-w-0 gap-2 leading-[1.4rem] wrap-anywhere">
      <Markdown
        remarkPlugins={PLUGINS}
        components={COMPONENTS}
        urlTransform={(url) => safeUrl(url) ?? ""}
      >
        {plainText(text)}
      </Markdown>
    </div>
  );
});
