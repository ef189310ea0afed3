import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inCheckout } from "../../../scripts/setup/checkout.ts";
import { asTable, type Figures } from "./as-table.ts";

/** Where the tables of the last run are kept, one text file a group. */
export const FIGURES_DIR = inCheckout("test-results", "figures");

/**
 * Keeps a group's table for the end of the run, where all are printed one below the other.
 * @param name of its file; the tables are printed in the order of these names
 * @throws when it holds no figure
 */
export function keepFigures(name: string, figures: Figures): void {
  if (figures.rows.length === 0) throw new Error(`Nothing was measured for "${figures.title}".`);
  mkdirSync(FIGURES_DIR, { recursive: true });
  writeFileSync(join(FIGURES_DIR, `${name}.txt`), asTable(figures));
}
