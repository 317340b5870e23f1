// Runs Knex's own migrator: a line holds {"configuration": …, "commands": ["latest", "down", …]}, the answer is a line too.
const readline = require("node:readline");

// Standard output is for answers; Knex logs there.
console.log = console.error;
if (process.env.TYPESCRIPT) require("tsx/cjs");
const knex = require("knex");

async function run({ configuration, commands }) {
  const on = (connection, done) => {
    connection.pragma("foreign_keys = ON");
    done();
  };
  const database = knex(configuration.client !== "better-sqlite3" ? configuration : { ...configuration, pool: { afterCreate: on } });
  try {
    for (const command of commands) await database.migrate[command]();
  } finally {
    await database.destroy();
  }
}

(async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    try {
      await run(JSON.parse(line));
      process.stdout.write("ok\n");
    } catch (problem) {
      process.stdout.write(`error ${String(problem.message).replaceAll("\n", "\\n")}\n`);
    }
  }
})();
