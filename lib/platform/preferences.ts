/** What a person chose for the look of the console; kept in cookies so that the first paint is right. */
export const THEMES = ["light", "dark", "system"] as const;
export type Theme = (typeof THEMES)[number];
export const DENSITIES = ["comfortable", "compact"] as const;
export type Density = (typeof DENSITIES)[number];

export interface Preferences {
  theme: Theme;
  density: Density;
  utc: boolean;
  /** Single-key shortcuts (`g i`, `j`, `?`). */
  shortcuts: boolean;
  nav: "wide" | "narrow";
}

/** Cookie of each preference. */
export const PREFERENCE_COOKIES: Record<keyof Preferences, string> = {
  theme: "sy-theme",
  density: "sy-density",
  utc: "sy-utc",
  shortcuts: "sy-shortcuts",
  nav: "sy-nav",
};

/** Reads the preferences from cookies; anything unknown is the default. */
export function readPreferences(cookie: (name: string) => string | undefined): Preferences {
  const theme = cookie(PREFERENCE_COOKIES.theme);
  return {
    theme: THEMES.find((each) => each === theme) ?? "system",
    density: cookie(PREFERENCE_COOKIES.density) === "compact" ? "compact" : "comfortable",
    utc: cookie(PREFERENCE_COOKIES.utc) === "on",
    shortcuts: cookie(PREFERENCE_COOKIES.shortcuts) !== "off",
    nav: cookie(PREFERENCE_COOKIES.nav) === "narrow" ? "narrow" : "wide",
  };
}

/** The cookie's text for a preference. */
export const preferenceText = (value: Preferences[keyof Preferences]): string =>
  typeof value === "boolean" ? (value ? "on" : "off") : value;
