/** An opaque id as GraphQL gives it. */
export const nodeId = (kind: string, id: number | string): string =>
  `${kind}_${Buffer.from(String(id)).toString("base64url")}`;
