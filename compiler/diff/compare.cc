#include "diff/compare.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "diff/dependencies.h"
#include "diff/passed_on_names.h"
#include "operations/object_ids.h"

namespace schemac {
namespace {

class Comparison {
 public:
  explicit Comparison(const CompareInput& input) : in_(input) {}

  Compared run() {
    if (in_.coverage.covers(Aspect::namespaces)) namespaces();
    if (in_.coverage.covers(Aspect::enums)) enums();
    if (in_.coverage.covers(Aspect::sequences)) sequences();
    tables();
    sql_objects();
    return std::move(out_);
  }

 private:
  template <class Op>
  void add(Op op) {
    out_.operations.emplace_back(std::move(op));
  }

  void comment(const ObjectId& id, const std::optional<std::string>& before, const std::optional<std::string>& after) {
    if (in_.coverage.covers(Aspect::comments) && before != after) add(SetComment{id, before, after});
  }

  bool covered(const QualifiedName& name) const { return in_.coverage.covers_namespace(name.schema); }

  void namespaces() {
    const auto& standard = in_.dialect.traits().default_schema;
    for (const auto& [name, space] : in_.to.namespaces)
      if (const auto* have = in_.from.namespaces.find(name))
        comment(schema_id(name), have->comment, space->comment);
      else if (name != standard || in_.coverage.covers_namespace(name))
        add(CreateSchema{*space});
    for (const auto& [name, space] : in_.from.namespaces)
      if (name != standard && !in_.to.namespaces.contains(name) && in_.coverage.covers_namespace(name))
        add(DropSchema{*space});
  }

  void enums() {
    for (const auto& [name, type] : in_.to.enums) {
      const auto* have = in_.from.enums.find(name);
      if (!have) {
        add(CreateEnum{*type});
        continue;
      }
      if (have->labels != type->labels) {
        AlterEnum labels{*have, *type};
        if (!only_adds(labels)) {
          changed_enums_.insert(name);
          say_where_rows_go(labels);
        }
        add(std::move(labels));
      }
      comment(type_id(name), have->comment, type->comment);
    }
    for (const auto& [name, type] : in_.from.enums)
      if (!in_.to.enums.contains(name) && covered(name)) add(DropEnum{*type});
  }

  // `paid was settled` where both labels are there: rows of the one that goes get the other. And `using` of a column.
  void say_where_rows_go(AlterEnum& op) const {
    const auto& name = op.after.name;
    const auto holds = [](const EnumType& type, const std::string& label) {
      return std::find(type.labels.begin(), type.labels.end(), label) != type.labels.end();
    };
    for (const auto& label : op.after.labels) {
      const auto intent = in_.intents.find({ObjectKind::enum_label, name, label});
      if (intent == in_.intents.end()) continue;
      for (const auto& was : intent->second.was)
        if (holds(op.before, was.name) && !holds(op.after, was.name)) op.replacements.emplace(was.name, label);
    }
    for (const auto& [id, intent] : in_.intents) {
      if (id.kind != ObjectKind::column || !intent.conversion) continue;
      const auto* have = column_of(in_.from, id);
      const auto* wanted = column_of(in_.to, id);
      if (have && wanted && have->type.user_type == name && have->type == wanted->type)
        op.conversions.emplace(ColumnName{id.name, id.part}, intent.conversion->sql);
    }
  }

  static const Column* column_of(const Schema& schema, const ObjectId& id) {
    const auto* table = schema.tables.find(id.name);
    return table ? table->columns.find(id.part) : nullptr;
  }

  void sequences() {
    for (const auto& [name, wanted] : in_.to.sequences) {
      const auto* have = in_.from.sequences.find(name);
      if (!have) {
        add(CreateSequence{*wanted});
        continue;
      }
      comment(sequence_id(name), have->comment, wanted->comment);
      Sequence after = *wanted;
      after.comment = have->comment;
      if (!(after == *have)) add(AlterSequence{*have, after});
    }
    for (const auto& [name, sequence] : in_.from.sequences)
      if (!in_.to.sequences.contains(name) && covered(name)) add(DropSequence{*sequence});
  }

  bool other_order(const Table& a, const Table& b) const {
    return in_.dialect.traits().compares_column_order &&
           !std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(),
                       [](const Column& x, const Column& y) { return x.name == y.name; });
  }

  void tables() {
    for (const auto& [name, wanted] : in_.to.tables) {
      if (const auto* have = in_.from.tables.find(name)) {
        if (have != wanted.get() && (!(*have == *wanted) || other_order(*have, *wanted)))
          compare_table(in_, *have, *wanted, changed_enums_, out_);
        continue;
      }
      Table bare = *wanted;
      bare.indexes.clear();
      add(CreateTable{std::move(bare)});
      for (const auto& index : wanted->indexes) add(CreateIndex{name, index});
    }
    for (const auto& [name, table] : in_.from.tables)
      if (!in_.to.tables.contains(name) && covered(name)) add(DropTable{*table});
  }

  bool exists_unmanaged(const SqlObjectKey& key) const {
    return std::any_of(in_.from.unmanaged.begin(), in_.from.unmanaged.end(), [&](const UnmanagedObject& object) {
      return object.kind == key.kind && object.name == key.name;
    });
  }

  SqlObject with_dependencies(SqlObject object, const Schema& schema) const {
    if (object.read_back || object.references) return object;  // known already
    object.depends_on = dependencies_of(object, schema, in_.dialect);
    return object;
  }

  bool same_definition(const SqlObject& a, const SqlObject& b) const {
    return a.definition == b.definition || in_.dialect.same_expression(a.definition, b.definition);
  }

  bool is_whole_statement(const SqlObject& object) const {
    if (object.read_back) return true;
    static constexpr std::array<std::string_view, 6> verbs = {"create", "alter", "grant", "revoke", "comment", "set"};
    const auto tokens = sql_tokens(object.definition, in_.dialect.traits().lexis);
    return !tokens.empty() && std::any_of(verbs.begin(), verbs.end(), [&](std::string_view verb) {
      return equal_ignoring_case(tokens.front().text(object.definition), verb);
    });
  }

  // A text says of few objects, or of none, whose they are: what it leaves out stays as it is.
  static bool knows_owners(const Schema& schema) {
    return std::any_of(schema.sql_objects.begin(), schema.sql_objects.end(),
                       [](const auto& entry) { return is_owner(*entry.second) && entry.second->read_back; });
  }

  void sql_objects() {
    for (const auto& [key, object] : in_.to.sql_objects) {
      const auto* have = in_.from.sql_objects.find(key);
      if (have && same_definition(*have, *object)) continue;
      if (have && have->read_back && !is_whole_statement(*object))
        out_.notes.push_back(
            fmt::format("{} {} already exists in the database; only a complete statement can be compared with it",
                        key.kind, display(key.name)));
      else if (have)
        add(ReplaceSqlObject{with_dependencies(*have, in_.from), with_dependencies(*object, in_.to)});
      else if (exists_unmanaged(key))
        out_.notes.push_back(
            fmt::format("{} {} already exists in the database; its text is not compared", key.kind, display(key.name)));
      else
        add(CreateSqlObject{with_dependencies(*object, in_.to)});
    }
    for (const auto& [key, object] : in_.from.sql_objects)
      if (!in_.to.sql_objects.contains(key) && covered(key.name) && (!is_owner(*object) || knows_owners(in_.to)))
        add(DropSqlObject{with_dependencies(*object, in_.from)});
  }

  const CompareInput& in_;
  std::set<QualifiedName> changed_enums_;
  Compared out_;
};

}  // namespace

Compared compare(const CompareInput& input) {
  auto compared = Comparison(input).run();
  compared.operations = with_names_passed_on(std::move(compared.operations), input.dialect.traits().identifier_limit);
  return compared;
}

}  // namespace schemac
