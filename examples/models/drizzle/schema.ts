import { sql } from "drizzle-orm";
import { bigint, check, index, numeric, pgTable, serial, timestamp, varchar } from "drizzle-orm/pg-core";

export const users = pgTable("users", {
  id: serial("id").primaryKey(),
  email: varchar("email", { length: 200 }).notNull().unique(),
  createdAt: timestamp("created_at").defaultNow().notNull(),
});

export const orders = pgTable(
  "orders",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    userId: bigint("user_id", { mode: "number" })
      .notNull()
      .references(() => users.id, { onDelete: "cascade" }),
    total: numeric("total", { precision: 10, scale: 2 }).notNull(),
  },
  (table) => [check("total_positive", sql`${table.total} >= 0`), index("orders_user_id_idx").on(table.userId)],
);
