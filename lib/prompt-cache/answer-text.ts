/** What people read of a model's answer; models of InvokeModel say it each in their own form. */
const SHAPES: readonly ((body: Fields) => unknown)[] = [
  // Converse, and Nova's InvokeModel.
  (body) => texts(fields(fields(body.output).message).content),
  // Anthropic, and AI21's and Mistral's chat.
  (body) => texts(body.content),
  (body) =>
    list(body.choices).map((each) => fields(fields(each).message).content ?? fields(each).text),
  // Titan, Llama, Mistral, Cohere.
  (body) => list(body.results).map((each) => fields(each).outputText),
  (body) => body.generation,
  (body) => list(body.outputs).map((each) => fields(each).text),
  (body) => body.text,
  (body) => body.completion,
  // Pieces of a stream.
  (body) => fields(body.delta).text,
  (body) => fields(fields(body.contentBlockDelta).delta).text,
  (body) => body.outputText,
];

type Fields = Record<string, unknown>;
const fields = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const texts = (content: unknown): unknown[] => list(content).map((each) => fields(each).text);

/** The text of an answer's JSON; the JSON itself when it has none in a form that is known; empty for bytes that are no JSON. */
export const answerText = (json: string): string => textWithin(json) ?? json;

/** The text of one piece of a stream; empty for pieces without, such as its end. */
export const pieceText = (json: string): string => textWithin(json) || "";

/** Undefined for JSON without a text in a form that is known. */
function textWithin(json: string): string | undefined {
  let body: unknown;
  try {
    body = JSON.parse(json);
  } catch {
    return "";
  }
  for (const shape of SHAPES) {
    const found = shape(fields(body));
    const parts = (Array.isArray(found) ? found : [found]).filter(
      (part) => typeof part === "string" && part !== "",
    );
    if (parts.length > 0) return parts.join("\n");
  }
  return undefined;
}
