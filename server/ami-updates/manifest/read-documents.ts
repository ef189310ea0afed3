import "server-only";
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  parseAllDocuments,
  visit,
  type YAMLMap,
} from "yaml";

/** A manifest as text, with the offsets that its nodes' ranges count in, and its documents. */
export interface Manifest {
  text: string;
  documents: Document[];
}

/** Why a manifest, or what is asked of it, is not touched: one sentence. */
export interface Unsupported {
  supported: false;
  why: string;
}

export const unsupported = (why: string): Unsupported => ({ supported: false, why });

/** The documents of a manifest; refused when it is not UTF-8, not YAML, or a template. */
export function readDocuments(bytes: Uint8Array): Manifest | Unsupported {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return unsupported("The manifest is not UTF-8 text.");
  }
  const documents = [...(parseAllDocuments(text, { merge: true }) as Document[])];
  if (isTemplate(text, documents))
    return unsupported("The manifest is a template; only plain YAML is changed.");
  const broken = documents.find((each) => each.errors.length > 0)?.errors[0];
  if (broken) {
    const line = broken.linePos?.[0].line;
    return unsupported(
      `The manifest is not valid YAML${line ? ` (line ${line})` : ""}: ${firstLine(broken.message)}.`,
    );
  }
  return { text, documents };
}

/** Braces of Helm and its like count wherever they are not plain content: a script in a text block may have them. */
function isTemplate(text: string, documents: Document[]): boolean {
  const content: [number, number][] = [];
  for (const document of documents)
    visit(document, {
      Scalar: (_key, node) => {
        if (node.range && node.type !== "PLAIN") content.push([node.range[0], node.range[1]]);
      },
    });
  for (let at = text.indexOf("{{"); at >= 0; at = text.indexOf("{{", at + 2)) {
    const inContent = content.some(([start, end]) => at >= start && at < end);
    const line = text.slice(text.lastIndexOf("\n", at) + 1, at);
    if (!inContent && !/(^|\s)#/.test(line)) return true;
  }
  return false;
}

const firstLine = (message: string) => (message.split("\n")[0] ?? "").replace(/[.:]$/, "");

export interface FoundNodeClass {
  document: Document;
  map: YAMLMap;
  /** Of the node class among all documents: `[2]`, or `[0, "items", 3]` in a List. */
  path: (string | number)[];
}

/** The one EC2NodeClass of that name, in a document of its own or in a List. */
export function findNodeClass({ documents }: Manifest, name: string): FoundNodeClass | Unsupported {
  const found: FoundNodeClass[] = [];
  documents.forEach((document, at) => {
    const root = document.contents;
    if (!isMap(root)) return;
    if (isNodeClass(document, root, name)) found.push({ document, map: root, path: [at] });
    const items = textAt(document, root, "kind") === "List" ? root.get("items", true) : undefined;
    if (items && "items" in items)
      (items.items as unknown[]).forEach((item, index) => {
        if (isMap(item) && isNodeClass(document, item, name))
          found.push({ document, map: item, path: [at, "items", index] });
      });
  });
  const [only, second] = found;
  if (!only) return unsupported(`The manifest has no EC2NodeClass named ${name}.`);
  if (second) return unsupported(`The manifest has the EC2NodeClass ${name} more than once.`);
  return only;
}

function isNodeClass(document: Document, map: YAMLMap, name: string): boolean {
  const metadata = map.get("metadata", true);
  return (
    textAt(document, map, "kind") === "EC2NodeClass" &&
    (textAt(document, map, "apiVersion") ?? "").startsWith("karpenter.k8s.aws/") &&
    isMap(metadata) &&
    textAt(document, metadata, "name") === name
  );
}

function textAt(document: Document, map: YAMLMap, key: string): string | undefined {
  const node = map.get(key, true) as unknown;
  const scalar = isAlias(node) ? node.resolve(document) : node;
  return isScalar(scalar) && typeof scalar.value === "string" ? scalar.value : undefined;
}
