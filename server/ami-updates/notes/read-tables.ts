import "server-only";
import { HTMLElement, type Node, parse, TextNode } from "node-html-parser";

/** The HTML parser takes more than linear time for deeply nested garbage: it never sees more than this. */
export const LONGEST_HTML = 40_000;
const LONGEST_CELL = 300;
const CELLS = 5_000;
const WIDEST = 40;

export interface Cell {
  text: string;
  /** From 1, within the lines given. */
  line: number;
  colspan: number;
  rowspan: number;
}
/** Rows of cells, in the order of the text. */
export type Table = Cell[][];

/**
 * The tables of a piece of HTML, also of one whose rows are not closed. Nested tables count as
 * tables of their own; what is in no row is left out.
 */
export function readTables(html: string): Table[] {
  // Closed comments are gone already; an open one would make the parser look for its end again and again.
  const root = parse(html.slice(0, LONGEST_HTML).replaceAll("<!--", "    "), { comment: false });
  const lineOf = lineCounter(html);
  const tables: Table[] = [];
  const open: { node: Node; table?: Table; row?: Cell[] }[] = [{ node: root }];
  let cells = 0;
  // A stack of our own: depth in hostile text must not become depth of calls.
  while (open.length > 0) {
    const { node, ...within } = open.pop() as (typeof open)[number];
    if (!(node instanceof HTMLElement)) continue;
    let { table, row } = within;
    const tag = (node.rawTagName ?? "").toLowerCase();
    if (tag === "table") {
      table = [];
      row = undefined;
      tables.push(table);
    } else if (tag === "tr" && table) {
      row = [];
      table.push(row);
    } else if ((tag === "td" || tag === "th") && row && cells < CELLS) {
      cells += 1;
      row.push(cellOf(node, lineOf));
    }
    for (let at = node.childNodes.length - 1; at >= 0; at--)
      open.push({ node: node.childNodes[at] as Node, table, row });
  }
  return tables.map((table) => table.filter((row) => row.length > 0));
}

function cellOf(node: HTMLElement, lineOf: (offset: number) => number): Cell {
  const span = (name: string): number => {
    const value = Number(node.getAttribute(name) ?? 1);
    return Number.isInteger(value) && value >= 1 ? Math.min(value, WIDEST) : 1;
  };
  return {
    text: textOf(node),
    line: lineOf(node.range[0]),
    colspan: span("colspan"),
    rowspan: span("rowspan"),
  };
}

/** The cell's own words; those of a table or cell within it are not. */
function textOf(cell: HTMLElement): string {
  let text = "";
  const open: Node[] = [...cell.childNodes].reverse();
  while (open.length > 0 && text.length < LONGEST_CELL) {
    const node = open.pop() as Node;
    if (node instanceof TextNode) text += node.text;
    else if (node instanceof HTMLElement && !/^(table|t[dhr])$/i.test(node.rawTagName ?? ""))
      open.push(...[...node.childNodes].reverse());
  }
  return text.replace(/\s+/g, " ").trim().slice(0, LONGEST_CELL);
}

function lineCounter(html: string): (offset: number) => number {
  const ends: number[] = [];
  for (let at = html.indexOf("\n"); at >= 0; at = html.indexOf("\n", at + 1)) ends.push(at);
  return (offset) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

/** Which cell stands in each column of each row, spans carried on; rows are cut at a width of 40. */
export function gridOf(table: Table): (Cell | undefined)[][] {
  const grid: (Cell | undefined)[][] = table.map(() => []);
  table.forEach((row, y) => {
    let x = 0;
    for (const cell of row) {
      const own = grid[y] as (Cell | undefined)[];
      while (own[x]) x += 1;
      for (let down = 0; down < cell.rowspan && y + down < table.length; down++)
        for (let across = 0; across < cell.colspan && x + across < WIDEST; across++) {
          const line = grid[y + down] as (Cell | undefined)[];
          line[x + across] ??= cell;
        }
      x += cell.colspan;
    }
  });
  return grid;
}
