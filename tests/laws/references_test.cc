// Law 8: what a text refers to is what the server says it depends on. A database is read, what its server told of
// dependencies is forgotten, the text is resolved by the dialect's reader alone, and the two are held against each
// other, object by object.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include <fmt/format.h>

#include "dialects/registry.h"
#include "sources/source.h"
#include "tests/laws/settings.h"
#include "tests/support/folder.h"
#include "tests/support/postgresql.h"
#include "tests/support/scratch.h"

namespace schemac::test {
namespace {

namespace fs = std::filesystem;

// What a text cannot tell, or tells more of than the server keeps:
// - members of extensions: only the server knows them;
// - a partition's inherited keys and indexes, which its statement does not say;
// - the table that a column default of a view or a setting is about is told by both.
bool is_comparable(const ObjectId& id) {
  return !(id.kind == ObjectKind::sql_object && (id.part == "extension" || id.part == "index" || id.part == "rights"));
}

std::set<ObjectId> comparable(const std::vector<ObjectId>& ids) {
  std::set<ObjectId> out;
  for (const auto& id : ids)
    if (is_comparable(id)) out.insert(id);
  return out;
}

std::string display_all(const std::set<ObjectId>& ids) {
  std::string out;
  for (const auto& id : ids)
    out += fmt::format("{}{} {}{}", out.empty() ? "" : ", ", kind_name(id.kind), display(id),
                       id.kind == ObjectKind::sql_object ? " [" + id.part + "]" : "");
  return out;
}

// The differences, one line each.
std::string differences(const Schema& told, const Dialect& dialect) {
  Schema blank = told;
  for (const auto& [key, object] : told.sql_objects) {
    SqlObject copy = *object;
    copy.read_back = false;
    copy.depends_on.clear();
    blank.sql_objects.set(key, std::move(copy));
  }
  dialect.resolve_objects(blank);
  std::string out;
  for (const auto& [key, object] : told.sql_objects) {
    if (key.kind == "partition" || key.kind == "partition constraint") continue;  // compared as tables
    const auto* found = blank.sql_objects.find(key);
    if (!found->references) {
      out += fmt::format("{} {}: not resolved: {}\n", key.kind, display(key.name), object->definition);
      continue;
    }
    const auto theirs = comparable(object->depends_on), ours = comparable(found->depends_on);
    std::set<ObjectId> missing, extra;
    std::set_difference(theirs.begin(), theirs.end(), ours.begin(), ours.end(), std::inserter(missing, missing.end()));
    std::set_difference(ours.begin(), ours.end(), theirs.begin(), theirs.end(), std::inserter(extra, extra.end()));
    // the server keeps what a domain's default needs among what the domain needs
    if (const auto* domain = key.kind == "domain default" ? told.sql_objects.find({"domain", key.name}) : nullptr)
      for (const auto& need : domain->depends_on) extra.erase(need);
    if (!missing.empty())
      out += fmt::format("{} {}: missed {}\n  {}\n", key.kind, display(key.name), display_all(missing),
                         object->definition);
    if (!extra.empty())
      out +=
          fmt::format("{} {}: not so {}\n  {}\n", key.kind, display(key.name), display_all(extra), object->definition);
  }
  return out;
}

std::string differences_in(const std::string& url) {
  const auto source = read_source(url, {});
  if (!source) return render(source.error());
  return differences(source->schema, *find_dialect(source->schema.engine.dialect)->dialect);
}

struct Sql {
  fs::path file;
};
void PrintTo(const Sql& sql, std::ostream* out) { *out << sql.file.string(); }

std::vector<Sql> files() {
  std::vector<Sql> out;
  for (const char* side : {"from.sql", "to.sql"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(SCHEMAC_SOURCE_DIR) / "tests/cases/live"))
      if (entry.path().filename() == side && entry.path().string().find("/mysql_") == std::string::npos)
        out.push_back({entry.path()});
  if (!settings().corpus.empty())
    for (const auto& entry : fs::recursive_directory_iterator(settings().corpus)) {
      const auto path = entry.path().string();
      const bool is_side = entry.path().filename() == "from.sql" || entry.path().filename() == "to.sql";
      if (is_side && path.find("/postgresql/") != std::string::npos) out.push_back({entry.path()});
    }
  std::sort(out.begin(), out.end(), [](const Sql& a, const Sql& b) { return a.file < b.file; });
  std::vector<Sql> taken;
  for (std::size_t at = 0; at < out.size(); at += static_cast<std::size_t>(settings().every)) taken.push_back(out[at]);
  return taken;
}

class References : public ::testing::TestWithParam<Sql> {};

TEST_P(References, AreWhatTheServerDependsOn) {
  auto database = make_scratch("postgresql");
  const auto setup = GetParam().file.parent_path() / "setup.sql";
  const auto ran = database->run((fs::exists(setup) ? read_text(setup) : "") + "\n" + read_text(GetParam().file));
  database->close();
  if (!ran) GTEST_SKIP() << "does not load: " << render(ran.error());
  EXPECT_EQ(differences_in(database->place()), "");
}

INSTANTIATE_TEST_SUITE_P(Files, References, ::testing::ValuesIn(files()),
                         [](const ::testing::TestParamInfo<Sql>& param) {
                           auto name = param.param.file.string();
                           std::replace_if(
                               name.begin(), name.end(),
                               [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; }, '_');
                           return name.substr(name.size() > 120 ? name.size() - 120 : 0);
                         });

// A database that is there already, for a look by hand: --law8=URL.
TEST(ReferencesOfDatabase, AreWhatTheServerDependsOn) {
  if (settings().law8.empty()) GTEST_SKIP() << "no --law8=URL";
  EXPECT_EQ(differences_in(settings().law8), "");
}

}  // namespace
}  // namespace schemac::test
