/** What has been started, to be stopped from the highest order to the lowest. */
export interface Services {
  add(service: { order: number; stop(): Promise<void> }): void;
  /** Ends the whole demo because a part of it cannot be kept running. */
  giveUp(why: string): void;
  /** Throws when a stop has begun, so that nothing new is started behind its back. */
  refuseWhenStopping(): void;
  stopAll(): Promise<void>;
}

export class Stopping extends Error {
  override name = "Stopping";
}

export function collectServices(giveUp: (why: string) => void): Services {
  const services: { order: number; stop(): Promise<void> }[] = [];
  let stopping = false;
  return {
    add: (service) => {
      services.push(service);
      // Started while the others were being stopped: it goes the same way.
      if (stopping) void service.stop();
    },
    giveUp,
    refuseWhenStopping: () => {
      if (stopping) throw new Stopping("The start was interrupted.");
    },
    stopAll: async () => {
      stopping = true;
      for (const order of [...new Set(services.map((service) => service.order))].sort().reverse()) {
        const level = services.filter((service) => service.order === order);
        await Promise.all(level.map((service) => service.stop()));
      }
    },
  };
}
