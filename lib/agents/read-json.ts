/**
 * JSON as RFC 8259 has it, with the line of every value: `JSON.parse` tells no line in every engine,
 * and takes the last of two equal keys without a word, which a policy must not.
 */
export type JsonRead =
  | {
      value: unknown;
      /** Line (from 1) of the value at a path, e.g. `model.modelId` or `tools.0`; the nearest one above it otherwise. */
      lineOf(path: readonly PropertyKey[]): number;
    }
  | { problem: string; line: number };

/** Deeper nesting is nobody's configuration. */
const MAX_DEPTH = 64;

class JsonProblem extends Error {
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

export function readJson(text: string): JsonRead {
  const lines = new Map<string, number>();
  const lineAt = (at: number) => text.slice(0, at).split("\n").length;
  try {
    const value = new Reader(text, (path, at) => lines.set(keyOf(path), lineAt(at))).document();
    return {
      value,
      lineOf(path) {
        for (let length = path.length; length >= 0; length--) {
          const line = lines.get(keyOf(path.slice(0, length)));
          if (line) return line;
        }
        return 1;
      },
    };
  } catch (error) {
    if (!(error instanceof JsonProblem)) throw error;
    return { problem: error.message, line: lineAt(error.at) };
  }
}

const keyOf = (path: readonly PropertyKey[]) => JSON.stringify(path.map(String));

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\]|\\.)*"/sy;
const WORDS: [string, unknown][] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

class Reader {
  private at = 0;
  private readonly text: string;
  private readonly found: (path: readonly string[], at: number) => void;
  constructor(text: string, found: (path: readonly string[], at: number) => void) {
    this.text = text;
    this.found = found;
  }

  document(): unknown {
    const value = this.value([]);
    this.space();
    if (this.at < this.text.length) throw this.problem("goes on after its end");
    return value;
  }

  private value(path: readonly string[]): unknown {
    this.space();
    if (path.length > MAX_DEPTH) throw this.problem("is nested too deeply");
    this.found(path, this.at);
    const next = this.text[this.at];
    if (next === "{") return this.object(path);
    if (next === "[") return this.array(path);
    if (next === '"') return this.string("a text");
    for (const [word, value] of WORDS)
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    const number = this.match(NUMBER);
    if (number !== undefined) return Number(number);
    throw this.problem(
      next === undefined ? "ends too early" : `has ${shown(next)} where a value must be`,
    );
  }

  private object(path: readonly string[]): Record<string, unknown> {
    const value: Record<string, unknown> = {};
    this.at += 1;
    if (this.take("}")) return value;
    for (;;) {
      this.space();
      const at = this.at;
      const key = this.string("a key in double quotes");
      if (key === "__proto__") throw new JsonProblem("has the key “__proto__”", at);
      if (Object.hasOwn(value, key)) throw new JsonProblem(`has the key “${key}” twice`, at);
      if (!this.take(":")) throw this.missing('":"');
      value[key] = this.value([...path, key]);
      if (this.take("}")) return value;
      if (!this.take(",")) throw this.missing('"," or "}"');
    }
  }

  private array(path: readonly string[]): unknown[] {
    const value: unknown[] = [];
    this.at += 1;
    if (this.take("]")) return value;
    for (;;) {
      value.push(this.value([...path, String(value.length)]));
      if (this.take("]")) return value;
      if (!this.take(",")) throw this.missing('"," or "]"');
    }
  }

  private string(what: string): string {
    if (this.text[this.at] !== '"') throw this.missing(what);
    const from = this.at;
    const found = this.match(STRING);
    try {
      if (found !== undefined) return JSON.parse(found) as string;
    } catch {
      // An escape that there is not, or a line break.
    }
    throw new JsonProblem("has a text that does not end or holds what must be escaped", from);
  }

  private take(character: string): boolean {
    this.space();
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private space(): void {
    while (" \t\n\r".includes(this.text[this.at] ?? "x")) this.at += 1;
  }

  private missing = (what: string): JsonProblem =>
    this.problem(
      this.at >= this.text.length
        ? `ends where ${what} must be`
        : `has ${shown(this.text[this.at] as string)} where ${what} must be`,
    );

  private problem = (message: string): JsonProblem => new JsonProblem(message, this.at);
}

const shown = (character: string): string => (character === '"' ? "a quote" : `“${character}”`);
