#include "dialects/postgresql/newer_syntax.h"

#include <fmt/format.h>

namespace schemac::postgresql {
namespace {

// The versions are those of PostgreSQL's release notes, section "Changes", of the version that is named.
class Finder {
 public:
  explicit Finder(int major) : major_(major) {}

  Diagnostics take() { return std::move(errors_); }

  void look(const Operation& op) {
    if (const auto* create = std::get_if<CreateTable>(&op.variant())) table(create->table);
    if (const auto* rebuild = std::get_if<RebuildTable>(&op.variant())) table(rebuild->after);
    if (const auto* add = std::get_if<AddColumn>(&op.variant())) column(add->table, add->column);
    if (const auto* set = std::get_if<SetColumnAttributes>(&op.variant()))
      attributes(set->table, set->before.name, set->after);
    if (const auto* add = std::get_if<AddConstraint>(&op.variant())) constraint(add->table, add->constraint);
    if (const auto* create = std::get_if<CreateIndex>(&op.variant())) index(create->table, create->index);
    if (const auto* create = std::get_if<CreateSequence>(&op.variant());
        create && create->sequence.attributes.contains("unlogged"))
      needs(15, fmt::format("sequence `{}` is UNLOGGED", display(create->sequence.name)));
    if (const auto* set = std::get_if<SetTableAttributes>(&op.variant()))
      if (set->before.contains("access_method") != set->after.contains("access_method"))
        needs(15, fmt::format("table `{}` gets another access method", display(set->table)));
    if (const auto* drop = std::get_if<DropGenerated>(&op.variant()))
      needs(13,
            fmt::format("generated column `{}.{}` becomes an ordinary one", display(drop->table), drop->before.name));
  }

 private:
  void needs(int major, const std::string& what) {
    if (major_ >= major) return;
    errors_.push_back(
        error_at("needs-newer-server",
                 fmt::format("{}, which PostgreSQL has from {} on, and this server is {}: leave it out of the "
                             "schema, or upgrade the server first",
                             what, major, major_)));
  }

  void table(const Table& table) {
    for (const auto& each : table.columns) column(table.name, each);
    for (const auto& each : table.constraints) constraint(table.name, each);
    for (const auto& each : table.indexes) index(table.name, each);
  }

  void column(const QualifiedName& table, const Column& column) {
    if (column.generated && !column.generated->stored)
      needs(18, fmt::format("column `{}.{}` is generated VIRTUAL", display(table), column.name));
    attributes(table, column.name, column.attributes);
  }

  void attributes(const QualifiedName& table, const std::string& column, const Attributes& attributes) {
    if (attributes.contains("compression"))
      needs(14, fmt::format("column `{}.{}` says COMPRESSION", display(table), column));
  }

  void constraint(const QualifiedName& table, const Constraint& constraint) {
    const auto says = [&](std::string_view words) {
      return fmt::format("constraint `{}` of `{}` says {}", constraint.name.text, display(table), words);
    };
    if (const auto* key = std::get_if<Key>(&constraint.body); key && key->nulls_not_distinct)
      needs(15, says("NULLS NOT DISTINCT"));
    if (const auto* key = std::get_if<ForeignKey>(&constraint.body); key && !key->on_delete_columns.empty())
      needs(15, says("which columns ON DELETE sets"));
    if (constraint.attributes.contains("enforced")) needs(18, says("NOT ENFORCED"));
    if (constraint.attributes.contains("period")) needs(18, says("WITHOUT OVERLAPS or PERIOD"));
  }

  void index(const QualifiedName& table, const Index& index) {
    if (index.nulls_not_distinct)
      needs(15, fmt::format("index `{}` of `{}` says NULLS NOT DISTINCT", index.name.text, display(table)));
  }

  int major_;
  Diagnostics errors_;
};

}  // namespace

Diagnostics too_new_for(int major, const std::vector<Operation>& operations) {
  if (major == 0) return {};
  Finder finder(major);
  for (const auto& op : operations) finder.look(op);
  return finder.take();
}

}  // namespace schemac::postgresql
