import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAllDocuments } from "yaml";
import { locateTerm } from "@/server/ami-updates/manifest/locate-term";
import { spliceTerm } from "@/server/ami-updates/manifest/splice-term";

const HEX = [..."0123456789abcdef"];
const anImage = fc
  .array(fc.constantFrom(...HEX), { minLength: 17, maxLength: 17 })
  .map((digits) => `ami-${digits.join("")}`);
const aWord = fc.stringMatching(/^[a-zé🙂][a-zé🙂 ]{0,12}$/u).map((text) => text.trim() || "x");
const aComment = fc.option(
  aWord.map((text) => ` # ${text}`),
  { nil: "" },
);
const aQuote = fc.constantFrom("", '"', "'");

/** A manifest of one to four documents, one of which is ours, in every form that people write. */
const aManifest = fc
  .record({
    image: anImage,
    others: fc.array(anImage, { maxLength: 3 }),
    at: fc.nat({ max: 3 }),
    quote: aQuote,
    comment: aComment,
    above: fc.option(aWord, { nil: undefined }),
    tag: aWord,
    flow: fc.boolean(),
    anchored: fc.boolean(),
    crlf: fc.boolean(),
    bom: fc.boolean(),
    lastBreak: fc.boolean(),
    indent: fc.constantFrom("  ", "    ", "      "),
  })
  .map((shape) => {
    const { image, quote, comment, indent } = shape;
    const scalar = `${shape.anchored ? "&used-once " : ""}${quote}${image}${quote}`;
    const terms = shape.flow
      ? `  amiSelectorTerms: [{id: ${scalar} }]${comment}`
      : `  amiSelectorTerms:\n${shape.above ? `${indent}# ${shape.above}\n` : ""}${indent}- id: ${scalar}${comment}`;
    const ours = `apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata:\n  name: ours${comment}\nspec:\n${terms}\n  tags:\n    note: ${JSON.stringify(shape.tag)}`;
    const documents = shape.others.map(
      (other, index) =>
        `apiVersion: karpenter.k8s.aws/v1\nkind: EC2NodeClass\nmetadata: {name: other-${index}}\nspec:\n  amiSelectorTerms: [{id: ${other}}]`,
    );
    documents.splice(Math.min(shape.at, documents.length), 0, ours);
    let text = documents.join("\n---\n");
    if (shape.lastBreak) text += "\n";
    if (shape.crlf) text = text.replaceAll("\n", "\r\n");
    if (shape.bom) text = `\uFEFF${text}`;
    return { ...shape, text };
  });

const query = { nodeClass: "ours", architecture: "x86_64" } as const;
const values = (text: string) =>
  parseAllDocuments(text).map((document) => JSON.stringify(document.toJS()));

test("one value changes and nothing else, whatever the manifest looks like; and back again", () => {
  fc.assert(
    fc.property(aManifest, anImage, (shape, to) => {
      fc.pre(to !== shape.image && !shape.others.includes(shape.image));
      const bytes = Buffer.from(shape.text);
      const found = locateTerm(bytes, query);
      if (!found.supported) throw new Error(found.why);
      expect(found.term.value).toBe(shape.image);

      const splice = spliceTerm(bytes, found, to);
      const after = splice.bytes.toString("utf8");
      expect(after).toBe(shape.text.replace(shape.image, to));
      const [old, now] = [shape.text.split("\n"), after.split("\n")];
      expect(old.filter((line, index) => line !== now[index])).toHaveLength(1);
      expect(old[splice.line - 1]?.replace(/\r$/, "")).toBe(splice.before);
      expect(now[splice.line - 1]?.replace(/\r$/, "")).toBe(splice.after);
      expect(values(after)).toEqual(values(shape.text.replace(shape.image, to)));

      const again = locateTerm(splice.bytes, query);
      if (!again.supported) throw new Error(again.why);
      expect(spliceTerm(splice.bytes, again, shape.image).bytes.equals(bytes)).toBe(true);
    }),
    { numRuns: 400 },
  );
});

test("no bytes make it throw or place a value where none is", () => {
  const piece = fc.constantFrom(
    "apiVersion: karpenter.k8s.aws/v1\n",
    "kind: EC2NodeClass\n",
    "metadata: {name: ours}\n",
    "metadata:\n  name: ours\n",
    "spec:\n",
    "  amiSelectorTerms:\n",
    "  - id: ami-0123456789abcdef0\n",
    "  - {id: *a}\n",
    "  - alias: al2023@latest\n",
    "  <<: *a\n",
    "x: &a {id: ami-0123456789abcdef0}\n",
    "---\n",
    "...\n",
    "{{ x }}\n",
    "? [a\n",
    "\t",
    "\r\n",
    "\uFEFF",
    "!!binary ",
    "|\n  text\n",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece, { maxLength: 14 }).map((pieces) => Buffer.from(pieces.join(""))),
        fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
      ),
      (bytes) => {
        const found = locateTerm(bytes, query);
        if (found.supported)
          expect(bytes.toString("utf8").slice(found.start, found.end)).toBe(found.term.value);
        else expect(found.why).toMatch(/^[A-Z].*\.$/s);
      },
    ),
    { numRuns: 1_000 },
  );
});
