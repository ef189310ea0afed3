import "server-only";

const BRACE = 0x7d;
const OPEN = 0x7b;
const isSpace = (byte: number | undefined) =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

/**
 * Adds members at the end of a JSON object, as bytes: whatever the model wrote stays as it stands.
 * Something that is not an object is given back unchanged.
 */
export function spliceMembers(json: Uint8Array, members: Record<string, unknown>): Uint8Array {
  let end = json.length - 1;
  while (end >= 0 && isSpace(json[end])) end -= 1;
  let start = 0;
  while (start < end && isSpace(json[start])) start += 1;
  if (end <= start || json[start] !== OPEN || json[end] !== BRACE) return json;
  let last = end - 1;
  while (isSpace(json[last])) last -= 1;
  const added = JSON.stringify(members).slice(1, -1);
  if (!added) return json;
  const text = last === start ? added : `,${added}`;
  return Buffer.concat([json.subarray(0, end), Buffer.from(text), json.subarray(end)]);
}
