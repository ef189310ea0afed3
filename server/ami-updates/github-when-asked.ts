import "server-only";
import type { GitHub } from "@/server/github/contracts";

/**
 * GitHub that is opened with the first call: its key may be in Secrets Manager, and a process must
 * not need that to start. What failed to open is tried again with the next call.
 */
export function gitHubWhenAsked(open: () => Promise<GitHub>): GitHub {
  let opened: Promise<GitHub> | undefined;
  const github = () => {
    opened ??= open().catch((error) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return new Proxy({} as GitHub, {
    // A symbol or `then` is JavaScript looking whether this is a promise.
    get: (_target, name) =>
      typeof name === "symbol" || name === "then"
        ? undefined
        : async (...args: unknown[]) => {
            const real = (await github()) as unknown as Record<
              string,
              (...given: unknown[]) => unknown
            >;
            return real[name]?.(...args);
          },
  });
}
