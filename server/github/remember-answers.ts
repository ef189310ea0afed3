import "server-only";
import type { Octokit } from "@octokit/core";

type Answer = Awaited<ReturnType<Octokit["request"]>>;

const MOST_ENTRIES = 1_000;
const MOST_BYTES = 32 * 1024 * 1024;
const LARGEST = 4 * 1024 * 1024;

interface Remembered {
  etag: string;
  answer: Answer;
  bytes: number;
}

/** Answers by what was asked and who may see it; the ones unused longest go first. */
export class AnswerMemory {
  readonly #kept = new Map<string, Remembered>();
  #bytes = 0;

  get(key: string): Remembered | undefined {
    const found = this.#kept.get(key);
    if (!found) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, found);
    return found;
  }

  set(key: string, etag: string, answer: Answer): void {
    const bytes = sizeOf(answer.data);
    this.delete(key);
    if (bytes > LARGEST) return;
    this.#kept.set(key, { etag, answer, bytes });
    this.#bytes += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_ENTRIES && this.#bytes <= MOST_BYTES) break;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    this.#bytes -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }

  get size(): { entries: number; bytes: number } {
    return { entries: this.#kept.size, bytes: this.#bytes };
  }
}

const sizeOf = (data: unknown): number => Buffer.byteLength(JSON.stringify(data) ?? "");

/** What a call adds to its requests' options; `scope` parts what one token sees from what another does. */
export interface RequestNotes {
  scope?: string;
  onWire?(): void;
  /** Of one attempt; there may be another. */
  onFailure?(error: unknown): void;
  onUnchanged?(): void;
}

/**
 * An Octokit plugin: a GET is asked again with the ETag of its last answer, and "not modified" is
 * answered from memory. GitHub takes nothing of the rate limit for it.
 */
export function rememberAnswers(memory: AnswerMemory) {
  return (octokit: Octokit) => {
    octokit.hook.wrap("request", async (request, options) => {
      const notes = options.request as RequestNotes;
      if (options.method !== "GET" || notes.scope === undefined) return request(options);
      const { url, headers } = octokit.request.endpoint(options);
      const key = `${notes.scope} ${url} ${headers.accept}`;
      const known = memory.get(key);
      if (known) options.headers["if-none-match"] = known.etag;
      try {
        const answer = await (request(options) as Promise<Answer>);
        if (answer.headers.etag) memory.set(key, answer.headers.etag, answer);
        return answer;
      } catch (error) {
        if (!known || (error as { status?: number }).status !== 304) throw error;
        notes.onUnchanged?.();
        return known.answer;
      }
    });
    return {};
  };
}
