import "server-only";

/** No such address, or a server whose GraphQL has no such mutation. */
export function lacksGraphQl(error: unknown): boolean {
  const { status, errors } = error as {
    status?: number;
    errors?: { message?: string; extensions?: { code?: string } }[];
  };
  if (status === 404 || status === 405 || status === 501) return true;
  return !!errors?.some(
    (each) =>
      each.extensions?.code === "undefinedField" ||
      /(doesn't exist on type|cannot query field|unknown type)/i.test(each.message ?? ""),
  );
}
