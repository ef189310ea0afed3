"use client";

import type { ComponentProps } from "react";
import { ErrorPage } from "@/components/shell/error-page";

export default function RootError(props: ComponentProps<typeof ErrorPage>) {
  return (
    <main>
      <ErrorPage {...props} />
    </main>
  );
}
