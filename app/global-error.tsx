"use client";

import type { ComponentProps } from "react";
import { ErrorPage } from "@/components/shell/error-page";
import "./globals.css";

/** The root layout itself failed: a page that needs nothing of it. */
export default function GlobalError(props: ComponentProps<typeof ErrorPage>) {
  return (
    <html lang="en">
      <body>
        <title>Error · Switchyard</title>
        <main>
          <ErrorPage {...props} />
        </main>
      </body>
    </html>
  );
}
