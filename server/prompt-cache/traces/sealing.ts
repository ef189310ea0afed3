import "server-only";
import { makeSealer } from "../engine/sealer";

/** Encrypts what is stored of a namespace and reads it again; `open` gives undefined for what it cannot read. */
export interface Sealing {
  seal(text: string, namespace: string): string;
  open(sealed: string, namespace: string): string | undefined;
}

/** Traces are encrypted as entries are: with the cache's key, bound to the namespace. */
export function sealingOf(key: Buffer): Sealing {
  const sealer = makeSealer(key);
  return {
    seal: (text, namespace) =>
      sealer.seal(Buffer.from(text), `trace ${namespace}`).toString("base64"),
    open: (sealed, namespace) => {
      try {
        return sealer.open(Buffer.from(sealed, "base64"), `trace ${namespace}`).toString("utf8");
      } catch {
        return undefined;
      }
    },
  };
}
