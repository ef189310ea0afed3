import type { Metadata } from "next";
import { HistoryView } from "@/components/ami-updates/history/history-view";
import { pageCtx } from "@/server/platform/ctx";

export const metadata: Metadata = { title: "History · AMI updates" };

export default async function HistoryPage() {
  await pageCtx("ami.read");
  return <HistoryView />;
}
