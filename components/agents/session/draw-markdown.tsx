import { createElement, Fragment, type ReactNode } from "react";
import type { Addresses, MarkdownNode } from "@/components/agents/session/read-markdown";
import { OutsideLink } from "@/components/data/text-link";

type Of<Type extends MarkdownNode["type"]> = Extract<MarkdownNode, { type: Type }>;

/**
 * Nodes one after the other. Of a model's words only what is harmless: HTML stays text, no picture is
 * fetched, a link leads to http(s) only.
 */
export const drawAll = (nodes: readonly MarkdownNode[], to: Addresses): ReactNode =>
  inOrder(nodes, (node) => draw(node, to));

function draw(node: MarkdownNode, to: Addresses): ReactNode {
  switch (node.type) {
    case "text":
      return node.value;
    case "html":
      return <span>{node.value}</span>;
    case "paragraph":
      return <p>{drawAll(node.children, to)}</p>;
    case "heading":
      return (
        <p className={node.depth > 2 ? "font-semibold" : "text-[15px] leading-6 font-semibold"}>
          {drawAll(node.children, to)}
        </p>
      );
    case "emphasis":
      return <em>{drawAll(node.children, to)}</em>;
    case "strong":
      return <strong>{drawAll(node.children, to)}</strong>;
    case "delete":
      return <del>{drawAll(node.children, to)}</del>;
    case "inlineCode":
      return <Code text={node.value} />;
    case "code":
      return (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
        <pre tabIndex={0} className="overflow-x-auto rounded-md border bg-raised p-2 [&_code]:p-0">
          <Code text={node.value} />
        </pre>
      );
    case "break":
      return <br />;
    case "thematicBreak":
      return <hr />;
    case "blockquote":
      return (
        <blockquote className="grid gap-2 border-l-2 border-line-strong pl-3 text-muted">
          {drawAll(node.children, to)}
        </blockquote>
      );
    case "link":
      return <OutsideLink href={node.url}>{drawAll(node.children, to)}</OutsideLink>;
    case "linkReference":
      return <OutsideLink href={to.get(node.identifier)}>{drawAll(node.children, to)}</OutsideLink>;
    case "image":
    case "imageReference":
      return <span className="text-muted">[picture not shown: {node.alt || "no text"}]</span>;
    case "list":
      return drawList(node, to);
    case "table":
      return drawTable(node, to);
    case "footnoteReference":
      return <sup>{node.label ?? node.identifier}</sup>;
    case "footnoteDefinition":
      return (
        <div className="flex gap-2 text-meta text-muted">
          <sup>{node.label ?? node.identifier}</sup>
          <div className="grid min-w-0 gap-1">{drawAll(node.children, to)}</div>
        </div>
      );
    // Drawn by its list or table, or nothing to see.
    case "listItem":
    case "tableRow":
    case "tableCell":
    case "definition":
    case "yaml":
      return null;
  }
}

const Code = ({ text }: { text: string }) => (
  <code className="rounded bg-raised px-1 py-px font-mono text-meta wrap-anywhere">{text}</code>
);

function drawList({ ordered, start, spread, children }: Of<"list">, to: Addresses): ReactNode {
  // As CommonMark has it: one blank line between items makes paragraphs of all.
  const loose = spread || children.some((item) => item.spread);
  const items = inOrder(children, (item) => <li>{drawItem(item, loose === true, to)}</li>);
  return ordered ? (
    <ol start={start ?? 1} className="grid list-decimal gap-1 pl-6">
      {items}
    </ol>
  ) : (
    <ul className="grid list-disc gap-1 pl-5">{items}</ul>
  );
}

function drawItem({ checked, children }: Of<"listItem">, loose: boolean, to: Addresses): ReactNode {
  const [first] = children;
  return inOrder(children, (node) => {
    const box = node === first && typeof checked === "boolean" && <Box checked={checked} />;
    const words = node.type === "paragraph" ? drawAll(node.children, to) : draw(node, to);
    const all = (
      <>
        {box}
        {words}
      </>
    );
    return loose && node.type === "paragraph" ? <p>{all}</p> : all;
  });
}

const Box = ({ checked }: { checked: boolean }) => (
  <span>
    <span aria-hidden="true">{checked ? "☑ " : "☐ "}</span>
    <span className="sr-only">{checked ? "done: " : "open: "}</span>
  </span>
);

function drawTable({ align, children: [head, ...rows] }: Of<"table">, to: Addresses): ReactNode {
  const columns = head?.children ?? [];
  // A row may be short.
  const cells = (row: Of<"tableRow"> | undefined, Cell: "th" | "td") => (
    <tr>
      {inOrder(columns, (_, at) => (
        <Cell style={{ textAlign: align?.[at] ?? undefined }}>
          {drawAll(row?.children[at]?.children ?? [], to)}
        </Cell>
      ))}
    </tr>
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroll area must be reachable by keyboard
    <div tabIndex={0} className="overflow-x-auto">
      <table className="border-collapse [&_td]:border [&_td]:px-2 [&_td]:py-1 [&_th]:border [&_th]:bg-raised [&_th]:px-2 [&_th]:py-1 [&_th]:text-start">
        <thead>{cells(head, "th")}</thead>
        {rows.length > 0 ? <tbody>{inOrder(rows, (row) => cells(row, "td"))}</tbody> : null}
      </table>
    </div>
  );
}

/** Each at its place: while text is still written, what stands already keeps its elements. */
const inOrder = <Each,>(all: readonly Each[], drawn: (each: Each, at: number) => ReactNode) =>
  createElement(Fragment, null, ...all.map(drawn));
