"use client";

import { useEffect, useState } from "react";

/**
 * For what opens in the page itself and takes the focus: once it is gone, the focus goes back to where it
 * was, unless it has moved on meanwhile. Called in the component that comes and goes.
 */
export function useReturnFocus(): void {
  const [before] = useState(() =>
    typeof document === "undefined" ? null : document.activeElement,
  );
  useEffect(
    () => () => {
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus();
    },
    [before],
  );
}
