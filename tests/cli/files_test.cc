// `schemac fmt`, `check` and `inspect` from the outside.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/folder.h"
#include "tests/support/process.h"

namespace schemac::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* untidy = "dialect sqlite\ntable users {\nid integer primary key\n   name   text\n}\n";

class Files : public testing::Test {
 protected:
  Finished run(std::vector<std::string> arguments, std::string input = {}) const {
    return schemac(std::move(arguments), {.words = {}, .input = std::move(input), .directory = folder.path()});
  }
  Folder folder;
};

TEST_F(Files, FmtRewritesInPlaceAndIsIdempotent) {
  const auto path = folder.write("a.schemac", untidy);
  EXPECT_EQ(run({"fmt", "--check", "a.schemac"}).code, 2);
  EXPECT_EQ(read_text(path), untidy);
  EXPECT_EQ(run({"fmt", "a.schemac"}).out, "formatted a.schemac\n");
  const auto tidy = read_text(path);
  EXPECT_NE(tidy, untidy);
  EXPECT_EQ(run({"fmt", "--check", "a.schemac"}), (Finished{.code = 0, .out = "", .error = ""}));
  EXPECT_EQ(run({"fmt", "-"}, untidy).out, tidy);
}

TEST_F(Files, FmtReadsDirectoriesAndGoesOnAfterAMistake) {
  folder.write("all/a.schemac", untidy);
  folder.write("all/b.schemac", "dialect sqlite\ntable {\n");
  folder.write("all/notes.txt", "leave me");
  const auto result = run({"fmt", "all"});
  EXPECT_EQ(result.code, 1);
  EXPECT_THAT(result.out, HasSubstr("formatted all/a.schemac"));
  EXPECT_THAT(result.error, HasSubstr("all/b.schemac:2"));
}

TEST_F(Files, FmtKeepsThePermissionsOfAFile) {
  const auto path = folder.write("a.schemac", untidy);
  std::filesystem::permissions(path, std::filesystem::perms(0640));
  EXPECT_EQ(run({"fmt", "a.schemac"}).code, 0);
  EXPECT_EQ(std::filesystem::status(path).permissions(), std::filesystem::perms(0640));
}

TEST_F(Files, CheckSaysWhatIsWrongWithEveryPlace) {
  folder.write("good.schemac", untidy);
  folder.write("bad.schemac", "dialect postgresql\n\ntable users {\n  mail  varchr(320)\n}\n");
  const auto good = run({"check", "good.schemac"});
  EXPECT_EQ(good.code, 0) << good.error;
  EXPECT_THAT(good.out, HasSubstr("good.schemac: fine, 1 table"));
  const auto both = run({"check", "bad.schemac", "good.schemac"});
  EXPECT_EQ(both.code, 1);
  EXPECT_THAT(both.error, HasSubstr("bad.schemac:4:9: error[unknown-type]: no type `varchr`"));
  EXPECT_THAT(both.error, HasSubstr("did you mean `varchar`?"));
  EXPECT_THAT(both.out, HasSubstr("good.schemac: fine"));
}

TEST_F(Files, InspectPrintsWhatFmtWouldPrint) {
  folder.write("a.schemac", untidy);
  const auto printed = run({"inspect", "a.schemac"});
  EXPECT_EQ(printed.code, 0) << printed.error;
  EXPECT_THAT(printed.error, IsEmpty());
  folder.write("printed.schemac", printed.out);
  EXPECT_EQ(run({"fmt", "--check", "printed.schemac"}).code, 0);
  EXPECT_EQ(run({"diff", "--exit-code", "--from=a.schemac", "--to=printed.schemac"}).code, 0);
}

TEST_F(Files, InspectWritesAFileOnceUnlessForced) {
  folder.write("a.schemac", untidy);
  EXPECT_EQ(run({"inspect", "a.schemac", "--out=b.schemac"}).out, "created b.schemac\n");
  EXPECT_EQ(run({"inspect", "a.schemac", "--out=b.schemac"}).out, "unchanged b.schemac\n");
  folder.write("b.schemac", "mine");
  EXPECT_EQ(run({"inspect", "a.schemac", "--out=b.schemac"}).code, 1);
  EXPECT_EQ(run({"inspect", "a.schemac", "--out=b.schemac", "--force"}).out, "replaced b.schemac\n");
}

}  // namespace
}  // namespace schemac::test
