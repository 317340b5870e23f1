#include "operations/operation.h"

namespace schemac {

Operation::Operation(const Operation&) = default;
Operation::Operation(Operation&&) noexcept = default;
Operation& Operation::operator=(const Operation&) = default;
Operation& Operation::operator=(Operation&&) noexcept = default;
Operation::~Operation() = default;

std::string describe(const Operation& op) {
  return std::visit([](const auto& what) { return describe(what); }, op.variant());
}

void apply(const Operation& op, Schema& schema) {
  std::visit([&](const auto& what) { apply(what, schema); }, op.variant());
}

Undo invert(const Operation& op) {
  return std::visit([](const auto& what) { return invert(what); }, op.variant());
}

Touches touches(const Operation& op) {
  return std::visit([](const auto& what) { return touches(what); }, op.variant());
}

namespace {

template <class T>
constexpr std::string_view kind_of = {};
#define SCHEMAC_KIND(type, text) \
  template <>                    \
  constexpr std::string_view kind_of<type> = text
SCHEMAC_KIND(CreateSchema, "create-schema");
SCHEMAC_KIND(DropSchema, "drop-schema");
SCHEMAC_KIND(RenameSchema, "rename-schema");
SCHEMAC_KIND(CreateTable, "create-table");
SCHEMAC_KIND(DropTable, "drop-table");
SCHEMAC_KIND(RenameTable, "rename-table");
SCHEMAC_KIND(SetTableAttributes, "set-table-attributes");
SCHEMAC_KIND(RebuildTable, "rebuild-table");
SCHEMAC_KIND(AttachPartition, "attach-partition");
SCHEMAC_KIND(DetachPartition, "detach-partition");
SCHEMAC_KIND(AddColumn, "add-column");
SCHEMAC_KIND(DropColumn, "drop-column");
SCHEMAC_KIND(RenameColumn, "rename-column");
SCHEMAC_KIND(AlterColumnType, "alter-column-type");
SCHEMAC_KIND(SetNullability, "set-nullability");
SCHEMAC_KIND(SetDefault, "set-default");
SCHEMAC_KIND(SetIdentity, "set-identity");
SCHEMAC_KIND(DropGenerated, "drop-generated");
SCHEMAC_KIND(SetColumnAttributes, "set-column-attributes");
SCHEMAC_KIND(AddConstraint, "add-constraint");
SCHEMAC_KIND(DropConstraint, "drop-constraint");
SCHEMAC_KIND(RenameConstraint, "rename-constraint");
SCHEMAC_KIND(AlterConstraint, "alter-constraint");
SCHEMAC_KIND(CreateIndex, "create-index");
SCHEMAC_KIND(DropIndex, "drop-index");
SCHEMAC_KIND(RenameIndex, "rename-index");
SCHEMAC_KIND(SetIndexAttributes, "set-index-attributes");
SCHEMAC_KIND(CreateEnum, "create-enum");
SCHEMAC_KIND(DropEnum, "drop-enum");
SCHEMAC_KIND(RenameEnum, "rename-enum");
SCHEMAC_KIND(RenameEnumLabel, "rename-enum-label");
SCHEMAC_KIND(AlterEnum, "alter-enum");
SCHEMAC_KIND(CreateSequence, "create-sequence");
SCHEMAC_KIND(DropSequence, "drop-sequence");
SCHEMAC_KIND(RenameSequence, "rename-sequence");
SCHEMAC_KIND(AlterSequence, "alter-sequence");
SCHEMAC_KIND(SetComment, "set-comment");
SCHEMAC_KIND(Backfill, "backfill");
SCHEMAC_KIND(CreateSqlObject, "create-sql-object");
SCHEMAC_KIND(DropSqlObject, "drop-sql-object");
SCHEMAC_KIND(ReplaceSqlObject, "replace-sql-object");
SCHEMAC_KIND(RenameSqlObject, "rename-sql-object");
#undef SCHEMAC_KIND

}  // namespace

std::string_view kind_name(const Operation& op) {
  return std::visit(
      []<class T>(const T&) {
        static_assert(!kind_of<T>.empty(), "every operation has a kind name");
        return kind_of<T>;
      },
      op.variant());
}

}  // namespace schemac
