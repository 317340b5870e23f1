#include "emitters/alembic_history.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace schemac::alembic {
namespace {

// Every string literal of an assignment's right side: `"a"`, `("a", 'b')`, over several lines too.
std::vector<std::string> string_literals(std::string_view value) {
  std::vector<std::string> found;
  int depth = 0;
  for (std::size_t at = 0; at < value.size(); ++at) {
    const char c = value[at];
    if (c == '\n' && depth == 0) break;
    if (c == '#') {
      at = std::min(value.find('\n', at), value.size()) - 1;
    } else if (c == '(' || c == '[') {
      ++depth;
    } else if (c == ')' || c == ']') {
      --depth;
    } else if (c == '"' || c == '\'') {
      const auto end = value.find(c, at + 1);
      if (end == std::string_view::npos) break;
      found.emplace_back(value.substr(at + 1, end - at - 1));
      at = end;
    }
  }
  return found;
}

// What stands behind `name =` or `name: annotation =` at the beginning of a line.
std::optional<std::string_view> assigned(const std::string& source, const std::string& name) {
  const std::regex pattern("(^|\n)" + name + R"([ \t]*(:[^=\n]*)?=[ \t]*)");
  std::smatch match;
  if (!std::regex_search(source, match, pattern)) return std::nullopt;
  return std::string_view(source).substr(static_cast<std::size_t>(match.position() + match.length()));
}

std::string plan_digest(const std::string& source) {
  static const std::regex pattern("\n# plan ([0-9a-f]{64})");
  std::smatch match;
  return std::regex_search(source, match, pattern) ? match[1].str() : std::string();
}

std::vector<const Revision*> heads_of(const std::vector<Revision>& revisions) {
  std::vector<const Revision*> heads;
  for (const auto& revision : revisions) {
    const bool followed = std::ranges::any_of(revisions, [&](const Revision& other) {
      return std::ranges::find(other.down, revision.id) != other.down.end();
    });
    if (!followed) heads.push_back(&revision);
  }
  return heads;
}

Result<Place> write_again(const Revision& own) {
  if (own.down.size() <= 1) return Place{own.down.empty() ? std::string() : own.down.front(), own.file};
  return failure("merge-revision",
                 fmt::format("`{}` was written from this plan and follows several revisions", own.file), {},
                 "delete it and run schemac again");
}

Diagnostics doubled_identifiers(const std::vector<Revision>& revisions) {
  Diagnostics doubled;
  for (auto at = revisions.begin(); at != revisions.end(); ++at)
    if (const auto other =
            std::find_if(at + 1, revisions.end(), [&](const Revision& each) { return each.id == at->id; });
        other != revisions.end())
      doubled.push_back(error_at(
          "doubled-revision", fmt::format("`{}` and `{}` both have the revision `{}`", at->file, other->file, at->id),
          {}, "delete one, or give it another `revision` and place"));
  return doubled;
}

bool has_run(const Revision& revision, const std::optional<AppliedHistory>& applied) {
  return applied &&
         std::ranges::find(applied->migrations, revision.id, &AppliedMigration::key) != applied->migrations.end();
}

}  // namespace

std::optional<Revision> parse_revision(const std::string& file, const std::string& source) {
  const auto id = assigned(source, "revision");
  if (!id) return std::nullopt;
  const auto ids = string_literals(*id);
  if (ids.empty()) return std::nullopt;
  const auto literals = [&](const char* name) {
    const auto value = assigned(source, name);
    return value ? string_literals(*value) : std::vector<std::string>{};
  };
  return Revision{file, ids.front(), literals("down_revision"), literals("depends_on"), plan_digest(source)};
}

Result<std::vector<Revision>> read_revisions(const std::string& folder, bool recursive) {
  std::vector<Revision> revisions;
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) return revisions;
  std::filesystem::recursive_directory_iterator at(folder, error);
  for (const std::filesystem::recursive_directory_iterator end; !error && at != end; at.increment(error)) {
    if (!recursive) at.disable_recursion_pending();
    if (at->path().extension() != ".py" || !at->is_regular_file(error)) continue;
    std::ifstream in(at->path(), std::ios::binary);
    std::stringstream content;
    content << in.rdbuf();
    if (!in) return failure("unreadable", fmt::format("cannot read `{}`", at->path().string()));
    const auto name = at->path().lexically_relative(folder).string();
    if (auto revision = parse_revision(name, content.str())) revisions.push_back(std::move(*revision));
  }
  if (error) return failure("unreadable", fmt::format("cannot read the directory `{}`: {}", folder, error.message()));
  std::ranges::sort(revisions, {}, &Revision::file);
  return revisions;
}

Result<Place> place_behind(const std::vector<Revision>& revisions, const std::string& digest,
                           const std::optional<AppliedHistory>& applied) {
  if (revisions.empty()) return Place{};
  if (auto twice = doubled_identifiers(revisions); !twice.empty()) return std::unexpected(std::move(twice));
  auto heads = heads_of(revisions);
  const auto own = std::ranges::find(heads, digest, [](const Revision* head) { return head->digest; });
  if (own != heads.end() && heads.size() == 1 && !has_run(**own, applied)) return write_again(**own);
  if (heads.size() == 1) return Place{heads.front()->id, {}};
  if (heads.empty())
    return failure("no-head", "no head found: every revision is followed by another one", {}, "run `alembic heads`");
  std::vector<std::string> names;
  for (const auto* head : heads) names.push_back(fmt::format("`{}` ({})", head->id, head->file));
  return failure("several-heads", fmt::format("found {} heads, expected one: {}", heads.size(), fmt::join(names, ", ")),
                 {}, "join them with `alembic merge heads` and run again");
}

History history_of(const std::vector<Revision>& revisions, const std::string& folder) {
  History history{.folder = folder,
                  .migrations = {},
                  .words = {.run = "run `alembic upgrade head`",
                            .adopt = "run `alembic stamp head`",
                            .repair = {},
                            .refuses_edited = false}};
  for (const auto& revision : revisions) history.migrations.push_back({revision.id, {}, revision.file});
  return history;
}

EmitOptions with_ancestors(EmitOptions options, const std::vector<Revision>& revisions) {
  if (!options.applied) return options;
  auto& applied = options.applied->migrations;
  for (std::size_t at = 0; at < applied.size(); ++at) {
    const auto revision = std::ranges::find(revisions, applied[at].key, &Revision::id);
    if (revision == revisions.end()) continue;
    for (const auto* list : {&revision->down, &revision->depends})
      for (const auto& id : *list)
        if (std::ranges::find(applied, id, &AppliedMigration::key) == applied.end()) applied.push_back({.key = id});
  }
  return options;
}

}  // namespace schemac::alembic
