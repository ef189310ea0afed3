import "server-only";
import { z } from "zod";

export const url = (schemes: string[], what: string) =>
  z
    .string({ error: `must be set to ${what}` })
    .refine(
      (value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)),
      { error: `must be ${what}` },
    );

/** An unset variable and an empty one mean the same: launchers and compose files leave empty ones behind. */
export const optional = <S extends z.ZodType>(schema: S) =>
  z.preprocess((value) => (value === "" ? undefined : value), schema.optional());

/** The same, for settings that have a value when nobody gives one. */
export const orElse = <S extends z.ZodType>(schema: S, value: string) =>
  z.preprocess((given) => (given === "" || given === undefined ? value : given), schema);
