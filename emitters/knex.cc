// Migrations for Knex: its own calls where they say exactly what the plan says, knex.raw() for the rest.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "emitters/emitters.h"
#include "emitters/history.h"
#include "emitters/javascript.h"
#include "emitters/knex_calls.h"
#include "emitters/migration_files.h"
#include "emitters/numbering.h"

namespace schemac {
namespace {

using knex::Place;
using knex::Target;

// How the folder's newest migration is written.
enum class Module { commonjs, esm, typescript };

struct Form {
  Module module = Module::commonjs;
  std::string extension = ".js";
};

bool is_esm(const std::filesystem::path& file) {
  std::ifstream in(file);
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  return text.find("export async function") != std::string::npos || text.find("export function") != std::string::npos ||
         text.find("export const up") != std::string::npos;
}

Form form_of(const std::string& directory, const std::vector<std::string>& names) {
  for (auto name = names.rbegin(); name != names.rend(); ++name) {
    const auto extension = std::filesystem::path(*name).extension().string();
    if (name->ends_with(".d.ts")) continue;
    if (extension == ".ts" || extension == ".mts") return {Module::typescript, extension};
    if (extension == ".mjs") return {Module::esm, extension};
    if (extension == ".cjs") return {Module::commonjs, extension};
    if (extension == ".js")
      return {is_esm(std::filesystem::path(directory) / *name) ? Module::esm : Module::commonjs, extension};
  }
  return {};
}

class KnexFile {
 public:
  // Knex runs everything that is pending in one transaction unless a file asks for none: files that are not `alone`
  // ask.
  KnexFile(const Plan& plan, const MigrationFile& file, Module module, bool alone)
      : plan_(plan),
        file_(file),
        module_(module),
        target_(plan.engine.dialect == "postgresql" ? Target::postgresql : Target::sqlite),
        own_transactions_(!alone || !file.up.transactional || file.up.framed() ||
                          (file.stuck.empty() && needs_own_transactions(file.down))) {}

  std::string run() {
    const auto up = function("up", body({file_.up}));
    const auto down = file_.stuck.empty() ? function("down", body(file_.down)) : refusing_down();
    std::string out;
    for (const auto& line : heading(file_, Direction::up)) out += javascript::comment(line, 0);
    out += "\n";
    if (module_ == Module::typescript) out += "import type { Knex } from \"knex\";\n\n";
    if (own_transactions_) out += config() + "\n";
    if (driver_) out += typed(std::string(knex::driver_function)) + "\n";
    return out + up + "\n" + down;
  }

 private:
  std::string config() const {
    return module_ == Module::commonjs ? "exports.config = { transaction: false };\n"
                                       : "export const config = { transaction: false };\n";
  }

  std::string typed(std::string text) const {
    if (module_ != Module::typescript) return text;
    const std::string plain = "(knex, sql) {";
    return text.replace(text.find(plain), plain.size(), "(knex: Knex, sql: string) {");
  }

  std::string function(std::string_view name, const std::string& body) const {
    const std::string type = "/** @param {import(\"knex\").Knex} knex */\n";
    switch (module_) {
      case Module::commonjs: return fmt::format("{}exports.{} = async function (knex) {{\n{}}};\n", type, name, body);
      case Module::esm: return fmt::format("{}export async function {}(knex) {{\n{}}}\n", type, name, body);
      case Module::typescript:
        return fmt::format("export async function {}(knex: Knex): Promise<void> {{\n{}}}\n", name, body);
    }
    broken_invariant("a module form has a function");
  }

  std::string refusing_down() const {
    std::string reasons;
    for (const auto* step : file_.stuck)
      reasons +=
          fmt::format("{}step {} cannot be undone: {}", reasons.empty() ? "" : "; ", step->number, step->undo.loss);
    return function("down", javascript::statement(fmt::format("throw new Error({})", javascript::literal(reasons)), 2));
  }

  std::string body(const std::vector<ScriptUnit>& pieces) {
    std::string out;
    for (const auto& piece : pieces)
      out += (out.empty() ? "" : "\n") + (own_transactions_ ? own_piece(piece) : steps(piece, {"knex", 2, target_}));
    return out;
  }

  std::string own_piece(const ScriptUnit& piece) {
    if (piece.before.empty() && piece.after.empty()) return transaction(piece, 2);
    // What follows runs also when something failed, so that the connection goes back to the pool as it came.
    return fmt::format("  try {{\n{}{}  }} finally {{\n{}  }}\n", statements(piece.before, {"knex", 4, target_}),
                       transaction(piece, 4), statements(piece.after, {"knex", 4, target_}));
  }

  std::string transaction(const ScriptUnit& piece, std::size_t indent) {
    if (!piece.transactional && !sets_its_session(piece)) return steps(piece, {"knex", indent, target_});
    const std::string margin(indent, ' ');
    return fmt::format("{0}await knex.transaction(async (trx) => {{\n{1}{0}}});\n", margin,
                       steps(piece, {"trx", indent + 2, target_}));
  }

  bool mysql() const { return plan_.engine.dialect == "mysql"; }

  // What is set holds on one connection alone; each call outside of a transaction may get another one. DDL of MySQL
  // commits anyway.
  bool sets_its_session(const ScriptUnit& piece) const {
    return mysql() && std::ranges::any_of(piece.steps, [](const ScriptStep& step) {
             return std::ranges::any_of(
                 step.statements, [](const Statement& statement) { return statement.sql.starts_with("SET SESSION"); });
           });
  }

  // Steps on one table share its alterTable(), as long as Knex keeps their order there.
  std::string steps(const ScriptUnit& piece, const Place& place) {
    std::string out, open;
    int last_rank = 0;
    const std::string end = std::string(place.indent, ' ') + "});\n";
    for (const auto& step : piece.steps) {
      const auto text = calls(step, place);
      const auto head = alter_head(text);
      const int rank = rank_in_alter(step);
      const bool shared = !head.empty() && head == open && rank >= last_rank;
      if (shared) out.resize(out.size() - end.size());
      if (!out.empty()) out += "\n";
      for (const auto& line : announcement(step)) out += javascript::comment(line, place.indent + (shared ? 2 : 0));
      out += shared ? text.substr(head.size()) : text;
      open = head;
      last_rank = rank;
    }
    if (!piece.last.empty()) out += "\n" + statements(piece.last, place);
    return out;
  }

  // The first line, where the text is one alterTable() on PostgreSQL; on SQLite Knex may copy the table.
  std::string alter_head(const std::string& text) const {
    if (target_ != Target::postgresql || text.find(".alterTable(") == std::string::npos) return {};
    const auto end = text.find('\n');
    const bool one =
        end != std::string::npos && text.find("await ", end) == std::string::npos && text.ends_with("});\n");
    return one && text.substr(0, end).ends_with("(table) => {") ? text.substr(0, end + 1) : std::string();
  }

  // Within alterTable() Knex adds columns first, then changes those that say `.alter()`, then does the rest.
  static int rank_in_alter(const ScriptStep& step) {
    int rank = 0;
    for (const auto* operation : whole_operations(step)) {
      const auto& variant = operation->variant();
      rank = std::max(rank, std::holds_alternative<AddColumn>(variant)    ? 0
                            : std::holds_alternative<SetDefault>(variant) ? 1
                                                                          : 2);
    }
    return rank;
  }

  // Native calls when every operation of the step has one, else its statements as they are.
  std::string calls(const ScriptStep& step, const Place& place) {
    // one ALTER TABLE of MySQL says what several calls would
    const auto operations = mysql() ? std::vector<const Operation*>{} : whole_operations(step);
    std::string out;
    for (const auto* operation : operations) {
      const auto call = knex::call(*operation, place);
      if (!call) return statements(step.statements, place);
      out += *call;
    }
    return operations.empty() ? statements(step.statements, place) : out;
  }

  std::string statements(const std::vector<Statement>& statements, const Place& place) {
    std::string out;
    for (const auto& statement : statements) {
      driver_ |= knex::needs_driver(statement.sql, target_);
      out += knex::raw(statement.sql, place);
    }
    return out;
  }

  const Plan& plan_;
  const MigrationFile& file_;
  Module module_;
  Target target_;
  bool own_transactions_;
  bool driver_ = false;
};

// Knex notes file names; a TypeScript project may run what was compiled of it.
std::string noted_name(const std::string& name) { return std::filesystem::path(name).stem().string(); }

History knex_history(const EmitOptions& options) {
  History history{.folder = options.out_directory,
                  .migrations = {},
                  .words = {.run = "run `knex migrate:latest`",
                            .adopt = "note them in `knex_migrations`",
                            .repair = "repair the database and run `knex migrate:latest`",
                            .refuses_edited = false}};
  for (const auto& name : names_in(options.out_directory)) {
    const auto extension = std::filesystem::path(name).extension().string();
    const bool code = extension == ".js" || extension == ".ts" || extension == ".mjs" || extension == ".cjs" ||
                      extension == ".mts" || extension == ".cts";
    if (!code || name.ends_with(".d.ts")) continue;
    const auto numbers = leading_numbers({name});
    history.migrations.push_back({noted_name(name), numbers.empty() ? "" : numbers.front(), name});
  }
  return history;
}

EmitOptions with_noted_names(EmitOptions options) {
  if (options.applied)
    for (auto& migration : options.applied->migrations) migration.key = noted_name(migration.key);
  return options;
}

}  // namespace

Result<std::vector<OutputFile>> emit_knex(const Plan& plan, const EmitOptions& options) {
  const auto files = migration_files(plan, options.message);
  const auto names = names_in(options.out_directory);
  const auto form = form_of(options.out_directory, names);
  return next_files(
      knex_history(options), with_noted_names(options), files.size(),
      [&] { return next_numbers(leading_numbers(names), options.timestamp, files.size(), SortedAs::text); },
      [&](const std::vector<std::string>& numbers) {
        std::vector<OutputFile> out;
        for (std::size_t at = 0; at < files.size(); ++at)
          out.push_back({fmt::format("{}_{}{}", numbers[at], slug_of(files[at].title, 60), form.extension),
                         KnexFile(plan, files[at], form.module, files.size() == 1).run()});
        return out;
      });
}

Diagnostics remarks_for_knex(const EmitOptions& options) {
  return remarks_on(knex_history(options), with_noted_names(options));
}

}  // namespace schemac
