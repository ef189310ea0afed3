import "server-only";

interface Kept<T> {
  starting: Promise<T>;
  /** Once it runs. */
  running?: T;
  idle?: NodeJS.Timeout;
}

/**
 * What sessions keep running in this process from call to call, one each: it ends when no call came
 * for `idleMs`, and the one that waits longest ends when there are more than `most`.
 */
export class KeptBySession<T extends { alive(): boolean; end(): Promise<unknown> }> {
  /** In the order of their last call: the first waits longest. */
  private readonly kept = new Map<string, Kept<T>>();
  private readonly limits: { most: number; idleMs: number };

  constructor(limits: { most: number; idleMs: number }) {
    this.limits = limits;
  }

  /** The session's own; made by `start` when there is none, or when it died. @throws what `start` throws */
  async of(sessionId: string, start: () => Promise<T>): Promise<T> {
    const there = this.kept.get(sessionId);
    if (!there) return this.begin(sessionId, start);
    const running = await there.starting.catch(() => undefined);
    if (running?.alive() && this.kept.get(sessionId) === there) {
      this.touch(sessionId, there);
      return running;
    }
    void this.drop(sessionId, there);
    return this.of(sessionId, start);
  }

  /** The session's own if it runs already, without waiting and without starting one. */
  running(sessionId: string): T | undefined {
    const running = this.kept.get(sessionId)?.running;
    return running?.alive() ? running : undefined;
  }

  /** Ends that of one session, or all, and waits until they are gone. */
  async end(sessionId?: string): Promise<void> {
    const ended = [...this.kept].filter(([id]) => sessionId === undefined || id === sessionId);
    await Promise.all(ended.map(([id, kept]) => this.drop(id, kept)));
  }

  private async begin(sessionId: string, start: () => Promise<T>): Promise<T> {
    const kept: Kept<T> = { starting: start() };
    this.touch(sessionId, kept);
    for (const [id, oldest] of [...this.kept].slice(0, -this.limits.most))
      void this.drop(id, oldest);
    try {
      kept.running = await kept.starting;
      return kept.running;
    } catch (error) {
      void this.drop(sessionId, kept);
      throw error;
    }
  }

  private touch(sessionId: string, kept: Kept<T>): void {
    this.kept.delete(sessionId);
    this.kept.set(sessionId, kept);
    clearTimeout(kept.idle);
    kept.idle = setTimeout(() => void this.drop(sessionId, kept), this.limits.idleMs);
    kept.idle.unref();
  }

  private async drop(sessionId: string, kept: Kept<T>): Promise<void> {
    clearTimeout(kept.idle);
    if (this.kept.get(sessionId) === kept) this.kept.delete(sessionId);
    await kept.starting.then((each) => each.end()).catch(() => undefined);
  }
}
