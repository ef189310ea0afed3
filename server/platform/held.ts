import "server-only";

const space = globalThis as unknown as { __switchyard?: Map<string, unknown> };

/**
 * One value per process under `name`. Next bundles the boot code, pages and routes apart and
 * reloads them in development, so a module variable would exist several times.
 */
export function held<T>(name: string, make: () => T): T {
  space.__switchyard ??= new Map();
  const values = space.__switchyard;
  if (!values.has(name)) values.set(name, make());
  return values.get(name) as T;
}

/** Forgets the value, so that the next `held` makes it anew. */
export const release = (name: string): boolean => space.__switchyard?.delete(name) ?? false;
