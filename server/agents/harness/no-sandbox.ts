import "server-only";
import { Sandbox } from "@strands-agents/sdk";

const refuse = (): never => {
  throw new Error("Tools run in the session's workspace, never through the SDK's sandbox.");
};

/**
 * Without a sandbox the SDK's own tools would run on the host with the server's environment. Ours
 * run in the session's workspace, so this one refuses everything.
 */
export class NoSandbox extends Sandbox {
  // biome-ignore lint/correctness/useYield: it refuses before there is anything to give
  override async *executeStreaming(): AsyncGenerator<never> {
    refuse();
  }

  // biome-ignore lint/correctness/useYield: it refuses before there is anything to give
  override async *executeCodeStreaming(): AsyncGenerator<never> {
    refuse();
  }

  override readFile = async (): Promise<Uint8Array> => refuse();
  override writeFile = async (): Promise<void> => refuse();
  override removeFile = async (): Promise<void> => refuse();
  override listFiles = async (): Promise<never[]> => refuse();
}
