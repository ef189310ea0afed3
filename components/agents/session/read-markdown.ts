import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmFromMarkdown } from "mdast-util-gfm";
import { gfm } from "micromark-extension-gfm";
import { isNestedBeyondSense } from "@/components/agents/session/is-nested-beyond-sense";

/** Markdown as a tree of mdast, and where its references lead. */
export type MarkdownTree = ReturnType<typeof fromMarkdown>;
export type MarkdownNode = MarkdownTree["children"][number];
export type Addresses = ReadonlyMap<string, string>;

const SYNTAX = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };

/**
 * Reads GitHub's Markdown. Whatever the text is, it is read: what is no markup is text, and what is
 * nested beyond all sense is shown as it was written.
 */
export const readMarkdown = (text: string): MarkdownTree =>
  isNestedBeyondSense(text)
    ? { type: "root", children: [{ type: "code", value: text }] }
    : fromMarkdown(text, SYNTAX);

/** The addresses of `[name]: address`, by name, wherever they stand; of two the first counts. */
export function addressesOf(tree: MarkdownTree): Addresses {
  const found = new Map<string, string>();
  const look = (node: MarkdownTree | MarkdownNode): void => {
    if (node.type === "definition" && !found.has(node.identifier))
      found.set(node.identifier, node.url);
    if ("children" in node) node.children.forEach(look);
  };
  look(tree);
  return found;
}
