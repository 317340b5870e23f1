#include "diff/compare.h"
#include "operations/object_ids.h"

namespace schemac {
namespace {

bool same_generation(const Dialect& dialect, const Column& a, const Column& b) {
  if (a.generated.has_value() != b.generated.has_value()) return false;
  if (!a.generated) return true;
  return a.generated->stored == b.generated->stored &&
         dialect.same_expression(a.generated->expression.sql, b.generated->expression.sql);
}

// A stored column can let go of its expression and keep what it holds; every other change of generation is another
// column.
bool keeps_values_ungenerated(const Column& from, const Column& to) {
  return from.generated && from.generated->stored && !to.generated;
}

bool same_identity(const Column& a, const Column& b) {
  if (a.identity.has_value() != b.identity.has_value()) return false;
  if (!a.identity) return true;
  const bool same_name = !b.identity->sequence.stated || !a.identity->sequence.stated ||
                         a.identity->sequence.text == b.identity->sequence.text;
  return same_name && a.identity->kind == b.identity->kind && a.identity->options == b.identity->options;
}

class ColumnComparison {
 public:
  ColumnComparison(const CompareInput& input, const Table& table, const Column& from, const Column& to,
                   const std::set<QualifiedName>& changed_enums, Compared& out)
      : in_(input), table_(table.name), from_(from), to_(to), now_(from), out_(out) {
    const auto& type = from.type.user_type;
    labels_change_ = type && changed_enums.contains(*type);
  }

  void run(std::size_t from_position, std::size_t to_position) {
    if (!same_generation(in_.dialect, from_, to_) && !keeps_values_ungenerated(from_, to_)) {
      add(DropColumn{table_, from_, from_position});
      add(AddColumn{table_, to_, to_position});
      return;
    }
    if (from_.generated && !to_.generated) {
      add(DropGenerated{table_, now_});
      now_.generated.reset();
    }
    const bool retyped = !in_.dialect.same_type(from_.type, to_.type) || collation_differs();
    const bool other_default =
        !in_.dialect.same_default(from_, to_) || from_.default_value.has_value() != to_.default_value.has_value();
    name_sequence();
    const bool other_identity =
        in_.coverage.covers(Aspect::identity_options) ? !same_identity(from_, to_) : other_numbers();
    if (other_identity && !to_.identity) identity();
    if (other_default && from_.default_value && (retyped || labels_change_ || !to_.default_value))
      set_default(std::nullopt);
    if (retyped) retype();
    if (other_default && to_.default_value) set_default(to_.default_value);
    if (other_identity && to_.identity) identity();
    if (from_.not_null != to_.not_null) {
      add(SetNullability{table_, now_, to_.not_null});
      now_.not_null = to_.not_null;
    }
    if (in_.coverage.covers(Aspect::storage) && from_.attributes != to_.attributes)
      add(SetColumnAttributes{table_, now_, to_.attributes});
    if (in_.coverage.covers(Aspect::comments) && from_.comment != to_.comment)
      add(SetComment{column_id(table_, to_.name), from_.comment, to_.comment});
  }

 private:
  // Of options that nobody states those that follow the column's type are another thing.
  bool other_numbers() const {
    if (from_.identity.has_value() != to_.identity.has_value()) return true;
    return from_.identity && from_.identity->options.type != to_.identity->options.type;
  }

  template <class Op>
  void add(Op op) {
    out_.operations.emplace_back(std::move(op));
  }

  bool collation_differs() const { return in_.coverage.covers(Aspect::collations) && from_.collation != to_.collation; }

  // A sequence that nobody named is called as it is, unless something new needs that name.
  void name_sequence() {
    if (!from_.identity || !to_.identity || to_.identity->sequence.stated) return;
    const auto other =
        in_.in_the_way.instead_of({table_.schema, from_.identity->sequence.text}, to_.identity->sequence);
    to_.identity->sequence = other ? ObjectName{*other, true} : from_.identity->sequence;
  }

  void identity() {
    add(SetIdentity{table_, now_, to_.identity, to_.identity ? std::nullopt : now_.default_value});
    now_.identity = to_.identity;
  }

  void set_default(std::optional<Expression> value) {
    add(SetDefault{table_, now_, value});
    now_.default_value = std::move(value);
  }

  void retype() {
    Column after = now_;
    after.type = to_.type;
    if (in_.coverage.covers(Aspect::collations)) after.collation = to_.collation;
    AlterColumnType op{table_, now_, after};
    const auto intent = in_.intents.find(column_id(table_, to_.name));
    if (intent != in_.intents.end() && intent->second.conversion) op.conversion = intent->second.conversion->sql;
    add(std::move(op));
    now_ = after;
  }

  const CompareInput& in_;
  const QualifiedName& table_;
  const Column& from_;
  Column to_;
  Column now_;  // as the operations so far leave it
  bool labels_change_ = false;
  Compared& out_;
};

}  // namespace

void compare_column(const CompareInput& input, const Table& table, const Column& from, const Column& to,
                    const std::set<QualifiedName>& changed_enums, Compared& out) {
  const auto* wanted = input.to.tables.find(table.name);
  ColumnComparison(input, table, from, to, changed_enums, out)
      .run(table.columns.position(from.name), wanted->columns.position(to.name));
}

}  // namespace schemac
