#include "dialects/sqlite/sqlite.h"

#include "dialects/sqlite/expressions.h"
#include "dialects/sqlite/frame.h"
#include "dialects/sqlite/legalise.h"
#include "dialects/sqlite/names.h"
#include "dialects/sqlite/normalise.h"
#include "dialects/sqlite/statements.h"
#include "dialects/sqlite/types.h"

namespace schemac {
namespace {

class Sqlite : public Dialect {
 public:
  const DialectTraits& traits() const override {
    static const DialectTraits traits = {
        .name = "sqlite",
        .title = "SQLite",
        .default_schema = "",
        .identifier_limit = 0,
        .checks_references = false,
        .names_constraints = false,
        .compares_column_order = false,
        .ignores_case = true,
        .oldest = {"sqlite", 3, 35},
        .newest = {"sqlite", 3, 40},
        .lexis = sqlite::lexis,
    };
    return traits;
  }

  std::string quote(std::string_view identifier) const override { return sqlite::quote(identifier); }
  std::string quote(const QualifiedName& name) const override { return sqlite::quote(name); }
  std::string fold(std::string_view word) const override { return std::string(word); }

  Result<Type> parse_type(std::string_view text) const override { return sqlite::parse_type(text); }
  std::string type_sql(const Type& type) const override { return sqlite::type_sql(type); }
  std::string type_short(const Type& type) const override { return sqlite::type_short(type); }
  std::vector<std::string> type_names() const override { return sqlite::type_names(); }
  bool same_type(const Type& a, const Type& b) const override { return sqlite::same_type(a, b); }
  bool holds_every_value(const Type& wide, const Type& narrow) const override {
    return sqlite::holds_every_value(wide, narrow);
  }
  bool keeps_values(const PlacedColumn& wide, const PlacedColumn& narrow) const override {
    return sqlite::keeps_values(wide, narrow);
  }

  Diagnostics normalise(Schema& schema) const override { return sqlite::normalise(schema); }
  bool same_expression(std::string_view a, std::string_view b) const override { return sqlite::same_expression(a, b); }
  bool same_default(const Column& a, const Column& b) const override {
    if (!a.default_value || !b.default_value) return a.default_value.has_value() == b.default_value.has_value();
    return sqlite::same_expression(sqlite::canonical_default(a.default_value->sql),
                                   sqlite::canonical_default(b.default_value->sql));
  }

  Result<std::vector<Operation>> legalise(std::vector<Operation> operations,
                                          const LegaliseInput& input) const override {
    return sqlite::legalise(std::move(operations), input);
  }
  std::vector<Statement> statements(const Operation& operation, const Schema& before,
                                    const Schema& after) const override {
    return sqlite::statements(operation, before, after);
  }
  UnitFrame frame(std::span<const Operation> operations, const Schema& before, const Schema& after) const override {
    return sqlite::frame(operations, before, after);
  }
  bool shares_transaction(const Operation&) const override { return true; }
};

}  // namespace

const Dialect& sqlite_dialect() {
  static const Sqlite dialect;
  return dialect;
}

}  // namespace schemac
