// Who may know whom. A room that includes what it should not know is found here, with the line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>

namespace {

namespace fs = std::filesystem;

// Each room, and the rooms whose headers it may include (its own always).
const std::map<std::string, std::set<std::string>> may_know = {
    {"base", {}},
    {"schema", {"base"}},
    {"operations", {"base", "schema"}},
    {"connections", {"base", "schema"}},
    {"dialects", {"base", "schema", "operations", "connections"}},
    {"sources", {"base", "schema", "operations", "connections", "dialects"}},
    {"diff", {"base", "schema", "operations", "dialects"}},
    {"rules", {"base", "schema", "operations"}},
    {"plan", {"base", "schema", "operations", "dialects", "diff", "rules"}},
    {"emitters", {"base", "schema", "operations", "plan"}},
    {"pipeline", {"base", "schema", "operations", "dialects", "sources", "diff", "plan"}},
    {"verify", {"base", "schema", "operations", "connections", "dialects", "sources", "diff", "plan", "pipeline"}},
    {"cli",
     {"base", "schema", "operations", "dialects", "connections", "sources", "diff", "plan", "emitters", "pipeline",
      "verify"}},
};

// Libraries that few files may see: they are slow to compile, and belong to one purpose each.
const std::map<std::string, std::set<std::string>> seen_in = {
    {"antlr4", {"compiler/sources"}},
    {"boost/", {"compiler/plan"}},
    {"CLI/", {"compiler/cli"}},
    {"toml++", {"compiler/cli", "emitters"}},
    {"libpq", {"compiler/connections"}},
    {"sqlite3.h", {"compiler/connections"}},
    {"nlohmann", {"emitters", "compiler/cli", "compiler/sources/prisma", "compiler/sources/sql/postgresql"}},
    {"mustache", {"emitters"}},
    {"openssl", {"compiler/schema", "emitters"}},
    {"pg_query", {"compiler/dialects/postgresql"}},
    {"protobuf-c", {"compiler/dialects/postgresql"}},
};

struct Include {
  fs::path file;  // from the repository's root
  std::string header;
};

std::vector<Include> includes_of(const fs::path& root) {
  std::vector<Include> out;
  for (const char* folder : {"compiler", "emitters"})
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() != ".cc" && entry.path().extension() != ".h") continue;
      std::ifstream stream(entry.path());
      for (std::string line; std::getline(stream, line);) {
        if (!line.starts_with("#include")) continue;
        const auto begin = line.find_first_of("\"<");
        const auto end = line.find_first_of("\">", begin + 1);
        if (begin != std::string::npos && end != std::string::npos)
          out.push_back({fs::relative(entry.path(), root), line.substr(begin + 1, end - begin - 1)});
      }
    }
  return out;
}

std::string first_folder(const std::string& path) { return path.substr(0, path.find('/')); }

// The room a file is in: `compiler/plan/graph.cc` → plan, `emitters/sql.cc` → emitters, `compiler/pipeline.cc` →
// pipeline.
std::string room_of_file(const fs::path& file) {
  const auto path = file.generic_string();
  if (path.starts_with("emitters/")) return "emitters";
  const auto rest = path.substr(std::string("compiler/").size());
  if (rest.starts_with("pipeline.")) return "pipeline";
  return rest.find('/') == std::string::npos ? "" : first_folder(rest);
}

std::string room_of_header(const std::string& header) {
  if (header == "pipeline.h") return "pipeline";
  const auto folder = first_folder(header);
  return may_know.contains(folder) ? folder : "";
}

TEST(Rooms, IncludeOnlyWhomTheyMayKnow) {
  const fs::path root = SCHEMAC_SOURCE_DIR;
  int seen = 0;
  for (const auto& [file, header] : includes_of(root)) {
    const auto room = room_of_file(file);
    const auto other = room_of_header(header);
    if (room.empty() || other.empty() || other == room) continue;
    ++seen;
    ASSERT_TRUE(may_know.contains(room)) << file << " is in a room that this test does not know";
    EXPECT_TRUE(may_know.at(room).contains(other))
        << file << " includes " << header << ": " << room << " may not know " << other;
  }
  EXPECT_GT(seen, 50);
}

TEST(Rooms, DialectFoldersNeverIncludeEachOther) {
  for (const auto& [file, header] : includes_of(SCHEMAC_SOURCE_DIR)) {
    const auto path = file.generic_string();
    for (const char* one : {"postgresql", "mysql", "sqlite"})
      for (const char* other : {"postgresql", "mysql", "sqlite"}) {
        const bool crosses = std::string(one) != other &&
                             path.starts_with("compiler/dialects/" + std::string(one) + "/") &&
                             header.starts_with("dialects/" + std::string(other) + "/");
        EXPECT_FALSE(crosses) << path << " includes " << header;
      }
  }
}

TEST(Rooms, TextFrontEndsUseNoConnection) {
  for (const auto& [file, header] : includes_of(SCHEMAC_SOURCE_DIR))
    if (file.generic_string().starts_with("compiler/sources/schemac/")) {
      EXPECT_NE(first_folder(header), "connections") << file;
    }
}

TEST(Rooms, KeepEachLibraryWhereItBelongs) {
  for (const auto& [file, header] : includes_of(SCHEMAC_SOURCE_DIR))
    for (const auto& [library, folders] : seen_in) {
      if (!header.starts_with(library) && header.find("/" + library) == std::string::npos) continue;
      const auto path = file.generic_string();
      EXPECT_TRUE(std::any_of(folders.begin(), folders.end(),
                              [&](const std::string& folder) { return path.starts_with(folder + "/"); }))
          << path << " includes " << header;
    }
}

}  // namespace
