// The dialect's face: each function is at home in one of the files beside this one.
#include "dialects/mysql/expressions.h"
#include "dialects/mysql/legalise.h"
#include "dialects/mysql/mysql.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/normalise.h"
#include "dialects/mysql/references.h"
#include "dialects/mysql/statements.h"
#include "dialects/mysql/types.h"

namespace schemac {
namespace {

class MysqlDialect final : public Dialect {
 public:
  const DialectTraits& traits() const override {
    static const DialectTraits traits = {.name = "mysql",
                                         .title = "MySQL",
                                         .default_schema = "",
                                         .identifier_limit = mysql::identifier_limit,
                                         .checks_references = true,
                                         .names_constraints = true,
                                         .compares_column_order = true,
                                         .names_indexes_by_table = true,
                                         .oldest = {"mysql", 5, 7},
                                         .newest = {"mysql", 8, 0},
                                         .renamable_objects = {"view"},
                                         .lexis = mysql::lexis};
    return traits;
  }

  std::string quote(std::string_view identifier) const override { return mysql::quote(identifier); }
  std::string quote(const QualifiedName& name) const override { return mysql::quote(name); }
  std::string fold(std::string_view word) const override { return std::string(word); }

  Result<Type> parse_type(std::string_view text) const override { return mysql::parse_type(text); }
  std::string type_sql(const Type& type) const override { return mysql::type_sql(type); }
  std::string type_short(const Type& type) const override { return mysql::type_sql(type); }
  std::vector<std::string> type_names() const override { return mysql::type_names(); }
  bool same_type(const Type& a, const Type& b) const override { return a == b; }
  bool holds_every_value(const Type& wide, const Type& narrow) const override {
    return mysql::holds_every_value(wide, narrow);
  }
  bool keeps_values(const PlacedColumn& wide, const PlacedColumn& narrow) const override {
    return mysql::keeps_values(wide, narrow);
  }

  Diagnostics normalise(Schema& schema) const override { return mysql::normalise(schema); }
  void resolve_expressions(Schema& schema, std::span<const QualifiedName> tables) const override {
    mysql::resolve_expressions(schema, tables);
  }
  void resolve_objects(Schema& schema) const override { mysql::resolve_objects(schema); }
  bool same_expression(std::string_view a, std::string_view b) const override { return mysql::same_expression(a, b); }
  bool same_default(const Column& a, const Column& b) const override {
    if (!a.default_value || !b.default_value) return a.default_value.has_value() == b.default_value.has_value();
    if (mysql::stands_in_parentheses(a.default_value->sql) != mysql::stands_in_parentheses(b.default_value->sql))
      return false;
    if (a.type == b.type && mysql::is_string(a.type) &&
        mysql::same_default_text(a.default_value->sql, b.default_value->sql))
      return true;
    return a.type == b.type ? mysql::same_expression(a.default_value->sql, b.default_value->sql)
                            : a.default_value->sql == b.default_value->sql;
  }

  Result<std::vector<Operation>> legalise(std::vector<Operation> operations,
                                          const LegaliseInput& input) const override {
    return mysql::legalise(std::move(operations), input);
  }
  std::vector<Statement> statements(const Operation& operation, const Schema& before,
                                    const Schema& after) const override {
    return mysql::statements(operation, before, after);
  }
  // Every statement of DDL commits: there is nothing to put a frame around.
  UnitFrame frame(std::span<const Operation>, const Schema&, const Schema&) const override { return {}; }
  bool shares_transaction(const Operation&) const override { return false; }
};

}  // namespace

const Dialect& mysql_dialect() {
  static const MysqlDialect dialect;
  return dialect;
}

}  // namespace schemac
