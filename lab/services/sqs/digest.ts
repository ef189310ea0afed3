import { createHash } from "node:crypto";
import type { MessageAttribute } from "./queue.ts";

export const md5 = (data: string | Buffer): string => createHash("md5").update(data).digest("hex");

/** The MD5 of message attributes as the SQS developer guide describes it: names in order, lengths before values. */
export function md5OfAttributes(attributes: Record<string, MessageAttribute>): string {
  const hash = createHash("md5");
  const add = (bytes: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of Object.keys(attributes).sort()) {
    const attribute = attributes[name] as MessageAttribute;
    add(Buffer.from(name));
    add(Buffer.from(attribute.DataType));
    const binary = attribute.DataType.startsWith("Binary");
    hash.update(Buffer.from([binary ? 2 : 1]));
    add(
      binary
        ? Buffer.from(attribute.BinaryValue ?? "", "base64")
        : Buffer.from(attribute.StringValue ?? ""),
    );
  }
  return hash.digest("hex");
}
