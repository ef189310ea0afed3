/** Next calls this once per process before it serves. */
export async function register(): Promise<void> {
  // Next replaces this at build time, so that no edge bundle asks for node's modules.
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { boot } = await import("@/server/platform/boot");
  await boot(() => import("@/server/features"));
}
