// File names of Alembic revisions: templates, slugs, configuration files. The real Alembic judges whole projects
// (tests/tools/alembic_names).
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>

#include "emitters/alembic_naming.h"
#include "emitters/emitter.h"
#include "tests/support/sample_plans.h"

namespace schemac::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

namespace fs = std::filesystem;

std::string named(const std::string& file_template, std::string_view title = "add users") {
  const auto name = alembic::revision_file({.file_template = file_template, .stated_in = "alembic.ini"}, "abc123",
                                           title, "20260304050607");
  return name ? *name : render(name.error());
}

TEST(AlembicFileTemplate, isFilledAsPythonFillsIt) {
  EXPECT_EQ(named("%(rev)s_%(slug)s"), "abc123_add_users.py");
  EXPECT_EQ(named("%(year)d_%(month).2d_%(day)02d-%(hour)2d%(minute)-3d%(second).3d"), "2026_03_04- 56  007.py");
  EXPECT_EQ(named("%(epoch)d%%%(rev).3s"), "1772600767%abc.py");
  EXPECT_EQ(named("%(slug)s", ""), ".py");
}

TEST(AlembicFileTemplate, namesWhatItDoesNotKnow) {
  EXPECT_THAT(named("%(rev)s_%(author)s"),
              HasSubstr("found `%(author)s` in file_template of `alembic.ini`, expected one of `%(day)d`"));
  EXPECT_THAT(named("%(rev)d"), HasSubstr("found `%(rev)d`"));
  EXPECT_THAT(named("%(rev"), HasSubstr("found `%(rev`"));
  EXPECT_THAT(named("100%"), HasSubstr("found `%`"));
  EXPECT_THAT(named("%(year)d/%(rev)s"), HasSubstr("recursive_version_locations = true"));
}

TEST(AlembicFileTemplate, cutsTheTitleBehindAWord) {
  EXPECT_EQ(named("%(slug)s", "Drop table x; add--column y"), "drop_table_x_add_column_y.py");
  EXPECT_EQ(named("%(slug)s", "a title that is much longer than forty characters"),
            "a_title_that_is_much_longer_than_forty_.py");
  EXPECT_EQ(named("%(slug)s", "größe"), "größe.py");
}

TEST(AlembicIni, isReadAsPythonReadsIt) {
  const auto sections = alembic::parse_ini(
      "lost = 1\n# c\n[alembic]\nKey : a = b\nlong = one\n   two\n\n   # no\n   three\nempty=\r\n[other]\nx=1\n; c\ny "
      "= 2 ; kept\n");
  EXPECT_THAT(sections.at("alembic"),
              ElementsAre(Pair("empty", ""), Pair("key", "a = b"), Pair("long", "one\ntwo\nthree")));
  EXPECT_THAT(sections.at("other"), ElementsAre(Pair("x", "1"), Pair("y", "2 ; kept")));
}

class AlembicProject : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("schemac_project_" + std::to_string(::getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_ / "migrations" / "versions");
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& name, const std::string& content) const { std::ofstream(folder_ / name) << content; }
  std::string file_of_first_revision() const {
    const auto files = find_emitter("alembic")->emit(postgresql_plan(),
                                                     {.out_directory = (folder_ / "migrations" / "versions").string(),
                                                      .message = "one",
                                                      .timestamp = "20260304050607"});
    return files ? files->front().path : render(files.error());
  }

  fs::path folder_;
};

TEST_F(AlembicProject, saysHowItsFilesAreCalled) {
  write("alembic.ini", "[alembic]\nscript_location = migrations\nfile_template = %%(year)d_%%(slug)s\n");
  EXPECT_EQ(file_of_first_revision(), "2026_one.py");
}

TEST_F(AlembicProject, isAnotherOneWhenItNamesAnotherFolder) {
  write("alembic.ini", "[alembic]\nscript_location = elsewhere\nfile_template = %%(year)d_%%(slug)s\n");
  EXPECT_THAT(file_of_first_revision(), ::testing::MatchesRegex("[0-9a-f]+_one.py"));
}

TEST_F(AlembicProject, isToldWhatIsWrongWithIt) {
  write("pyproject.toml", "[tool.alembic]\nscript_location = \n");
  EXPECT_THAT(file_of_first_revision(), HasSubstr("cannot read `" + (folder_ / "pyproject.toml").string() + "`"));
  write("pyproject.toml", "[tool.alembic]\nscript_location = \"migrations\"\ntruncate_slug_length = \"many\"\n");
  EXPECT_THAT(file_of_first_revision(), HasSubstr("found `many` as truncate_slug_length"));
}

}  // namespace
}  // namespace schemac::testing
