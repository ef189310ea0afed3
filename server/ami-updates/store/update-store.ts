import "server-only";
import { exclusively } from "@/server/db";
import type { UpdateStore } from "../contracts";
import { liftStore } from "./lifts";
import { notificationStore } from "./notifications";
import { openUpdate } from "./open-update";
import { readLatest, readList, readUpdate } from "./read-updates";
import * as save from "./save-updates";

/** The records of updates in PostgreSQL (`server/db`). Every write is guarded by what it rests on. */
export const updateStore = (): UpdateStore => ({
  open: openUpdate,
  byId: readUpdate,
  latest: readLatest,
  list: readList,
  ...save,
  lifts: liftStore,
  exclusively: (key, work, waitMs) => exclusively(`ami-updates:${key}`, work, waitMs),
  notifications: notificationStore,
});
