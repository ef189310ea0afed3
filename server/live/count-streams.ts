import "server-only";
import { held } from "@/server/platform/held";

const open = () => held("live.streams", () => ({ count: 0 }));

/** Counts one open stream until the returned function is called. */
export function countStream(): () => void {
  open().count += 1;
  return () => {
    open().count -= 1;
  };
}

export const openStreams = (): number => open().count;
