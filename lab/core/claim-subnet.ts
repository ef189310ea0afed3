import { once } from "node:events";
import { createServer } from "node:net";
import { UsageError } from "./usage-error.ts";

/**
 * Holds a loopback network for this process, so that a copied state directory cannot put two labs'
 * instances on the same addresses. Gives the way to let go; a killed process lets go by itself.
 */
export async function claimSubnet(subnet: string): Promise<() => void> {
  const server = createServer((socket) => socket.destroy());
  server.unref();
  server.listen(8080, `${subnet}.254`);
  try {
    await once(server, "listening");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "EADDRINUSE")
      throw new UsageError(`The lab cannot use the network ${subnet}: ${message}.`);
    throw new UsageError(
      `Another lab uses the network ${subnet}; choose another one with --subnet.`,
    );
  }
  return () => server.close();
}
