// Creates the tables of the entities in the database that DATABASE_URL names.
import { DataSource, EntitySchema } from "typeorm";

const User = new EntitySchema({
  name: "User",
  tableName: "users",
  columns: {
    id: { type: Number, primary: true, generated: true },
    email: { type: String, length: 200, unique: true },
    createdAt: { name: "created_at", type: "timestamp", createDate: true },
  },
});

const Order = new EntitySchema({
  name: "Order",
  tableName: "orders",
  columns: {
    id: { type: Number, primary: true, generated: true },
    total: { type: "numeric", precision: 10, scale: 2 },
  },
  relations: { user: { type: "many-to-one", target: "User", joinColumn: { name: "user_id" }, onDelete: "CASCADE" } },
  checks: [{ name: "total_positive", expression: "total >= 0" }],
});

const source = new DataSource({ type: "postgres", url: process.env.DATABASE_URL, entities: [User, Order], synchronize: true });
await source.initialize();
await source.destroy();
