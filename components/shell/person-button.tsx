"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { PersonTrigger } from "@/components/shell/person-trigger";

const PersonMenu = dynamic(() => import("@/components/shell/person-menu"), {
  ssr: false,
  loading: () => <PersonTrigger />,
});

/** The menu's code is fetched when it is first wanted. */
export function PersonButton() {
  const [wanted, setWanted] = useState(false);
  return wanted ? (
    <PersonMenu />
  ) : (
    <PersonTrigger aria-expanded={false} onClick={() => setWanted(true)} />
  );
}
