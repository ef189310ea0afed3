import "server-only";
import type { Topic } from "@/lib/live/model";
import { may } from "@/lib/platform/permissions";
import { now } from "@/server/platform/clock";
import { notAllowed, type Person } from "@/server/platform/ctx";
import { AppError } from "@/server/platform/errors";
import { onShutdown } from "@/server/platform/shutdown";
import { countStream } from "./count-streams";
import { hub } from "./hub";
import { frameOf, type LiveMessage } from "./message";
import { findTopic } from "./registry";

const BEAT_MS = 10_000;
const RECHECK_MS = 60_000;
/** A browser that takes nothing for this long is gone, whatever its connection says. */
const STUCK_MS = 60_000;
/** What may wait in the connection; beyond it only the newest message per topic is kept. */
const BUFFER_BYTES = 128 * 1024;

export interface StreamRequest {
  topics: Topic[];
  /** The version that the browser has, by topic. */
  cursor: Map<Topic, number>;
  person: Person;
  /** Asked once a minute; throws when the session has ended. */
  recheck(): Promise<Person>;
  signal: AbortSignal;
}

/** `topic:version,…`; topics are encoded, so they hold neither a colon nor a comma. */
export function parseCursor(text: string | null): Map<Topic, number> {
  const cursor = new Map<Topic, number>();
  for (const pair of (text ?? "").split(",")) {
    const at = pair.lastIndexOf(":");
    const version = Number(pair.slice(at + 1));
    if (at > 0 && Number.isSafeInteger(version)) cursor.set(pair.slice(0, at), version);
  }
  return cursor;
}

const encoder = new TextEncoder();
/** Carries the server's clock, because a browser's own cannot judge the age of what it is sent. */
const beatFrame = () =>
  encoder.encode(`event: beat\ndata: ${JSON.stringify({ at: new Date().toISOString() })}\n\n`);

/** The server-sent events of one browser. It closes by itself when the session or the process ends. */
export function openStream(request: StreamRequest): ReadableStream<Uint8Array> {
  let connection: Connection | undefined;
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => {
        connection = new Connection(controller, request);
      },
      pull: () => connection?.flush(),
      cancel: () => connection?.close(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: BUFFER_BYTES }),
  );
}

class Connection {
  readonly #controller: ReadableStreamDefaultController<Uint8Array>;
  readonly #sent: Map<Topic, number>;
  readonly #subscriptions = new Map<Topic, () => void>();
  /** At most one message of each event per topic: a slow browser gets the newest only. */
  readonly #pending = new Map<string, LiveMessage>();
  readonly #endings: (() => void)[] = [];
  #beatDue = false;
  #lastTaken = Date.now();
  #closed = false;

  constructor(controller: ReadableStreamDefaultController<Uint8Array>, request: StreamRequest) {
    this.#controller = controller;
    this.#sent = request.cursor;
    controller.enqueue(encoder.encode("retry: 2000\n\n"));
    const beat = setInterval(() => this.#beat(), BEAT_MS);
    const recheck = setInterval(() => void this.#recheck(request), RECHECK_MS);
    const close = () => this.close();
    request.signal.addEventListener("abort", close, { once: true });
    this.#endings.push(
      countStream(),
      onShutdown(close),
      () => clearInterval(beat),
      () => clearInterval(recheck),
      () => request.signal.removeEventListener("abort", close),
    );
    for (const topic of request.topics) this.#join(topic, request.person);
    if (request.signal.aborted) this.close();
  }

  /** Sends what waits, as far as the browser takes it. */
  flush(): void {
    if (this.#closed) return;
    this.#lastTaken = Date.now();
    for (const [key, message] of this.#pending) {
      if ((this.#controller.desiredSize ?? 0) <= 0) return;
      this.#pending.delete(key);
      this.#write(message);
    }
    if (this.#beatDue && (this.#controller.desiredSize ?? 0) > 0) {
      this.#beatDue = false;
      this.#controller.enqueue(beatFrame());
    }
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const end of this.#endings) end();
    for (const leave of this.#subscriptions.values()) leave();
    this.#pending.clear();
    try {
      this.#controller.close();
    } catch {
      // The browser closed it first.
    }
  }

  #join(topic: Topic, person: Person): void {
    const found = findTopic(topic);
    if (!found) {
      this.#refuse(topic, new AppError("not_found", "There is nothing of that name to watch."));
      return;
    }
    if (!may(person.role, found.kind.permission)) {
      this.#refuse(topic, notAllowed(found.kind.permission, person.role));
      return;
    }
    this.#subscriptions.set(
      topic,
      hub().subscribe(topic, (message) => this.#offer(message)),
    );
    const { snapshot, problem } = hub().current(topic) ?? {};
    if (snapshot) this.#offer({ event: "snapshot", topic, snapshot });
    if (problem) this.#offer({ event: "problem", topic, problem });
  }

  #refuse(topic: Topic, { code, message }: AppError): void {
    const since = now().toISOString();
    this.#offer({ event: "problem", topic, problem: { code, message, since } });
  }

  #offer(message: LiveMessage): void {
    if (this.#closed) return;
    const { topic } = message;
    if (message.event !== "problem") this.#pending.delete(`problem ${topic}`);
    if (message.event === "snapshot") this.#pending.delete(`confirm ${topic}`);
    this.#pending.set(`${message.event} ${topic}`, message);
    if ((this.#controller.desiredSize ?? 0) > 0) this.flush();
  }

  #write(message: LiveMessage): void {
    let said = message;
    if (message.event === "snapshot") {
      const { topic, version, confirmedAt, intervalMs } = message.snapshot;
      if ((this.#sent.get(topic) ?? 0) === version && !message.snapshot.problem)
        said = { event: "confirm", topic, version, confirmedAt, intervalMs };
      this.#sent.set(topic, version);
    }
    if (said.event === "snapshot") {
      const cursor = [...this.#sent].map(([topic, version]) => `${topic}:${version}`).join(",");
      this.#controller.enqueue(encoder.encode(`id: ${cursor}\n`));
    }
    this.#controller.enqueue(frameOf(said));
  }

  #beat(): void {
    if (Date.now() - this.#lastTaken > STUCK_MS && (this.#controller.desiredSize ?? 0) <= 0) {
      this.close();
      return;
    }
    this.#beatDue = true;
    if ((this.#controller.desiredSize ?? 0) > 0) this.flush();
  }

  async #recheck(request: StreamRequest): Promise<void> {
    try {
      const person = await request.recheck();
      for (const [topic, leave] of this.#subscriptions) {
        const permission = findTopic(topic)?.kind.permission;
        if (permission && may(person.role, permission)) continue;
        leave();
        this.#subscriptions.delete(topic);
        if (permission) this.#refuse(topic, notAllowed(permission, person.role));
      }
    } catch {
      this.close();
    }
  }
}
