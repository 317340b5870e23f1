// The project's script.py.mako: values are put in, whatever else it says leaves it out.
#include <gmock/gmock.h>

#include "emitters/alembic_template.h"

namespace schemac::testing {
namespace {

using alembic::fill_template;

TEST(AlembicTemplate, GetsItsValuesHoweverTheyAreSpaced) {
  EXPECT_EQ(fill_template("a = ${repr(up_revision)}\n    ${upgrades if upgrades else 'pass'}\n",
                          {{"repr(up_revision)", "\"x\""}, {"upgradesifupgradeselse\"pass\"", "op.f()"}}),
            "a = \"x\"\n    op.f()\n");
}

TEST(AlembicTemplate, LeavesNoSpacesWhereAValueIsEmpty) {
  EXPECT_EQ(fill_template("Revises: ${down_revision | comma,n}\nx\n", {{"down_revision|comma,n", ""}}),
            "Revises:\nx\n");
}

TEST(AlembicTemplate, LosesItsComments) { EXPECT_EQ(fill_template("## of Mako\n# of Python\n", {}), "# of Python\n"); }

TEST(AlembicTemplate, ThatHoldsPythonIsNotFilled) {
  EXPECT_EQ(fill_template("% for name in names:\n% endfor\n", {}), std::nullopt);
  EXPECT_EQ(fill_template("<%! import re %>\n", {}), std::nullopt);
  EXPECT_EQ(fill_template("${config.get('x')}\n", {}), std::nullopt);
}

}  // namespace
}  // namespace schemac::testing
