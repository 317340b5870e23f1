// Migrations for Flyway: V files, U files for the way back, and a .conf beside a file that Flyway must treat otherwise.
#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include <fmt/format.h>

#include "emitters/digest.h"
#include "emitters/emitters.h"
#include "emitters/history.h"
#include "emitters/migration_files.h"
#include "emitters/numbering.h"

namespace schemac {
namespace {

bool is_version_digit(char c) { return c >= '0' && c <= '9'; }

// `V1_2__add.sql`, `U3__x.sql` → the parts of the version and what stands between them.
struct Version {
  std::vector<std::string> parts;
  char separator = '.';
};

std::optional<Version> version_of(std::string_view name) {
  if (name.size() < 4 || std::string_view("VUB").find(name.front()) == std::string_view::npos) return std::nullopt;
  const auto end = name.find("__");
  if (end == std::string_view::npos || end < 2) return std::nullopt;
  Version version{.parts = {""}};
  for (const char c : name.substr(1, end - 1)) {
    if (is_version_digit(c)) {
      version.parts.back() += c;
    } else if ((c == '.' || c == '_') && !version.parts.back().empty()) {
      version.separator = c;
      version.parts.emplace_back();
    } else {
      return std::nullopt;
    }
  }
  return version.parts.back().empty() ? std::nullopt : std::optional(version);
}

std::string_view without_leading_zeros(std::string_view digits) {
  return digits.substr(std::min(digits.find_first_not_of('0'), digits.size() - 1));
}

// As Flyway compares: part by part as numbers, a missing part is zero.
bool before(const Version& a, const Version& b) {
  for (std::size_t at = 0; at < std::max(a.parts.size(), b.parts.size()); ++at) {
    const auto x = at < a.parts.size() ? without_leading_zeros(a.parts[at]) : "0",
               y = at < b.parts.size() ? without_leading_zeros(b.parts[at]) : "0";
    if (x != y) return x.size() != y.size() ? x.size() < y.size() : x < y;
  }
  return false;
}

std::string prefix_of(const Version& version) {
  std::string out;
  for (std::size_t at = 0; at + 1 < version.parts.size(); ++at) out += version.parts[at] + version.separator;
  return out;
}

// The folder's greatest version goes on: in its last part, in as many digits.
Result<std::vector<std::string>> next_versions(const std::optional<Version>& greatest, const std::string& timestamp,
                                               std::size_t count) {
  if (!greatest) return next_numbers({}, timestamp, count, SortedAs::number);
  auto numbers = next_numbers({greatest->parts.back()}, timestamp, count, SortedAs::number);
  if (!numbers) return numbers;
  for (auto& number : *numbers) number = prefix_of(*greatest) + number;
  return numbers;
}

// `1_2` and `01.2` are the version `1.2`, and so is `1.2.0`.
std::string plain(const Version& version) {
  std::string out;
  auto parts = version.parts;
  while (parts.size() > 1 && without_leading_zeros(parts.back()) == "0") parts.pop_back();
  for (const auto& part : parts) out += (out.empty() ? "" : ".") + std::string(without_leading_zeros(part));
  return out;
}

// Flyway looks into the folders below its locations too.
std::vector<std::string> scripts_below(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  if (folder.empty()) return files;
  std::filesystem::recursive_directory_iterator at(folder, error);
  for (const std::filesystem::recursive_directory_iterator end; !error && at != end; at.increment(error))
    if (at->path().extension() == ".sql" && at->is_regular_file(error))
      files.push_back(at->path().lexically_relative(folder).string());
  std::ranges::sort(files);
  return files;
}

std::string_view file_name(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Over its lines, without their ends and without a byte order mark.
std::string flyway_checksum(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  std::erase_if(text, [](char c) { return c == '\n' || c == '\r'; });
  return std::to_string(static_cast<std::int32_t>(crc32_of(text)));
}

struct FlywayFolder {
  History history;
  std::optional<Version> greatest;
};

// V scripts by their versions. What a baseline stands for never runs.
FlywayFolder folder_of(const EmitOptions& options) {
  FlywayFolder folder{
      .history = {.folder = options.out_directory,
                  .migrations = {},
                  .words = {.run = "run `flyway migrate`",
                            .adopt = "run `flyway baseline -baselineVersion=` with the last version that it has",
                            .repair = "run `flyway repair`",
                            .refuses_edited = true}},
      .greatest = std::nullopt};
  std::optional<Version> baseline;
  const auto up_to = [&](const Version& version) {
    if (!baseline || before(*baseline, version)) baseline = version;
  };
  if (options.applied)
    for (const auto& applied : options.applied->migrations)
      if (const auto version = version_of("V" + applied.key + "__"); version && applied.baseline) up_to(*version);
  std::vector<std::pair<Version, std::string>> scripts;
  for (const auto& file : scripts_below(options.out_directory)) {
    const auto name = file_name(file);
    const auto version = version_of(name);
    if (!version) continue;
    if (!folder.greatest || before(*folder.greatest, *version)) folder.greatest = version;
    if (name.front() == 'V') scripts.emplace_back(*version, file);
  }
  std::ranges::stable_sort(scripts, before, &std::pair<Version, std::string>::first);
  for (const auto& [version, file] : scripts) {
    if (baseline && !before(*baseline, version)) continue;
    const auto name = file_name(file);
    folder.history.migrations.push_back({plain(version), std::string(name.substr(1, name.find("__") - 1)), file,
                                         flyway_checksum(std::filesystem::path(options.out_directory) / file)});
  }
  return folder;
}

EmitOptions with_plain_versions(EmitOptions options) {
  if (options.applied)
    for (auto& migration : options.applied->migrations)
      if (const auto version = version_of("V" + migration.key + "__")) migration.key = plain(*version);
  return options;
}

Diagnostics doubled_versions(const History& history) {
  Diagnostics doubled;
  for (std::size_t at = 1; at < history.migrations.size(); ++at) {
    const auto &one = history.migrations[at - 1], &other = history.migrations[at];
    if (one.key == other.key)
      doubled.push_back(error_at("doubled-version",
                                 fmt::format("`{}` and `{}` both have the version {}, and Flyway refuses the folder",
                                             one.file, other.file, one.key),
                                 {}, "give the one that has not run yet the next version"));
  }
  return doubled;
}

std::string commented(const std::vector<std::string>& lines) {
  std::string out;
  for (const auto& line : lines) out += sql_comment(line);
  return out;
}

std::string lines(const std::vector<Statement>& statements, bool mysql) {
  std::string out;
  for (const auto& statement : statements)
    out += (mysql ? closed_for_mysql(statement.sql) : closed(statement.sql)) + "\n";
  return out;
}

class FlywayScript {
 public:
  FlywayScript(const Plan& plan, const MigrationFile& file, Direction direction, const std::string& version)
      : plan_(plan),
        file_(file),
        direction_(direction),
        version_(version),
        pieces_(direction == Direction::up ? std::vector{file.up} : file.down),
        own_transactions_(needs_own_transactions(pieces_)) {}

  std::vector<OutputFile> run(const std::string& path) const {
    std::string sql = commented(heading(file_, direction_)) + commented(how_to_run(path));
    for (const auto& piece : pieces_) sql += "\n" + rendered(piece);
    std::vector files{OutputFile{path, sql}};
    if (const auto configuration = script_configuration(sql); !configuration.empty())
      files.push_back({path + ".conf", configuration});
    return files;
  }

 private:
  // Flyway's reading of SQLite takes BEGIN for the beginning of a trigger's body; a savepoint outside of a transaction
  // is one too.
  std::string begin(const ScriptUnit& piece) const {
    return postgresql() ? piece.begin : "SAVEPOINT schemac_migration";
  }
  std::string commit() const { return postgresql() ? "COMMIT" : "RELEASE schemac_migration"; }

  bool postgresql() const { return plan_.engine.dialect == "postgresql"; }
  bool mysql() const { return plan_.engine.dialect == "mysql"; }

  std::vector<std::string> how_to_run(const std::string& path) const {
    const bool waits_for_others =
        std::ranges::any_of(pieces_, [](const ScriptUnit& piece) { return !piece.transactional; });
    if (direction_ == Direction::up) {
      if (!postgresql() || !waits_for_others) return {};
      return {
          "not in a transaction: CONCURRENTLY would wait forever for Flyway's own transactional lock, so it must be "
          "turned off:",
          "flyway.postgresql.transactional.lock=false"};
    }
    const auto forget = fmt::format("delete from flyway_schema_history where version = '{}'", recorded_version());
    if (postgresql())
      return {"flyway undo, or: psql -v ON_ERROR_STOP=1 " + std::string(own_transactions_ ? "" : "-1 ") + "-f " + path +
                  " DATABASE",
              "and then: " + forget};
    if (mysql()) return {fmt::format("flyway undo, or: mysql DATABASE < {}", path), "and then: " + forget};
    const auto by_hand = own_transactions_ ? "sqlite3 -bail DATABASE < " + path
                                           : fmt::format("sqlite3 -bail DATABASE 'BEGIN' '.read {}' 'COMMIT'", path);
    return {"flyway undo, or: " + by_hand, "and then: " + forget};
  }

  // Flyway writes V1_2 down as 1.2.
  std::string recorded_version() const {
    auto version = version_;
    std::ranges::replace(version, '_', '.');
    return version;
  }

  std::string rendered(const ScriptUnit& piece) const {
    const bool wrapped = own_transactions_ && piece.transactional;
    std::string out = lines(piece.before, mysql());
    if (wrapped) out += closed(begin(piece)) + "\n";
    for (const auto& step : piece.steps)
      out += (out.empty() ? "" : "\n") + commented(announcement(step)) + lines(step.statements, mysql());
    if (!piece.last.empty()) out += "\n" + lines(piece.last, mysql());
    if (wrapped) out += "\n" + closed(commit()) + "\n";
    return out + lines(piece.after, mysql());
  }

  std::string script_configuration(const std::string& sql) const {
    std::string out;
    if (own_transactions_) out += "executeInTransaction=false\n";
    if (sql.find("${") != std::string::npos) out += "placeholderReplacement=false\n";
    return out;
  }

  const Plan& plan_;
  const MigrationFile& file_;
  Direction direction_;
  const std::string& version_;
  std::vector<ScriptUnit> pieces_;
  bool own_transactions_;
};

}  // namespace

Result<std::vector<OutputFile>> emit_flyway(const Plan& plan, const EmitOptions& options) {
  const auto files = migration_files(plan, options.message);
  const auto folder = folder_of(options);
  if (auto doubled = doubled_versions(folder.history); !doubled.empty()) return std::unexpected(std::move(doubled));
  return next_files(
      folder.history, with_plain_versions(options), files.size(),
      [&] { return next_versions(folder.greatest, options.timestamp, files.size()); },
      [&](const std::vector<std::string>& versions) {
        std::vector<OutputFile> out;
        for (std::size_t at = 0; at < files.size(); ++at) {
          const auto& version = versions[at];
          const auto name = fmt::format("{}__{}.sql", version, slug_of(files[at].title, 60));
          std::ranges::move(FlywayScript(plan, files[at], Direction::up, version).run("V" + name),
                            std::back_inserter(out));
          if (files[at].stuck.empty())
            std::ranges::move(FlywayScript(plan, files[at], Direction::down, version).run("U" + name),
                              std::back_inserter(out));
        }
        return out;
      });
}

Diagnostics remarks_for_flyway(const EmitOptions& options) {
  return remarks_on(folder_of(options).history, with_plain_versions(options));
}

}  // namespace schemac
