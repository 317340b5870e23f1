#include "emitters/history.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace schemac {
namespace {

constexpr std::size_t most_named = 5;  // a list in a message is cut there

std::optional<std::string> text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(in), {});
}

// Comments hold versions, numbers and dates; the line above the statements may be one of several forms.
std::string without_comment_lines(std::string_view text) {
  std::string out;
  bool inside = false;  // of /* … */
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size() - 1);
    const auto line = text.substr(0, end + 1);
    text.remove_prefix(end + 1);
    const auto begin = line.find_first_not_of(" \t\r\n");
    const auto words = begin == std::string_view::npos ? std::string_view() : line.substr(begin);
    const bool opens = words.starts_with("/*") && !words.starts_with("/**");
    const bool comment = inside || opens || words.empty() || words.starts_with("--") || words.starts_with("//");
    inside = (inside || opens) && words.find("*/") == std::string_view::npos;
    if (!comment) out += line;
  }
  return out;
}

// Whoever threw the way back away has the migration all the same.
bool say_the_same(const std::vector<OutputFile>& files, const std::vector<FolderMigration>& migrations,
                  const std::string& folder) {
  const auto has_migration = [&](const FolderMigration& migration) {
    return std::ranges::find(files, migration.file, &OutputFile::path) != files.end();
  };
  return std::ranges::all_of(migrations, has_migration) && std::ranges::all_of(files, [&](const OutputFile& file) {
           const auto text = text_of(std::filesystem::path(folder) / file.path);
           return !text || without_comment_lines(*text) == without_comment_lines(file.content);
         });
}

const AppliedMigration* applied_as(const FolderMigration& migration, const EmitOptions& options) {
  if (!options.applied) return nullptr;
  const auto at = std::ranges::find(options.applied->migrations, migration.key, &AppliedMigration::key);
  return at == options.applied->migrations.end() ? nullptr : &*at;
}

bool in_folder(const AppliedMigration& applied, const History& history) {
  return std::ranges::find(history.migrations, applied.key, &FolderMigration::key) != history.migrations.end();
}

// The folder's last migrations, as far as `count` of them have numbers.
std::vector<FolderMigration> last_of(const History& history, std::size_t count) {
  std::vector<FolderMigration> last;
  for (auto at = history.migrations.rbegin(); at != history.migrations.rend() && last.size() < count; ++at) {
    if (at->number.empty()) return {};
    last.insert(last.begin(), *at);
  }
  return last.size() == count ? last : std::vector<FolderMigration>{};
}

std::string few_of(std::vector<std::string> names) {
  const auto more = names.size() > most_named ? names.size() - most_named : 0;
  names.resize(names.size() - more);
  return fmt::format("`{}`{}", fmt::join(names, "`, `"), more ? fmt::format(" and {} more", more) : "");
}

std::optional<Diagnostic> failed_one(const History& history, const EmitOptions& options) {
  const auto& applied = options.applied->migrations;
  const auto failed = std::ranges::find(applied, true, &AppliedMigration::failed);
  if (failed == applied.end()) return std::nullopt;
  return error_at("failed-migration",
                  fmt::format("the migration `{}` failed in the database, says `{}`, and nobody cleared it since",
                              failed->key, options.applied->table),
                  {}, std::string(history.words.repair));
}

std::optional<Diagnostic> edited_one(const History& history, const EmitOptions& options) {
  for (const auto& migration : history.migrations) {
    const auto* applied = applied_as(migration, options);
    if (!applied || migration.checksum.empty() || applied->checksum.empty()) continue;
    if (applied->checksum == migration.checksum) continue;
    const auto message = fmt::format("`{}` was changed after it ran in the database: checksum {} in `{}`, {} now",
                                     migration.file, applied->checksum, options.applied->table, migration.checksum);
    const auto way_out =
        fmt::format("restore the file as it ran (`git log -- {}`), or {}", migration.file, history.words.repair);
    return history.words.refuses_edited ? error_at("edited-migration", message, {}, way_out)
                                        : warning_at("edited-migration", message, {}, way_out);
  }
  return std::nullopt;
}

std::optional<Diagnostic> other_folder(const History& history, const EmitOptions& options) {
  const auto& applied = options.applied->migrations;
  const bool known = std::ranges::any_of(applied, [&](const auto& each) { return in_folder(each, history); });
  const auto noted = std::ranges::find(applied, false, &AppliedMigration::baseline);
  if (known || noted == applied.end()) return std::nullopt;
  return error_at("other-folder",
                  fmt::format("the database has `{}`, says `{}`, and `{}` holds no migration that it has", noted->key,
                              options.applied->table, folder_name(options)),
                  {}, "check `--out`, or fetch the files that are missing");
}

std::optional<Diagnostic> behind(const History& history, const EmitOptions& options,
                                 const std::vector<FolderMigration>& written) {
  const auto& applied = *options.applied;
  if (!applied.found && !applied.database_empty) return std::nullopt;
  std::vector<std::string> pending;
  for (const auto& migration : history.migrations)
    if (!applied_as(migration, options) &&
        std::ranges::find(written, migration.key, &FolderMigration::key) == written.end())
      pending.push_back(migration.file);
  if (pending.empty()) return std::nullopt;
  return error_at("database-behind",
                  fmt::format("the database is behind `{}`: {} {} not run there yet", folder_name(options),
                              few_of(pending), pending.size() == 1 ? "has" : "have"),
                  {}, fmt::format("{} first; what you do not want any more, delete", history.words.run));
}

}  // namespace

std::string folder_name(const EmitOptions& options) {
  return options.out_directory.empty() ? "." : options.out_directory;
}

Result<std::vector<OutputFile>> next_files(
    const History& history, const EmitOptions& options, std::size_t count,
    const std::function<Result<std::vector<std::string>>()>& next_numbers,
    const std::function<std::vector<OutputFile>(const std::vector<std::string>&)>& files_numbered) {
  auto last = last_of(history, count);
  std::vector<OutputFile> written;
  const bool has_run = std::ranges::any_of(last, [&](const auto& each) { return applied_as(each, options); });
  if (!last.empty() && !has_run) {
    std::vector<std::string> numbers;
    for (const auto& migration : last) numbers.push_back(migration.number);
    written = files_numbered(numbers);
    if (!say_the_same(written, last, history.folder)) written.clear();
  }
  if (written.empty()) last.clear();
  if (auto problems = problems_of(history, options, last); !problems.empty())
    return std::unexpected(std::move(problems));
  if (!written.empty()) {
    for (auto& file : written) file.present = true;
    return written;
  }
  const auto numbers = next_numbers();
  if (!numbers) return std::unexpected(numbers.error());
  return files_numbered(*numbers);
}

Diagnostics problems_of(const History& history, const EmitOptions& options,
                        const std::vector<FolderMigration>& written) {
  Diagnostics problems;
  if (!options.applied) return problems;
  for (auto problem : {failed_one(history, options), edited_one(history, options), other_folder(history, options),
                       behind(history, options, written)})
    if (problem && problem->severity == Severity::error) problems.push_back(std::move(*problem));
  return problems;
}

Diagnostics remarks_on(const History& history, const EmitOptions& options) {
  Diagnostics remarks;
  if (!options.applied) return remarks;
  const auto& applied = *options.applied;
  if (!applied.found && !applied.database_empty && !history.migrations.empty())
    remarks.push_back(
        warning_at("no-history",
                   fmt::format("the database has no `{}`, so the {} in `{}` {} taken as run there", applied.table,
                               history.migrations.size() == 1 ? "migration"
                                                              : fmt::format("{} migrations", history.migrations.size()),
                               folder_name(options), history.migrations.size() == 1 ? "is" : "are"),
                   {}, fmt::format("if not, {} first; if so, {}", history.words.run, history.words.adopt)));
  if (auto edited = edited_one(history, options); edited && edited->severity == Severity::warning)
    remarks.push_back(std::move(*edited));
  std::vector<std::string> missing;
  for (const auto& each : applied.migrations)
    if (!each.baseline && !in_folder(each, history)) missing.push_back(each.key);
  if (!missing.empty() && missing.size() < applied.migrations.size())
    remarks.push_back(
        warning_at("missing-migration",
                   fmt::format("the database has {}, which `{}` does not hold", few_of(missing), folder_name(options)),
                   {}, "fetch the files that are missing, unless they are in another folder"));
  return remarks;
}

}  // namespace schemac
