import { TuningQuery } from "@/lib/prompt-cache/tuning";

/** What the page keeps in its address. `whatIf` in hundredths; undefined until one is tried. */
export interface TuningSearch {
  namespace?: string;
  whatIf?: number;
  precision: number;
}

/** Reads the address; what makes no sense counts as not given. */
export function parseTuningSearch(read: (name: string) => string | null): TuningSearch {
  const { namespace, whatIf, precision } = TuningQuery.shape;
  const [name, tried, wanted] = [read("namespace"), read("whatIf"), read("precision")];
  const what = tried ? whatIf.safeParse(tried) : undefined;
  return {
    ...(name && namespace.safeParse(name).success && { namespace: name }),
    ...(what?.success && what.data !== undefined && { whatIf: what.data }),
    precision: wanted ? precision.catch(0.98).parse(wanted) : 0.98,
  };
}
