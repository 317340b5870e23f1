// The dialect's face: each function is at home in one of the files beside this one.
#include "dialects/postgresql/conversions.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/legalise.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/normalise.h"
#include "dialects/postgresql/partitions.h"
#include "dialects/postgresql/postgresql.h"
#include "dialects/postgresql/resolve/resolve.h"
#include "dialects/postgresql/sql_objects.h"
#include "dialects/postgresql/statements.h"
#include "dialects/postgresql/types.h"

namespace schemac {
namespace {

class PostgresqlDialect final : public Dialect {
 public:
  const DialectTraits& traits() const override {
    static const DialectTraits traits = {.name = "postgresql",
                                         .title = "PostgreSQL",
                                         .default_schema = "public",
                                         .identifier_limit = postgresql::identifier_limit,
                                         .checks_references = true,
                                         .names_constraints = true,
                                         .compares_column_order = false,
                                         .oldest = {"postgresql", 12, 0},
                                         .newest = {"postgresql", 18, 0},
                                         .renamable_objects = postgresql::renamable_objects(),
                                         .lexis = postgresql::postgresql_lexis()};
    return traits;
  }

  std::string quote(std::string_view identifier) const override { return postgresql::quote(identifier); }
  std::string quote(const QualifiedName& name) const override { return postgresql::quote(name); }
  std::string fold(std::string_view word) const override { return lower(word); }

  Result<Type> parse_type(std::string_view text) const override { return postgresql::parse_type(text); }
  std::string type_sql(const Type& type) const override { return postgresql::type_sql(type); }
  std::string type_short(const Type& type) const override { return postgresql::type_short(type); }
  std::vector<std::string> type_names() const override { return postgresql::type_names(); }
  bool same_type(const Type& a, const Type& b) const override { return a == b; }
  bool holds_every_value(const Type& wide, const Type& narrow) const override {
    return postgresql::holds_every_value(wide, narrow);
  }

  Diagnostics normalise(Schema& schema) const override { return postgresql::normalise(schema); }
  void resolve_expressions(Schema& schema, std::span<const QualifiedName> tables) const override {
    postgresql::resolve_expressions(schema, tables);
  }
  void resolve_objects(Schema& schema) const override { postgresql::resolve_objects(schema); }
  bool same_expression(std::string_view a, std::string_view b) const override {
    return postgresql::same_expression(a, b);
  }
  bool same_default(const Column& a, const Column& b) const override { return postgresql::same_default(a, b); }

  std::optional<Partition> as_table(const SqlObject& partition, const Schema& schema) const override {
    return postgresql::as_table(partition, schema);
  }

  Result<std::vector<Operation>> legalise(std::vector<Operation> operations,
                                          const LegaliseInput& input) const override {
    return postgresql::legalise(std::move(operations), input);
  }
  std::vector<Statement> statements(const Operation& operation, const Schema& before, const Schema&) const override {
    return postgresql::statements(operation, before);
  }
  UnitFrame frame(std::span<const Operation>, const Schema&, const Schema&) const override { return {}; }
  // A label added to an enum cannot be used before it is committed.
  bool shares_transaction(const Operation& operation) const override {
    const auto* labels = std::get_if<AlterEnum>(&operation.variant());
    return !labels || !only_adds(*labels);
  }
};

}  // namespace

std::vector<UnresolvedName> unresolved_postgresql(const Schema& schema) { return postgresql::unresolved_names(schema); }

const Dialect& postgresql_dialect() {
  static const PostgresqlDialect dialect;
  return dialect;
}

}  // namespace schemac
