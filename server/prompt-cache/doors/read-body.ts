import "server-only";
import { DoorError } from "./door-error";

/** The whole body, at most `most` bytes. @throws DoorError too_large, as soon as that is known */
export async function readBody(request: Request, most: number): Promise<Uint8Array> {
  const refuse = () =>
    new DoorError("too_large", `The request is larger than ${Math.floor(most / 1_048_576)} MiB.`);
  if (Number(request.headers.get("content-length") ?? 0) > most) throw refuse();
  if (!request.body) return new Uint8Array();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength;
    if (size > most) throw refuse();
    chunks.push(chunk);
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);
}
