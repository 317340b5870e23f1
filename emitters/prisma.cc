// Migrations for Prisma: a folder each, its migration.sql as Prisma would write it, and the way back beside it.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "emitters/digest.h"
#include "emitters/emitters.h"
#include "emitters/history.h"
#include "emitters/migration_files.h"
#include "emitters/numbering.h"
#include "emitters/prisma_mysql.h"
#include "emitters/prisma_order.h"
#include "emitters/prisma_words.h"
#include "operations/object_ids.h"

namespace schemac {
namespace {

using prisma::Part;
using prisma::Provider;
using prisma::Words;

// The clauses of one ALTER TABLE, or one statement with what has to follow it.
struct Block {
  std::string title;
  std::string table;
  std::vector<std::string> clauses;
  std::vector<Statement> more;

  std::string sql() const {
    std::string out = fmt::format("-- {}\n", title);
    if (table.empty())
      out += clauses.empty() ? "" : closed(clauses.front()) + "\n";
    else
      out += fmt::format("ALTER TABLE {} {}\n", table, closed(fmt::format("{}", fmt::join(clauses, ",\n"))));
    for (const auto& statement : more) out += closed(statement.sql) + "\n";
    return out;
  }
};

bool is_mysql(const Plan& plan) { return plan.engine.dialect == "mysql"; }

class PrismaScript {
 public:
  PrismaScript(Provider provider, const Plan& plan)
      : provider_(provider), mysql_(is_mysql(plan)), places_(plan.places) {}

  std::string render(const std::vector<ScriptUnit>& pieces) const {
    std::string out;
    for (const auto& piece : pieces)
      out += (out.empty() ? "" : "\n") + (piece.framed() ? redefine(piece) : plain(piece));
    return out;
  }

 private:
  bool sqlite() const { return provider_ == Provider::sqlite; }

  // PostgreSQL takes the file as one transaction, SQLite statement by statement.
  std::string plain(const ScriptUnit& piece) const {
    const auto blocks = joined(prisma::in_prismas_order(prisma::parts_of(piece, !sqlite()), places_, !sqlite()));
    std::string out;
    for (const auto& block : blocks) out += (out.empty() ? "" : "\n") + block.sql();
    const bool several =
        blocks.size() > 1 || (blocks.size() == 1 && blocks.front().more.size() + blocks.front().clauses.size() > 1);
    return sqlite() && piece.transactional && several ? fmt::format("{}\n\n{}\nCOMMIT;\n", closed(piece.begin), out)
                                                      : out;
  }

  std::string redefine(const ScriptUnit& piece) const {
    std::string out = "-- RedefineTables\n" + lines(piece.before) + closed(piece.begin) + "\n";
    for (const auto& part : prisma::parts_of(piece, false)) out += "\n" + block_of(part).sql();
    return out + "\n" + lines(piece.last) + "COMMIT;\n" + lines(piece.after);
  }

  static std::string lines(const std::vector<Statement>& statements) {
    std::string out;
    for (const auto& statement : statements) out += closed(statement.sql) + "\n";
    return out;
  }

  std::vector<Block> joined(const std::vector<Part>& parts) const {
    std::vector<Block> blocks;
    for (const auto& part : parts) {
      for (auto& block : blocks_of(part)) {
        const bool joins =
            !blocks.empty() && !block.table.empty() && blocks.back().table == block.table && blocks.back().more.empty();
        if (!joins) {
          blocks.push_back(std::move(block));
          continue;
        }
        std::ranges::move(block.clauses, std::back_inserter(blocks.back().clauses));
        blocks.back().more = std::move(block.more);
      }
    }
    return blocks;
  }

  std::vector<Block> blocks_of(const Part& part) const {
    if (part.operations.size() < 2 || mysql_) return {block_of(part)};
    std::vector<Block> blocks;
    for (const auto& operation : part.operations) {
      const auto words = says_all(operation) ? prisma::words_of(operation, provider_) : std::nullopt;
      if (!words) return {own_words(part)};
      blocks.push_back({words->title, words->table, {words->sql}, {}});
    }
    return blocks;
  }

  // What Prisma has no words for stands in further statements, which here cannot be told from the other operations'.
  static bool says_all(const Operation& operation) {
    if (const auto* op = std::get_if<CreateTable>(&operation.variant())) {
      const auto silent = [](const auto& each) { return !each.comment; };
      return !op->table.comment && std::ranges::all_of(op->table.columns, silent) &&
             std::ranges::all_of(op->table.constraints, silent);
    }
    if (const auto* op = std::get_if<AddColumn>(&operation.variant())) return !op->column.comment;
    if (const auto* op = std::get_if<AddConstraint>(&operation.variant())) return !op->constraint.comment;
    if (const auto* op = std::get_if<CreateIndex>(&operation.variant())) return !op->index.comment;
    if (const auto* op = std::get_if<CreateEnum>(&operation.variant())) return !op->type.comment;
    if (const auto* op = std::get_if<CreateSchema>(&operation.variant())) return !op->space.comment;
    return true;
  }

  // Prisma's words take the place of the first statement; comments follow it.
  Block block_of(const Part& part) const {
    if (part.operations.size() != 1) return own_words(part);
    if (mysql_) return mysql_words(part);
    if (const auto* labels = std::get_if<AlterEnum>(&part.operations.front().variant()))
      if (const auto words = prisma::added_labels(*labels)) return {words->title, {}, {words->sql}, {}};
    const auto words = words_for(part);
    if (!words) return own_words(part);
    Block block{words->title, words->table, {words->sql}, {}};
    if (part.statements.size() > 1) block.more.assign(part.statements.begin() + 1, part.statements.end());
    return block;
  }

  std::optional<Words> words_for(const Part& part) const {
    const auto& operation = part.operations.front();
    // something has to be said before an index goes: that its table's rows are told apart by another one
    const bool drops_index = std::holds_alternative<DropIndex>(operation.variant()) ||
                             std::holds_alternative<DropConstraint>(operation.variant());
    if (drops_index && part.statements.size() > 1) return std::nullopt;
    if (const auto* retyped = std::get_if<AlterColumnType>(&operation.variant())) {
      if (part.statements.size() != 1 || says(part.statements.front().sql, "using")) return std::nullopt;
      return prisma::plain_retyping(*retyped, says(part.statements.front().sql, "default"));
    }
    return prisma::words_of(operation, provider_);
  }

  static bool says(std::string_view sql, std::string_view word) {
    return std::ranges::any_of(sql_tokens(sql, {.dollar_quotes = true}), [&](const SqlToken& token) {
      return token.kind == SqlTokenKind::word && equal_ignoring_case(token.text(sql), word);
    });
  }

  // The keys of a new table in the order of the wanted text, as Prisma has them.
  Operation in_stated_order(const Operation& operation) const {
    const auto* create = std::get_if<CreateTable>(&operation.variant());
    if (!create) return operation;
    auto ordered = *create;
    std::ranges::stable_sort(ordered.table.indexes, {}, [&](const Index& index) {
      const auto at = places_.find(index_id(ordered.table.name, index.name.text));
      return at == places_.end() ? places_.size() : at->second;
    });
    return ordered;
  }

  Block mysql_words(const Part& part) const {
    const auto words = part.statements.size() == 1 ? prisma::words_for_mysql(in_stated_order(part.operations.front()),
                                                                             part.statements.front().sql)
                                                   : std::nullopt;
    if (words) return {words->title, {}, {words->sql}, {}};
    auto own = own_words(part);
    if (std::holds_alternative<RebuildTable>(part.operations.front().variant())) own.title = "AlterTable";
    return own;
  }

  static Block own_words(const Part& part) {
    const auto title =
        part.operations.size() == 1 ? prisma::title_of(part.operations.front()) : part.step->step->description;
    std::string safe;
    for (const char c : title) safe += c == '\n' || c == '\r' ? ' ' : c;
    return {safe, {}, {}, part.statements};
  }

  Provider provider_;
  bool mysql_;  // MySQL: a step a file, each in Prisma's words or schemac's
  const std::map<ObjectId, std::size_t>& places_;
};

// Above everything, as Prisma does: what the migration destroys or waits for.
std::string warnings(const MigrationFile& file) {
  std::vector<std::string> lines;
  if (!file.up.gate.empty()) lines.push_back(fmt::format("{}: only when {}", file.up.phase, file.up.gate));
  for (const auto& step : file.up.steps)
    for (const auto& hazard : step.step->hazards)
      if (hazard.severity != HazardSeverity::info) lines.push_back(hazard.message);
  for (const auto* step : file.stuck)
    lines.push_back(fmt::format("step {} cannot be rolled back: {}", step->number, step->undo.loss));
  if (lines.empty()) return {};
  std::string out = "/*\n  Warnings:\n\n";
  for (auto line : lines) {
    for (auto at = line.find_first_of("*\n"); at != std::string::npos; at = line.find_first_of("*\n", at + 1))
      line[at] = ' ';
    out += fmt::format("  - {}\n", line);
  }
  return out + "\n*/\n";
}

std::string down_heading(const MigrationFile& file, const std::string& folder, const std::string& path,
                         const Plan& plan) {
  const auto table = is_mysql(plan) ? "`_prisma_migrations`" : "\"_prisma_migrations\"";
  std::string out;
  for (const auto& line :
       {fmt::format("rollback of: {}", file.title),
        "run it with: prisma db execute --schema=prisma/schema.prisma --file=" + path,
        fmt::format("then remove its record: DELETE FROM {} WHERE migration_name = '{}'", table, folder)})
    out += sql_comment(line);
  return out + "\n";
}

// PostgreSQL takes a script as one transaction, so that what must stand outside of one, or in another, has a script of
// its own.
std::vector<std::vector<ScriptUnit>> scripts_of(const std::vector<ScriptUnit>& pieces, Provider provider) {
  if (provider == Provider::sqlite) return {pieces};
  std::vector<std::vector<ScriptUnit>> scripts;
  for (const auto& piece : pieces) {
    if (piece.transactional) {
      scripts.push_back({piece});
      continue;
    }
    for (const auto& step : piece.steps)
      for (const auto& statement : step.statements) {
        ScriptUnit alone{.transactional = false, .begin = piece.begin};
        alone.steps.push_back({step.step, step.direction, {statement}});
        scripts.push_back({std::move(alone)});
      }
  }
  return scripts;
}

void add_down(std::vector<OutputFile>& out, const MigrationFile& file, const std::string& folder, Provider provider,
              const Plan& plan) {
  if (!file.stuck.empty()) return;
  int number = 0;
  for (const auto& script : scripts_of(file.down, provider)) {
    const auto path = fmt::format("{}/{}", folder, ++number == 1 ? "down.sql" : fmt::format("down_{}.sql", number));
    out.push_back({path, down_heading(file, folder, path, plan) + PrismaScript(provider, plan).render(script)});
  }
}

// From nothing at all Prisma makes the schema `public` too.
std::string first_schema(const Plan& plan) {
  if (plan.names.from != "empty" || plan.engine.dialect != "postgresql") return {};
  const auto all = steps(plan);
  const bool used = std::ranges::any_of(all, [](const Step* step) {
    const auto* table = std::get_if<CreateTable>(&step->operation.variant());
    return table && table->table.name.schema == "public";
  });
  return used ? "-- CreateSchema\nCREATE SCHEMA IF NOT EXISTS \"public\";\n\n" : "";
}

Result<bool> has_lock_file(const std::string& directory, const std::string& provider) {
  if (directory.empty()) return false;
  const auto path = std::filesystem::path(directory) / "migration_lock.toml";
  std::ifstream in(path);
  if (!in) return false;
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.find("provider") == std::string::npos || text.find(fmt::format("\"{}\"", provider)) != std::string::npos)
    return true;
  return failure("other-provider",
                 fmt::format("the migrations in `{}` are for another database, expected `provider = \"{}\"`",
                             path.string(), provider),
                 {}, "write to another directory");
}

// Folders that hold a migration.sql; the checksum is of its bytes.
History prisma_history(const EmitOptions& options) {
  History history{.folder = options.out_directory,
                  .migrations = {},
                  .words = {.run = "run `prisma migrate deploy`",
                            .adopt = "note them by `prisma migrate resolve --applied NAME`",
                            .repair = "run `prisma migrate resolve`",
                            .refuses_edited = false}};
  for (const auto& name : names_in(options.out_directory)) {
    const auto file = name + "/migration.sql";
    std::ifstream in(std::filesystem::path(options.out_directory) / file, std::ios::binary);
    if (!in) continue;
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    const auto numbers = leading_numbers({name});
    history.migrations.push_back({name, numbers.empty() ? "" : numbers.front(), file, sha256_of(text)});
  }
  return history;
}

}  // namespace

Diagnostics remarks_for_prisma(const EmitOptions& options) { return remarks_on(prisma_history(options), options); }

Result<std::vector<OutputFile>> emit_prisma(const Plan& plan, const EmitOptions& options) {
  // MySQL's scripts are run statement by statement too, and DDL is in no transaction
  const auto provider = plan.engine.dialect == "postgresql" ? Provider::postgresql : Provider::sqlite;
  const auto locked = has_lock_file(options.out_directory, plan.engine.dialect);
  if (!locked) return std::unexpected(locked.error());
  const auto files =
      migration_files(plan, options.message, is_mysql(plan) ? Outside::step_by_step : Outside::statement_by_statement);
  const auto folders = [&](const std::vector<std::string>& numbers) {
    std::vector<OutputFile> out;
    for (std::size_t at = 0; at < files.size(); ++at) {
      const auto folder = fmt::format("{}_{}", numbers[at], slug_of(files[at].title, 60));
      const auto warned = warnings(files[at]);
      out.push_back({folder + "/migration.sql", warned + (at == 0 ? first_schema(plan) : "") +
                                                    PrismaScript(provider, plan).render({files[at].up})});
      add_down(out, files[at], folder, provider, plan);
    }
    return out;
  };
  auto out = next_files(
      prisma_history(options), options, files.size(),
      [&] {
        return next_numbers(leading_numbers(names_in(options.out_directory)), options.timestamp, files.size(),
                            SortedAs::text);
      },
      folders);
  if (out && !out->empty() && !*locked)
    out->push_back({"migration_lock.toml", fmt::format("# The database that these migrations are for; prisma migrate "
                                                       "compares it with the schema's.\nprovider = \"{}\"\n",
                                                       plan.engine.dialect)});
  return out;
}

}  // namespace schemac
