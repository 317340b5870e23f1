#include "dialects/mysql/legalise.h"

#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/overloaded.h"
#include "dialects/mysql/collations.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/normalise.h"
#include "dialects/mysql/sql_objects.h"
#include "dialects/mysql/types.h"
#include "operations/object_ids.h"

namespace schemac::mysql {
namespace {

template <class T>
const T* as(const Operation& operation) {
  return std::get_if<T>(&operation.variant());
}

bool is_foreign_key(const Constraint& constraint) { return std::holds_alternative<ForeignKey>(constraint.body); }

// The table whose inside an operation changes, apart from its foreign keys: those need other tables too and go by
// themselves.
std::optional<QualifiedName> changed_table(const Operation& operation) {
  using Name = std::optional<QualifiedName>;
  return std::visit(
      Overloaded{
          [](const SetTableAttributes& op) -> Name { return op.table; },
          [](const RebuildTable& op) -> Name { return op.after.name; },
          [](const AddColumn& op) -> Name { return op.table; },
          [](const DropColumn& op) -> Name { return op.table; },
          [](const AlterColumnType& op) -> Name { return op.table; },
          [](const SetNullability& op) -> Name { return op.table; },
          [](const SetDefault& op) -> Name { return op.table; },
          [](const SetIdentity& op) -> Name { return op.table; },
          [](const DropGenerated& op) -> Name { return op.table; },
          [](const SetColumnAttributes& op) -> Name { return op.table; },
          [](const AddConstraint& op) -> Name { return is_foreign_key(op.constraint) ? Name() : op.table; },
          [](const DropConstraint& op) -> Name { return is_foreign_key(op.constraint) ? Name() : op.table; },
          [](const RenameConstraint& op) -> Name { return op.table; },
          [](const AlterConstraint& op) -> Name { return op.table; },
          [](const CreateIndex& op) -> Name { return op.table; },
          [](const DropIndex& op) -> Name { return op.table; },
          [](const RenameIndex& op) -> Name { return op.table; },
          [](const SetIndexAttributes& op) -> Name { return op.table; },
          [](const SetComment& op) -> Name { return op.object.kind == ObjectKind::sequence ? Name() : op.object.name; },
          [](const auto&) -> Name { return {}; },
      },
      operation.variant());
}

// What changes places comes first, drops before what takes their place, everything else after the columns it names.
int rank(const Operation& operation) {
  if (as<RebuildTable>(operation)) return 0;
  if (as<DropIndex>(operation) || as<DropConstraint>(operation)) return 1;
  if (as<DropColumn>(operation)) return 2;
  if (as<AddColumn>(operation)) return 3;
  if (as<AddConstraint>(operation) || as<CreateIndex>(operation)) return 5;
  // which say the new name of what gets another one
  if (as<SetComment>(operation) || as<SetIndexAttributes>(operation) || as<AlterConstraint>(operation)) return 6;
  return 4;
}

class Legaliser {
 public:
  Legaliser(std::vector<Operation> operations, const LegaliseInput& in) : operations_(std::move(operations)), in_(in) {}

  std::vector<Operation> run() {
    part_renamed_foreign_keys();
    give_new_tables_their_indexes();
    remake_foreign_keys();
    replace_objects();
    remake_following_triggers();
    return fused();
  }

 private:
  // --- a foreign key has no other name than the one it was made with ---
  void part_renamed_foreign_keys() {
    std::vector<Operation> out;
    std::vector<RenameConstraint> renamed;
    for (auto& operation : operations_) {
      const auto* rename = as<RenameConstraint>(operation);
      if (!rename || !is_foreign_key(rename->constraint)) {
        out.push_back(std::move(operation));
        continue;
      }
      // on its way to the name of another, through a working name
      const auto under_way = std::find_if(renamed.begin(), renamed.end(), [&](const RenameConstraint& earlier) {
        return earlier.table == rename->table && earlier.to.text == rename->constraint.name.text;
      });
      if (under_way != renamed.end())
        under_way->to = rename->to;
      else
        renamed.push_back(*rename);
    }
    for (const auto& rename : renamed) {
      Constraint again = rename.constraint;
      again.name = rename.to;
      out.emplace_back(DropConstraint{rename.table, rename.constraint});
      out.emplace_back(AddConstraint{rename.table, std::move(again)});
    }
    operations_ = std::move(out);
  }

  // --- CREATE TABLE says the indexes as well: AUTO_INCREMENT wants one, and a foreign key makes its own where there is
  // none ---
  void give_new_tables_their_indexes() {
    std::map<QualifiedName, std::vector<Index>> indexes;
    for (const auto& operation : operations_)
      if (const auto* create = as<CreateTable>(operation)) indexes[create->table.name];
    std::erase_if(operations_, [&](const Operation& operation) {
      const auto* index = as<CreateIndex>(operation);
      const auto at = index ? indexes.find(index->table) : indexes.end();
      if (at == indexes.end()) return false;
      at->second.push_back(index->index);
      return true;
    });
    for (auto& operation : operations_)
      if (auto* create = std::get_if<CreateTable>(static_cast<OperationVariant*>(&operation)))
        append_all(create->table.indexes, indexes[create->table.name]);
  }

  static void append_all(std::vector<Index>& to, const std::vector<Index>& more) {
    to.insert(to.end(), more.begin(), more.end());
  }

  // --- a column that a foreign key compares keeps its type as long as the key is there ---
  std::set<ColumnName> retyped_columns() const {
    std::set<QualifiedName> touched;
    for (const auto& operation : operations_)
      if (const auto table = changed_table(operation)) touched.insert(*table);
    std::set<ColumnName> out;
    for (const auto& name : touched) {
      const auto* from = in_.from.tables.find(name);
      const auto* to = in_.to.tables.find(name);
      if (!from || !to) continue;
      for (const auto& column : from->columns) {
        const auto* has = to->columns.find(column.name);
        if (!has) continue;
        const bool same = column.type == has->type && (!is_string(column.type) || effective_collation(*from, column) ==
                                                                                      effective_collation(*to, *has));
        // to count or not is another column to MySQL
        const bool counts = !is_mariadb(in_.from.engine) && column.identity.has_value() != has->identity.has_value();
        if (!same || counts || column.generated != has->generated) out.insert({name, column.name});
      }
    }
    return out;
  }

  void remake_foreign_keys() {
    const auto retyped = retyped_columns();
    if (retyped.empty()) return;
    const auto stands_in_the_way = [&](const QualifiedName& table, const ForeignKey& key) {
      const auto any = [&](const QualifiedName& of, const std::vector<std::string>& columns) {
        return std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
          return retyped.contains({of, column});
        });
      };
      return any(table, key.columns) || any(key.references, key.referenced_columns);
    };
    std::set<std::pair<QualifiedName, std::string>> dropped;
    for (const auto& operation : operations_)
      if (const auto* drop = as<DropConstraint>(operation))
        dropped.emplace(drop->table, constraint_label(drop->constraint));
    for (const auto& [name, table] : in_.from.tables) {
      if (!in_.to.tables.contains(name)) continue;
      for (const auto& constraint : table->constraints) {
        const auto* key = std::get_if<ForeignKey>(&constraint.body);
        if (!key || !stands_in_the_way(name, *key) || dropped.contains({name, constraint_label(constraint)})) continue;
        operations_.emplace_back(DropConstraint{name, constraint});
        operations_.emplace_back(AddConstraint{name, constraint});
      }
    }
  }

  // --- views, triggers, routines ---
  void replace_objects() {
    std::vector<Operation> out;
    std::set<SqlObjectKey> replaced;
    for (const auto& operation : operations_)
      if (const auto* replace = as<ReplaceSqlObject>(operation))
        replaced.insert({replace->before.kind, replace->before.name});
    for (auto& operation : operations_) {
      auto* replace = std::get_if<ReplaceSqlObject>(static_cast<OperationVariant*>(&operation));
      if (!replace) {
        out.push_back(std::move(operation));
      } else if (can_replace(replace->after, in_.from.engine) && stays_possible(replace->before, replaced)) {
        replace->before.depends_on.clear();  // nobody minds what an old text named
        out.push_back(std::move(operation));
      } else {
        out.emplace_back(DropSqlObject{replace->before});
        out.emplace_back(CreateSqlObject{replace->after});
      }
    }
    operations_ = std::move(out);
  }

  // What the old text names is there to the end: on the way back it can be put in the new one's place as well.
  // A function under a view may have got other parameters, a view other columns.
  bool stays_possible(const SqlObject& object, const std::set<SqlObjectKey>& replaced) const {
    return std::all_of(object.depends_on.begin(), object.depends_on.end(), [&](const ObjectId& need) {
      const auto* table = in_.to.tables.find(need.name);
      if (need.kind == ObjectKind::table) return table != nullptr;
      if (need.kind == ObjectKind::column || need.kind == ObjectKind::column_type)
        return table && table->columns.find(need.part);
      const SqlObjectKey key{need.part, need.name};
      return need.kind != ObjectKind::sql_object || (in_.to.sql_objects.contains(key) && !replaced.contains(key));
    });
  }

  // Whoever follows a trigger that is made again is made again behind it.
  void remake_following_triggers() {
    std::set<ObjectId> gone;
    for (const auto& operation : operations_)
      if (const auto* drop = as<DropSqlObject>(operation); drop && drop->object.kind == "trigger")
        gone.insert({ObjectKind::sql_object, drop->object.name, "trigger"});
    for (bool more = !gone.empty(); more;) {
      more = false;
      for (const auto& [key, object] : in_.from.sql_objects) {
        const ObjectId id{ObjectKind::sql_object, key.name, key.kind};
        const auto* wanted = in_.to.sql_objects.find(key);
        if (key.kind != "trigger" || gone.contains(id) || !wanted) continue;
        const auto& needs = object->depends_on;
        if (std::none_of(needs.begin(), needs.end(), [&](const ObjectId& need) { return gone.contains(need); }))
          continue;
        std::erase_if(operations_, [&](const Operation& operation) {
          const auto* replace = as<ReplaceSqlObject>(operation);
          return replace && replace->before.name == key.name && replace->before.kind == key.kind;
        });
        operations_.emplace_back(DropSqlObject{*object});
        operations_.emplace_back(CreateSqlObject{*wanted});
        gone.insert(id);
        more = true;
      }
    }
  }

  // --- one ALTER TABLE for a table ---
  std::vector<Operation> fused() {
    std::vector<Operation> out;
    std::map<QualifiedName, std::vector<Operation>> by_table;
    std::set<QualifiedName> filled;  // a column is filled in between: its table changes step by step
    for (const auto& operation : operations_) {
      if (const auto* fill = as<Backfill>(operation)) filled.insert(fill->table);
      if (const auto* alter = as<AlterColumnType>(operation); alter && alter->conversion) filled.insert(alter->table);
      note_foreign_key(operation);
    }
    for (auto& operation : operations_) {
      const auto table = changed_table(operation);
      const bool apart = !table || !in_.from.tables.contains(*table) || filled.contains(*table);
      if (!apart)
        by_table[*table].push_back(std::move(operation));
      else if (!as<RebuildTable>(operation))
        out.push_back(std::move(operation));
    }
    for (auto& [name, changes] : by_table) {
      // beside a foreign key even one change keeps its place: the index that a key needs is there before it, and goes
      // after it
      if (changes.size() == 1 && !beside_foreign_keys_.contains(name) && !stands_in_the_middle(changes.front()) &&
          !changes_collation(changes.front()))
        out.push_back(without_foreign_keys(std::move(changes.front())));
      else
        out.emplace_back(one_alteration(name, std::move(changes)));
    }
    return out;
  }

  void note_foreign_key(const Operation& operation) {
    const auto* drop = as<DropConstraint>(operation);
    const auto* add = as<AddConstraint>(operation);
    if (drop && is_foreign_key(drop->constraint)) dropped_keys_[drop->table].insert(constraint_label(drop->constraint));
    for (const auto* key : {drop ? std::get_if<ForeignKey>(&drop->constraint.body) : nullptr,
                            add ? std::get_if<ForeignKey>(&add->constraint.body) : nullptr})
      if (key) beside_foreign_keys_.insert({drop ? drop->table : add->table, key->references});
  }

  // By the time a table is changed, the keys that go are gone and those that come are not there.
  void leave_out_foreign_keys(Table& table) const {
    const auto gone = dropped_keys_.find(table.name);
    if (gone == dropped_keys_.end()) return;
    std::erase_if(table.constraints, [&](const Constraint& constraint) {
      return is_foreign_key(constraint) && gone->second.contains(constraint_label(constraint));
    });
  }

  Operation without_foreign_keys(Operation operation) const {
    if (auto* rebuild = std::get_if<RebuildTable>(static_cast<OperationVariant*>(&operation))) {
      leave_out_foreign_keys(rebuild->before);
      leave_out_foreign_keys(rebuild->after);
      rebuild->copies.clear();
    }
    return operation;
  }

  // Foreign keys that compare the table's columns know when those change by what happens to the table as a whole.
  static bool changes_collation(const Operation& operation) {
    const auto* options = as<SetTableAttributes>(operation);
    const auto collation = [](const Attributes& attributes) {
      const auto at = attributes.find("collate");
      return at == attributes.end() ? std::string() : at->second;
    };
    return options && collation(options->before) != collation(options->after);
  }

  // ADD COLUMN alone puts it behind all others.
  bool stands_in_the_middle(const Operation& operation) const {
    const auto* add = as<AddColumn>(operation);
    const auto* from = add ? in_.from.tables.find(add->table) : nullptr;
    const auto* to = add ? in_.to.tables.find(add->table) : nullptr;
    if (!from || !to) return false;
    const auto place = to->columns.position(add->column.name);
    return std::any_of(from->columns.begin(), from->columns.end(), [&](const Column& column) {
      const auto other = to->columns.position(column.name);
      return other > place && other < to->columns.size();
    });
  }

  // Those that stay have been put in order already; what is new takes its place among them.
  void order_columns(Table& table, const std::vector<Operation>& changes) const {
    const auto* to = in_.to.tables.find(table.name);
    if (!to) return;
    std::vector<Column> kept, added;
    const auto is_new = [&](const Column& column) {
      return std::any_of(changes.begin(), changes.end(), [&](const Operation& change) {
        const auto* add = as<AddColumn>(change);
        return add && add->column.name == column.name;
      });
    };
    for (const auto& column : table.columns) (is_new(column) ? added : kept).push_back(column);
    std::stable_sort(added.begin(), added.end(), [&](const Column& a, const Column& b) {
      return to->columns.position(a.name) < to->columns.position(b.name);
    });
    for (auto& column : added) {
      // behind the last of those that stand before it
      const auto before = [&](const Column& other) {
        return to->columns.position(other.name) < to->columns.position(column.name);
      };
      const auto last = std::find_if(kept.rbegin(), kept.rend(), before);
      kept.insert(last.base(), std::move(column));
    }
    table.columns = {};
    for (auto& column : kept) table.columns.add(std::move(column));
  }

  RebuildTable one_alteration(const QualifiedName& name, std::vector<Operation> changes) const {
    std::stable_sort(changes.begin(), changes.end(),
                     [](const Operation& a, const Operation& b) { return rank(a) < rank(b); });
    Schema state;
    state.engine = in_.from.engine;
    state.tables.set(name, *in_.from.tables.find(name));
    RebuildTable out{.before = {}, .after = {}, .copies = {}, .reasons = {}};
    for (const auto& change : changes) {
      apply(change, state);
      out.reasons.push_back(describe(change));
    }
    out.before = *in_.from.tables.find(name);
    out.after = *state.tables.find(name);
    order_columns(out.after, changes);
    leave_out_foreign_keys(out.before);
    leave_out_foreign_keys(out.after);
    return out;
  }

  std::vector<Operation> operations_;
  const LegaliseInput& in_;
  std::map<QualifiedName, std::set<std::string>> dropped_keys_;
  std::set<QualifiedName> beside_foreign_keys_;
};

bool is_of_labels(const AlterColumnType& alter) {
  return alter.before.type.name == "enum" && alter.after.type.name == "enum";
}

// CASE `status` WHEN 'cancelled' THEN 'refunded' … END: rows that hold a label which was not there before get the one
// back that it came for, the first of several.
std::optional<std::string> labels_back(const AlterColumnType& alter) {
  const auto& sql = *alter.conversion;
  std::vector<std::string> texts;
  for (const auto& token : sql_tokens(sql, lexis))
    if (token.kind == SqlTokenKind::string) texts.emplace_back(token.text(sql));
  const auto contains = [](const std::vector<std::string>& labels, const std::string& label) {
    return std::ranges::find(labels, label) != labels.end();
  };
  const auto &had = alter.before.type.arguments, &has = alter.after.type.arguments;
  std::set<std::string> known;
  std::string cases;
  for (std::size_t at = 0; at + 1 < texts.size(); at += 2)
    if (contains(had, texts[at]) && contains(has, texts[at + 1]) && !contains(had, texts[at + 1]) &&
        known.insert(texts[at + 1]).second)
      cases += fmt::format(" WHEN {} THEN {}", texts[at + 1], texts[at]);
  const auto column = quote(alter.before.name);
  return cases.empty() ? std::nullopt : std::optional(fmt::format("CASE {0}{1} ELSE {0} END", column, cases));
}

void state_labels_back(std::vector<Operation>& operations) {
  for (auto& operation : operations)
    if (auto* alter = std::get_if<AlterColumnType>(static_cast<OperationVariant*>(&operation));
        alter && alter->conversion && !alter->conversion_back && is_of_labels(*alter))
      alter->conversion_back = labels_back(*alter);
}

Diagnostics without_words(const std::vector<Operation>& operations) {
  Diagnostics errors;
  for (const auto& operation : operations)
    if (const auto* alter = as<AlterColumnType>(operation); alter && alter->conversion && !is_of_labels(*alter))
      errors.push_back(
          error_at("no-conversion", fmt::format("found `using` for `{}.{}`: MySQL converts values in its own way "
                                                "alone; add another column with a `backfill`, and drop "
                                                "this one in a later migration",
                                                display(alter->table), alter->after.name)));
  return errors;
}

}  // namespace

Result<std::vector<Operation>> legalise(std::vector<Operation> operations, const LegaliseInput& input) {
  if (auto found = without_words(operations); !found.empty()) return std::unexpected(std::move(found));
  state_labels_back(operations);
  return Legaliser(std::move(operations), input).run();
}

}  // namespace schemac::mysql
