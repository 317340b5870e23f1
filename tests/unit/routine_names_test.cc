#include "operations/routine_names.h"

#include <gtest/gtest.h>

namespace schemac {
namespace {

TEST(RoutineNames, ComeApartAsTheyWerePutTogether) {
  for (const char* name : {"f", "F x", "f(", "f()", "\"", "a\"b(c\"\"", "f() IS 'x'; DROP TABLE victim; --"})
    for (const char* arguments : {"", "()", "(integer)", "(\"a(b\", text)"}) {
      const auto [split, rest] = split_routine(routine_key(name, arguments));
      EXPECT_EQ(split, name);
      EXPECT_EQ(rest, arguments);
    }
}

TEST(RoutineNames, AreBareWhereThatIsPlain) {
  EXPECT_EQ(routine_key("add", "(integer, integer)"), "add(integer, integer)");
  EXPECT_EQ(routine_key("add(", "(integer)"), "\"add(\"(integer)");
  EXPECT_EQ(routine_arguments("\"add(\"(integer)"), "(integer)");
  EXPECT_EQ(routine_arguments("add"), "");
}

}  // namespace
}  // namespace schemac
