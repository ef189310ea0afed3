/** Adds up what people type. Works in cents of cents, so that 0.1 and 0.2 make 0.3. */
const SCALE = 10_000;

export function parseNumber(text) {
  const clean = text.trim().replace(",", ".");
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(clean)) return undefined;
  const value = Math.round(Number(clean) * SCALE);
  return Number.isSafeInteger(value) ? value : undefined;
}

export function formatNumber(value) {
  return String(value / SCALE);
}

export function createAccumulator(entries = []) {
  return {
    entries,
    add(value) {
      return createAccumulator([value, ...entries]);
    },
    get total() {
      return entries.reduce((sum, value) => sum + value, 0);
    },
  };
}
