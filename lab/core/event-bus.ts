import type { AwsEvent } from "./contracts.ts";

export interface EventBus {
  emit(event: AwsEvent): void;
  onEvent(listener: (event: AwsEvent) => void): () => void;
}

/** Carries events inside the process. One listener's failure reaches neither the sender nor the others. */
export function createEventBus(onError: (error: unknown) => void): EventBus {
  const listeners = new Set<(event: AwsEvent) => void>();
  return {
    emit(event) {
      for (const listener of [...listeners]) {
        try {
          const done: unknown = listener(event);
          if (done instanceof Promise) done.catch(onError);
        } catch (error) {
          onError(error);
        }
      }
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
