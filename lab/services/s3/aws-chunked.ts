import { AwsError } from "../../core/aws-error.ts";

const LINE_LIMIT = 8_192;

/**
 * Unframes an `aws-chunked` body: `size[;chunk-signature=…]CRLF data CRLF …  0 CRLF trailers CRLF`.
 * Trailers (lower case) are put into `trailers`. Signatures are not verified.
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  trailers: Record<string, string>,
): AsyncIterable<Buffer> {
  const input = new ByteReader(source);
  for (;;) {
    const sizeText = (await input.line()).split(";", 1)[0]?.trim() ?? "";
    if (!/^[0-9a-f]{1,12}$/i.test(sizeText)) throw malformed();
    let left = Number.parseInt(sizeText, 16);
    if (left === 0) break;
    while (left > 0) {
      const piece = await input.some(left);
      left -= piece.length;
      yield piece;
    }
    if ((await input.line()) !== "") throw malformed();
  }
  for (let line = await input.line(true); line !== ""; line = await input.line(true)) {
    const colon = line.indexOf(":");
    if (colon < 1) throw malformed();
    trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
  }
}

class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** Up to `most` bytes, at least one. */
  async some(most: number): Promise<Buffer> {
    if (this.#held.length === 0 && !(await this.#more())) throw malformed();
    const piece = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(piece.length);
    return piece;
  }

  /** A line without its CRLF; the end of the body may stand for an empty one. */
  async line(endIsEmpty = false): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf("\r\n");
      if (end >= 0) {
        const line = this.#held.subarray(0, end).toString("latin1");
        this.#held = this.#held.subarray(end + 2);
        return line;
      }
      if (this.#held.length > LINE_LIMIT) throw malformed();
      if (await this.#more()) continue;
      if (endIsEmpty && this.#held.length === 0) return "";
      throw malformed();
    }
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    this.#held = this.#held.length === 0 ? next.value : Buffer.concat([this.#held, next.value]);
    return true;
  }
}

const malformed = () =>
  new AwsError("IncompleteBody", "The request body is not complete aws-chunked data.");
