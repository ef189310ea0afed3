import { MODELS } from "../../models/catalogue.ts";

/** What one model did since the lab started, or since the counters were set to zero. */
export interface ModelBook {
  /** Accepted requests; refused ones and those that a fault met before are not among them. */
  calls: number;
  /** Of these, per operation. */
  operations: Record<string, number>;
  inputTokens: number;
  /** Delivered ones: a stream that was given up counts what was sent. */
  outputTokens: number;
  /** The client went away, or a fault met the stream. */
  brokenOff: number;
}

export interface Books {
  open(model: string, operation: string, inputTokens: number): void;
  delivered(model: string, outputTokens: number): void;
  brokenOff(model: string): void;
  read(): Record<string, ModelBook>;
  clear(): void;
}

/** The counters of one lab, in memory. */
export function createBooks(): Books {
  const books = new Map<string, ModelBook>();
  const clear = () => {
    for (const { id } of MODELS) {
      books.set(id, { calls: 0, operations: {}, inputTokens: 0, outputTokens: 0, brokenOff: 0 });
    }
  };
  clear();
  const bookOf = (model: string) => books.get(model) as ModelBook;
  return {
    open(model, operation, inputTokens) {
      const book = bookOf(model);
      book.calls++;
      book.operations[operation] = (book.operations[operation] ?? 0) + 1;
      book.inputTokens += inputTokens;
    },
    delivered(model, outputTokens) {
      bookOf(model).outputTokens += outputTokens;
    },
    brokenOff(model) {
      bookOf(model).brokenOff++;
    },
    read: () => Object.fromEntries(books),
    clear,
  };
}
