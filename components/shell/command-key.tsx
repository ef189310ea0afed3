"use client";

import { useEffect, useState } from "react";
import { Kbd } from "@/components/ui/kbd";

/** ⌘K on Apple's keyboards, Ctrl K on the others; known in the browser only. */
export function CommandKey() {
  const [apple, setApple] = useState(false);
  useEffect(() => setApple(/Mac|iPhone|iPad/.test(navigator.platform)), []);
  return <Kbd>{apple ? "⌘K" : "Ctrl K"}</Kbd>;
}
