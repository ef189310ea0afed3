import "server-only";
import { StringDecoder } from "node:string_decoder";

/** No line that ends a call is longer; what is longer is no such line. */
const LONGEST = 1_000_000;

/**
 * Takes a kernel's stream apart: what the code wrote goes to `text` as it comes, and the line after
 * the mark to `end`.
 */
export class SplitStream {
  private readonly decoder = new StringDecoder();
  private rest = "";
  private readonly mark: string;
  private readonly text: (text: string) => void;
  private readonly end: (line: string) => void;

  constructor(mark: string, text: (text: string) => void, end: (line: string) => void) {
    this.mark = mark;
    this.text = text;
    this.end = end;
  }

  add(chunk: Buffer): void {
    this.rest += this.decoder.write(chunk);
    for (;;) {
      const at = this.rest.indexOf(this.mark);
      if (at < 0) break;
      const lineEnd = this.rest.indexOf("\n", at);
      const whole = lineEnd >= 0 || this.rest.length - at >= LONGEST;
      this.tell(at);
      if (!whole) return;
      const length = lineEnd < 0 ? this.rest.length : lineEnd - at;
      const line = this.rest.slice(this.mark.length, length);
      this.rest = this.rest.slice(length + 1);
      this.end(line);
    }
    // The beginning of a mark may be at the end of what came so far.
    const held = this.rest.lastIndexOf(this.mark.charAt(0));
    const keep = held >= 0 && this.mark.startsWith(this.rest.slice(held)) ? held : this.rest.length;
    this.tell(keep);
  }

  /** Tells the first characters, and leaves the rest. */
  private tell(characters: number): void {
    if (characters === 0) return;
    const text = this.rest.slice(0, characters);
    this.rest = this.rest.slice(characters);
    this.text(text);
  }
}
