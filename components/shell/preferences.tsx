"use client";

import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { TimeDisplay } from "@/components/data/clock";
import { PREFERENCE_COOKIES, type Preferences, preferenceText } from "@/lib/platform/preferences";

interface PreferencesValue extends Preferences {
  change: <K extends keyof Preferences>(name: K, value: Preferences[K]) => void;
}

const PreferencesContext = createContext<PreferencesValue | undefined>(undefined);

/** Holds the preferences the server read; a change shows at once and goes into its cookie. */
export function PreferencesProvider({
  initial,
  renderedAt,
  children,
}: {
  initial: Preferences;
  renderedAt: number;
  children: ReactNode;
}) {
  const [values, setValues] = useState(initial);
  const change = useCallback<PreferencesValue["change"]>((name, value) => {
    setValues((before) => ({ ...before, [name]: value }));
    const text = preferenceText(value);
    if (name !== "utc") document.documentElement.dataset[name] = text;
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing on insecure origins
    document.cookie = `${PREFERENCE_COOKIES[name]}=${text}; path=/; max-age=31536000; samesite=lax`;
  }, []);
  return (
    <PreferencesContext value={{ ...values, change }}>
      <TimeDisplay renderedAt={renderedAt} utc={values.utc}>
        {children}
      </TimeDisplay>
    </PreferencesContext>
  );
}

export function usePreferences(): PreferencesValue {
  const value = useContext(PreferencesContext);
  if (!value) throw new Error("usePreferences needs PreferencesProvider");
  return value;
}
