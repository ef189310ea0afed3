import type { Problem, Result } from "@/lib/platform/result";

/** An outcome that was told to the person. Kept for the tab's life in the activity list. */
export interface Notice {
  id: number;
  tone: "succeeded" | "failed" | "plain";
  message: string;
  ref?: string;
  at: number;
  /** Still shown as a toast. Errors stay until closed, the others for six seconds. */
  open: boolean;
}

let notices: readonly Notice[] = [];
let nextId = 1;
const listeners = new Set<() => void>();
const KEPT = 100;

function publish(next: readonly Notice[]) {
  notices = next;
  for (const listener of listeners) listener();
}

const add = (notice: Pick<Notice, "tone" | "message" | "ref">) => {
  publish([{ ...notice, id: nextId++, at: Date.now(), open: true }, ...notices].slice(0, KEPT));
};

/** Store of notices, newest first, for `useSyncExternalStore`. */
export const noticeStore = {
  subscribe(listener: () => void) {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  read: () => notices,
  /** The toast goes; the activity list keeps it. */
  close(id: number) {
    publish(notices.map((notice) => (notice.id === id ? { ...notice, open: false } : notice)));
  },
};

/** Tells an outcome: a toast now, and a line in the activity list. */
export const notify = {
  success: (message: string) => add({ tone: "succeeded", message }),
  info: (message: string) => add({ tone: "plain", message }),
  problem: ({ message, ref }: Pick<Problem, "message"> & { ref?: string }) =>
    add({ tone: "failed", message, ...(ref ? { ref } : {}) }),
  /** An action's result: its message, or its problem. True when it went well. */
  result: (result: Result<{ message: string }>): boolean => {
    if (result.ok) notify.success(result.data.message);
    else notify.problem(result.problem);
    return result.ok;
  },
};
