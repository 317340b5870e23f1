// What the command line says when it is held wrong.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/folder.h"
#include "tests/support/process.h"

namespace schemac::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

struct Misuse {
  std::vector<std::string> arguments;
  std::string says;
};

class Usage : public testing::TestWithParam<Misuse> {};

TEST_P(Usage, ExitsWith64AndSaysWhat) {
  const auto result = schemac(GetParam().arguments);
  EXPECT_EQ(result.code, 64) << result.error;
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.error, StartsWith("error[usage]: "));
  EXPECT_THAT(result.error, HasSubstr(GetParam().says));
}

INSTANTIATE_TEST_SUITE_P(
    CommandLine, Usage,
    testing::Values(
        Misuse{{"dif"}, "no command `dif`\n  did you mean `diff`?"},                                                //
        Misuse{{"apply"}, "no command `apply`\n  schemac writes migrations, and the tool they are for runs them"},  //
        Misuse{{"status"}, "no command `status`\n  compare: `schemac diff"},                                        //
        Misuse{{"version"}, "no command `version`\n  `schemac --version`"},                                         //
        Misuse{{"check"}, "nothing says what to check\n  name a file, `schemac check schema.schemac`"},             //
        Misuse{{"diff", "--from=-", "--to=-"}, "found `-` on both sides"},                                          //
        Misuse{{"zzzzzz"}, "no command `zzzzzz`\n  see `schemac --help`"},                                          //
        Misuse{{"diff", "--form=empty", "--to=a"}, "no option `--form`\n  did you mean `--from`?"},                 //
        Misuse{{"diff", "--from=empty", "--to=a", "b"}, "unexpected argument `b` for `schemac diff`"},              //
        Misuse{{"diff", "--from=empty"}, "no --to given"},                                                          //
        Misuse{{"diff", "--to=a.schemac"}, "no --from given"},                                                      //
        Misuse{{"diff", "--from=empty", "--to=a", "--emit=alembik", "--out=x"}, "did you mean `alembic`?"},         //
        Misuse{{"diff", "--from=empty", "--to=a", "--emit=alembic"}, "no output directory for `alembic`"},          //
        Misuse{{"diff", "--from=empty", "--to=a", "--emit=sql,alembic", "--out=-"}, "found several emitters"},      //
        Misuse{{"diff", "--from=empty", "--to=a", "--out=x"}, "`--out` needs `--emit`"},                            //
        Misuse{{"diff", "--from=empty", "--to=a", "--emit=sql", "--out=x", "--down"},
               "found `--down` with a folder"},  //
        Misuse{{"diff", "--from=empty", "--to=a", "--renames=of"},
               "found `of`, expected one of `auto`, `declared`, `off`"},
        Misuse{{"diff", "--from=empty", "--to=a", "--format=txt"}, "did you mean `text`?"},  //
        Misuse{{"diff", "--from"}, "--from"},                                                //
        Misuse{{"graph", "--format=dott", "--from=empty", "--to=a"}, "did you mean `dot`?"}));

TEST(CommandLine, WithoutArgumentsShowsTheHelpAndWhatToTypeNext) {
  const auto result = schemac({});
  EXPECT_EQ(result.code, 64);
  EXPECT_THAT(result.error, HasSubstr("What to type next"));
}

TEST(CommandLine, HelpGoesToStandardOutputWithExamplesForEveryCommand) {
  EXPECT_THAT(schemac({"--help"}).out, HasSubstr("What to type next"));
  for (const char* command : {"diff", "plan", "verify", "inspect", "fmt", "check", "graph"}) {
    const auto result = schemac({command, "--help"});
    EXPECT_EQ(result.code, 0);
    EXPECT_THAT(result.out, HasSubstr("Examples:\n  schemac " + std::string(command)));
    EXPECT_THAT(schemac({"--help"}).out, HasSubstr(command));
  }
}

TEST(CommandLine, TellsItsVersion) {
  const auto result = schemac({"--version"});
  EXPECT_EQ(result.code, 0);
  EXPECT_THAT(result.out, StartsWith("schemac "));
}

TEST(Colour, IsForTerminalsAndThoseWhoAskForIt) {
  EXPECT_THAT(schemac({"check", "missing.schemac"}).error, Not(HasSubstr("\x1b[")));
  EXPECT_THAT(schemac({"check", "missing.schemac", "--color=always"}).error, HasSubstr("\x1b["));
  EXPECT_THAT(schemac({"check", "missing.schemac", "--color=never"}).error, Not(HasSubstr("\x1b[")));
}

}  // namespace
}  // namespace schemac::test
