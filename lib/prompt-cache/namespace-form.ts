import { NamespaceSettings, THRESHOLD_PRESETS } from "./namespace";

/** Seconds of each unit a time to live is told in. */
export const TTL_UNITS = { minutes: 60, hours: 3_600, days: 86_400 } as const;
export type TtlUnit = keyof typeof TTL_UNITS;

export type Preset = keyof typeof THRESHOLD_PRESETS;
export const PRESET_TEXT: Record<Preset, { label: string; advice: string }> = {
  aggressive: {
    label: "Aggressive",
    advice:
      "Answers the most. For help texts and chats, where an answer nearly right does no harm.",
  },
  balanced: {
    label: "Balanced",
    advice: "Answers paraphrases of one question. Where to begin, and then look at Tuning.",
  },
  conservative: {
    label: "Conservative",
    advice:
      "Answers small changes of wording only. For prices, law, health: where wrong costs more.",
  },
};

/** The settings as a form holds them: numbers and lists as they were typed. */
export interface NamespaceForm {
  enabled: boolean;
  ttl: string;
  ttlUnit: TtlUnit;
  foldCase: boolean;
  semantic: boolean;
  threshold: string;
  guards: boolean;
  judgeModel: string;
  index: NamespaceSettings["semantic"]["index"];
  compression: boolean;
  /** One per line. */
  phrases: string;
  keep: string;
  promptBytes: string;
  answerBytes: string;
  email: boolean;
  phone: boolean;
  card: boolean;
  patterns: string;
}

export function formOf(settings: NamespaceSettings): NamespaceForm {
  const { semantic, compression, limits, personalData } = settings;
  const ttlUnit =
    (["days", "hours"] as const).find((unit) => settings.ttlSeconds % TTL_UNITS[unit] === 0) ??
    "minutes";
  return {
    enabled: settings.enabled,
    ttl: `${settings.ttlSeconds / TTL_UNITS[ttlUnit]}`,
    ttlUnit,
    foldCase: settings.foldCase,
    semantic: semantic.enabled,
    threshold: `${semantic.threshold}`,
    guards: semantic.guards,
    judgeModel: semantic.judgeModel,
    index: semantic.index,
    compression: compression.enabled,
    phrases: compression.phrases.join("\n"),
    keep: compression.keep.join("\n"),
    promptBytes: `${limits.promptBytes}`,
    answerBytes: `${limits.answerBytes}`,
    email: personalData.email,
    phone: personalData.phone,
    card: personalData.card,
    patterns: personalData.patterns.join("\n"),
  };
}

const lines = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
/** NaN for what is no number, so that the schema refuses it. */
const number = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

/** What the form says is wrong, by its field. */
export type FormErrors = Partial<Record<keyof NamespaceForm, string>>;

/** The form as the action takes it, or a sentence beside each field that is not understood. */
export function settingsOf(
  form: NamespaceForm,
): { ok: true; settings: NamespaceSettings } | { ok: false; errors: FormErrors } {
  const parsed = NamespaceSettings.safeParse({
    enabled: form.enabled,
    ttlSeconds: Math.round(number(form.ttl) * TTL_UNITS[form.ttlUnit]),
    foldCase: form.foldCase,
    semantic: {
      enabled: form.semantic,
      threshold: number(form.threshold),
      guards: form.guards,
      judgeModel: form.judgeModel.trim(),
      index: form.index,
    },
    compression: {
      enabled: form.compression,
      phrases: lines(form.phrases),
      keep: lines(form.keep),
    },
    limits: { promptBytes: number(form.promptBytes), answerBytes: number(form.answerBytes) },
    personalData: {
      email: form.email,
      phone: form.phone,
      card: form.card,
      patterns: lines(form.patterns),
    },
  });
  if (parsed.success) return { ok: true, settings: parsed.data };
  const errors: FormErrors = {};
  for (const { path } of parsed.error.issues) {
    const field = FIELD_OF[path.slice(0, 2).join(".")];
    if (field) errors[field] ??= ERROR_TEXT[field] ?? "This is not understood.";
  }
  return { ok: false, errors };
}

const FIELD_OF: Record<string, keyof NamespaceForm> = {
  ttlSeconds: "ttl",
  "semantic.threshold": "threshold",
  "semantic.judgeModel": "judgeModel",
  "compression.phrases": "phrases",
  "compression.keep": "keep",
  "limits.promptBytes": "promptBytes",
  "limits.answerBytes": "answerBytes",
  "personalData.patterns": "patterns",
};

const ERROR_TEXT: FormErrors = {
  ttl: "From 1 minute to 30 days.",
  threshold: "A number from 0.5 to 1.",
  judgeModel: "At most 200 characters.",
  phrases: "At most 200 phrases of 2 to 80 characters.",
  keep: "At most 200 phrases of 2 to 80 characters.",
  promptBytes: "A whole number of bytes, at most 4,194,304.",
  answerBytes: "A whole number of bytes, at most 4,194,304.",
  patterns: "At most 20 patterns of 200 characters.",
};

/** The preset that a threshold is, if it is one. */
export const presetOf = (threshold: string): Preset | undefined =>
  (Object.keys(THRESHOLD_PRESETS) as Preset[]).find(
    (preset) => THRESHOLD_PRESETS[preset] === Number(threshold),
  );
