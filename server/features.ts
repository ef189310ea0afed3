import "server-only";
/** What every feature contributes at boot: topics, inbox kinds, reconcilers. Add a feature's line here. */
import "@/server/agents/boot";
import "@/server/agents/topics";
import "@/server/ami-updates/boot";
import "@/server/ami-updates/topics";
import "@/server/ami-updates/verb-tools";
import "@/server/audit/verb-tools";
import "@/server/inbox/topics";
import "@/server/prompt-cache/boot";
import "@/server/prompt-cache/register-metrics";
import "@/server/prompt-cache/topics";
import "@/server/prompt-cache/verb-tools";
import "@/server/releases/reconcilers";
import "@/server/releases/topics";
import "@/server/releases/verb-tools";
