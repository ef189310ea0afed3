import { commandOf, identify, isAlive, type ProcessIdentity, parentOf } from "./identity.ts";

/**
 * The processes from our parent up to what the person started, our own bootstrap and `npm`: the violent end of one
 * means ours too, or `kill -9` of npm would leave a demo that nobody sees. Shells and terminals above are not
 * among them: closing one must not take down a demo that was started with `nohup`.
 */
export function ownAncestors(): ProcessIdentity[] {
  const found: ProcessIdentity[] = [];
  const { npm_lifecycle_event: byNpm, SWITCHYARD_BOOTSTRAP_PID: bootstrap } = process.env;
  const parent = identify(process.ppid);
  if (parent && String(parent.pid) === bootstrap) found.push(parent);
  return byNpm ? [...found, ...upToNpm()] : found;
}

/** npm → sh → the bootstrap's Node → us, often without the shell. Empty when there is no npm among them. */
function upToNpm(): ProcessIdentity[] {
  const found: ProcessIdentity[] = [];
  let pid: number | undefined = process.ppid;
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
