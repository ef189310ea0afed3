import { commandOf, identify, isAlive, type ProcessIdentity, parentOf } from "./identity.ts";

/**
 * The processes from our parent up to the `npm` that started us: the violent end of one means ours too, or
 * `kill -9` of npm would leave a demo that nobody sees. Empty when npm did not start us: a closed terminal
 * must not take down a demo that was started with `nohup`.
 */
export function npmAncestors(): ProcessIdentity[] {
  if (!process.env.npm_lifecycle_event) return [];
  const found: ProcessIdentity[] = [];
  let pid: number | undefined = process.ppid;
  // npm → sh → the bootstrap's Node → us, often without the shell.
  for (let step = 0; step < 4 && pid && pid > 1; step += 1) {
    const identity = identify(pid);
    if (!identity) return [];
    found.push(identity);
    if (/^npm\b/.test(commandOf(pid))) return found;
    pid = parentOf(pid);
  }
  return [];
}

/** Calls `gone` once, when one of the processes has ended. */
export function watchAncestors(ancestors: ProcessIdentity[], gone: () => void): void {
  if (ancestors.length === 0) return;
  const timer = setInterval(() => {
    if (ancestors.every(isAlive)) return;
    clearInterval(timer);
    gone();
  }, 500);
  timer.unref();
}
