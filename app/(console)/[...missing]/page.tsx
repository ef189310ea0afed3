import type { Metadata } from "next";
import { notFound } from "next/navigation";

export const metadata: Metadata = { title: "Not found" };

/** Unknown addresses are answered inside the shell. */
export default function Missing() {
  notFound();
}
