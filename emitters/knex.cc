// Migrations for Knex: its own calls where they say exactly what the plan says, knex.raw() for the rest.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>

#include "emitters/emitters.h"
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
    for (const auto& line : heading(plan_, file_, Direction::up)) out += javascript::comment(line, 0);
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
    return function("down", fmt::format("  throw new Error({});\n", javascript::literal(reasons)));
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

  std::string steps(const ScriptUnit& piece, const Place& place) {
    std::string out;
    for (const auto& step : piece.steps) {
      if (!out.empty()) out += "\n";
      for (const auto& line : announcement(step)) out += javascript::comment(line, place.indent);
      out += calls(step, place);
    }
    if (!piece.last.empty()) out += "\n" + statements(piece.last, place);
    return out;
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

}  // namespace

Result<std::vector<OutputFile>> emit_knex(const Plan& plan, const EmitOptions& options) {
  const auto files = migration_files(plan, options.message);
  const auto names = names_in(options.out_directory);
  const auto numbers = next_numbers(leading_numbers(names), options.timestamp, files.size(), SortedAs::text);
  if (!numbers) return std::unexpected(numbers.error());
  const auto form = form_of(options.out_directory, names);
  std::vector<OutputFile> out;
  for (std::size_t at = 0; at < files.size(); ++at)
    out.push_back({fmt::format("{}_{}{}", (*numbers)[at], slug_of(files[at].title, 60), form.extension),
                   KnexFile(plan, files[at], form.module, files.size() == 1).run()});
  return out;
}

}  // namespace schemac
