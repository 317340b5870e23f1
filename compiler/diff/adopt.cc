#include "diff/adopt.h"

#include <algorithm>
#include <iterator>

namespace schemac {
namespace {

using Columns = std::vector<std::string>;

std::optional<Columns> plain_columns(const Index& index) {
  Columns out;
  for (const auto& key : index.keys) {
    if (key.expression || key.descending) return std::nullopt;
    out.push_back(key.column);
  }
  return out;
}

// How much of its columns an index or a key holds is no storage, nor what a foreign key does.
bool is_meant(const std::string& attribute) {
  return attribute == "lengths" || attribute == "on_delete" || attribute == "on_update";
}

class Adoption {
 public:
  Adoption(const Schema& schema, const Table& present, const Coverage& coverage, Table& wanted)
      : schema_(schema), present_(present), coverage_(coverage), wanted_(wanted) {}

  void run() {
    if (unsaid(Aspect::column_order)) column_order();
    if (unsaid(Aspect::storage)) wanted_.attributes = present_.attributes;
    if (unsaid(Aspect::comments)) wanted_.comment = present_.comment;
    for (auto& column : wanted_.columns)
      if (const auto* have = present_.columns.find(column.name)) adopt(*have, column);
    if (unsaid(Aspect::unique_constraints)) unique_constraints();
    for (const auto& have : present_.constraints) constraint(have);
    for (const auto& have : present_.indexes) index(have);
  }

 private:
  bool unsaid(Aspect aspect) const { return !coverage_.covers(aspect); }

  void column_order() {
    std::vector<Column> columns(wanted_.columns.begin(), wanted_.columns.end());
    const auto place = [&](const Column& column) {
      return present_.columns.find(column.name) ? present_.columns.position(column.name) : present_.columns.size();
    };
    std::ranges::stable_sort(columns, {}, place);
    wanted_.columns = {};
    for (auto& column : columns) wanted_.columns.add(std::move(column));
  }

  static void adopt_storage(const Attributes& have, Attributes& wanted) {
    std::erase_if(wanted, [](const auto& entry) { return !is_meant(entry.first); });
    for (const auto& [key, value] : have)
      if (!is_meant(key)) wanted[key] = value;
  }

  bool has_columns(const Columns& columns) const {
    return std::all_of(columns.begin(), columns.end(),
                       [&](const std::string& name) { return wanted_.columns.find(name) != nullptr; });
  }

  static bool is_key(const Table& table, const std::string& column) {
    const auto* key = primary_key(table);
    return key && std::ranges::find(key->columns, column) != key->columns.end();
  }

  // Numbers that ended with the column's type go on with the new one: nobody says that the key is full at 2147483647.
  static void adopt_options(const Column& have, Column& column) {
    const auto wanted = column.identity->options;
    column.identity = have.identity;
    auto& options = column.identity->options;
    const std::int64_t greatest = have.type.name == "smallint"  ? INT16_MAX
                                  : have.type.name == "integer" ? INT32_MAX
                                                                : INT64_MAX;
    if (options.type != have.type.name || have.type.name == column.type.name || options.maximum != greatest) return;
    options.type = wanted.type;
    options.maximum = wanted.maximum;
  }

  void adopt(const Column& have, Column& column) const {
    if (unsaid(Aspect::storage)) column.attributes = have.attributes;
    if (unsaid(Aspect::comments)) column.comment = have.comment;
    if (unsaid(Aspect::collations)) column.collation = have.collation;
    if (unsaid(Aspect::identities)) column.identity = have.identity;
    if (unsaid(Aspect::identity_options) && have.identity && column.identity) adopt_options(have, column);
    if (unsaid(Aspect::key_nullability) && is_key(present_, column.name) && is_key(wanted_, column.name))
      column.not_null = have.not_null;
    if (unsaid(Aspect::list_nullability) && have.type.array && column.type.array) column.not_null = have.not_null;
    if (coverage_.same_type && coverage_.same_type(have.type, column.type)) column.type = have.type;
    if (coverage_.same_default && coverage_.same_default(have, column)) column.default_value = have.default_value;
    if (unsaid(Aspect::generated_columns) && have.generated && !column.generated) {
      column.generated = have.generated;
      column.default_value.reset();
    }
  }

  // A unique constraint that is there does as well as the unique index that is wanted; it only takes its name.
  void unique_constraints() {
    for (const auto& have : present_.constraints) {
      const auto* key = std::get_if<Key>(&have.body);
      if (!key || key->primary) continue;
      const auto at = std::find_if(wanted_.indexes.begin(), wanted_.indexes.end(), [&](const Index& index) {
        return index.unique && !index.where && index.method == "btree" && plain_columns(index) == key->columns &&
               !is_present(index);
      });
      if (at == wanted_.indexes.end()) continue;
      Constraint kept = have;
      if (have.name.stated && at->name.stated) kept.name = at->name;
      wanted_.indexes.erase(at);
      wanted_.constraints.push_back(std::move(kept));
    }
  }

  bool is_present(const Index& index) const {
    return std::any_of(present_.indexes.begin(), present_.indexes.end(), [&](const Index& have) {
      return have.unique && have.name.text == index.name.text && plain_columns(have) == plain_columns(index);
    });
  }

  // --- constraints

  void constraint(const Constraint& have) {
    const auto partner = std::find_if(wanted_.constraints.begin(), wanted_.constraints.end(),
                                      [&](const Constraint& wanted) { return are_one(have, wanted); });
    if (partner != wanted_.constraints.end()) return adopt(have, *partner);
    const bool checks = std::holds_alternative<Check>(have.body) && unsaid(Aspect::checks);
    const bool exclusions = std::holds_alternative<Exclusion>(have.body) && unsaid(Aspect::exclusions);
    const auto* reference = std::get_if<ForeignKey>(&have.body);
    const bool references = reference && is_beyond(*reference);
    if ((checks || exclusions || references) && has_columns(used_columns(have))) wanted_.constraints.push_back(have);
  }

  bool is_beyond(const ForeignKey& key) const {
    if (unsaid(Aspect::foreign_keys) || !coverage_.covers_namespace(key.references.schema)) return true;
    const auto* target = schema_.tables.find(key.references);
    return unsaid(Aspect::loose_references) && (!target || key.columns.size() != key.referenced_columns.size() ||
                                                !is_unique(*target, key.referenced_columns));
  }

  static bool is_unique(const Table& table, Columns columns) {
    std::ranges::sort(columns);
    return std::ranges::any_of(unique_column_sets(table), [&](Columns key) {
      std::ranges::sort(key);
      return key == columns;
    });
  }

  // Whether what a foreign key does was said, or is what it does anyway: only a server of a known age tells that apart.
  static void adopt_words_of_actions(const Constraint& have, Constraint& wanted) {
    const auto* present = std::get_if<ForeignKey>(&have.body);
    const auto* key = std::get_if<ForeignKey>(&wanted.body);
    if (!present || !key) return;
    const auto adopt_word = [&](const char* word, bool same) {
      if (!same) return;
      wanted.attributes.erase(word);
      if (const auto at = have.attributes.find(word); at != have.attributes.end()) wanted.attributes.insert(*at);
    };
    adopt_word("on_delete", present->on_delete == key->on_delete);
    adopt_word("on_update", present->on_update == key->on_update);
  }

  static bool are_one(const Constraint& a, const Constraint& b) {
    if (a.body.index() != b.body.index()) return false;
    if (const auto* key = std::get_if<Key>(&a.body))
      return key->primary == std::get<Key>(b.body).primary && key->columns == std::get<Key>(b.body).columns;
    if (const auto* key = std::get_if<ForeignKey>(&a.body)) {
      const auto& other = std::get<ForeignKey>(b.body);
      return key->columns == other.columns && key->references == other.references &&
             key->referenced_columns == other.referenced_columns;
    }
    return a.name.text == b.name.text && !a.name.text.empty();
  }

  void adopt(const Constraint& have, Constraint& wanted) const {
    if (unsaid(Aspect::comments)) wanted.comment = have.comment;
    if (unsaid(Aspect::storage)) adopt_storage(have.attributes, wanted.attributes);
    if (schema_.engine.major == 0) adopt_words_of_actions(have, wanted);
    if (unsaid(Aspect::constraint_names)) wanted.name = have.name;
    if (unsaid(Aspect::deferrability)) {
      wanted.deferrable = have.deferrable;
      wanted.initially_deferred = have.initially_deferred;
      wanted.validated = have.validated;
    }
    if (!unsaid(Aspect::index_details)) return;
    if (auto* key = std::get_if<Key>(&wanted.body)) {
      key->include = std::get<Key>(have.body).include;
      key->nulls_not_distinct = std::get<Key>(have.body).nulls_not_distinct;
    }
    if (auto* key = std::get_if<ForeignKey>(&wanted.body)) {
      key->match_full = std::get<ForeignKey>(have.body).match_full;
      if (key->on_delete == std::get<ForeignKey>(have.body).on_delete)
        key->on_delete_columns = std::get<ForeignKey>(have.body).on_delete_columns;
    }
  }

  // --- indexes

  void index(const Index& have) {
    const auto named = std::find_if(wanted_.indexes.begin(), wanted_.indexes.end(),
                                    [&](const Index& wanted) { return wanted.name.text == have.name.text; });
    auto partner = named;
    if (partner == wanted_.indexes.end())
      partner = std::find_if(wanted_.indexes.begin(), wanted_.indexes.end(), [&](const Index& wanted) {
        return !have.where && looks_like(have, wanted) && !has_namesake(wanted);
      });
    if (partner != wanted_.indexes.end()) {
      if (looks_like(have, *partner)) adopt(have, *partner);
      return;
    }
    const bool expressions =
        std::any_of(have.keys.begin(), have.keys.end(), [](const IndexKey& key) { return key.expression.has_value(); });
    const bool beyond = unsaid(Aspect::indexes) || (expressions && unsaid(Aspect::expression_indexes)) ||
                        (have.where && unsaid(Aspect::partial_indexes)) ||
                        (have.method == "spatial" && unsaid(Aspect::index_details));
    if (beyond && has_columns(used_columns(have))) wanted_.indexes.push_back(have);
  }

  bool has_namesake(const Index& wanted) const {
    return std::any_of(present_.indexes.begin(), present_.indexes.end(),
                       [&](const Index& have) { return have.name.text == wanted.name.text; });
  }

  // Whether the index is in the catalogue's order or sorted by another class is a detail; what GIN and its like index
  // is not.
  bool class_is_detail(const Index& index) const {
    return unsaid(Aspect::index_details) && (index.method == "btree" || index.method == "hash");
  }

  bool looks_like(const Index& have, const Index& wanted) const {
    const auto same_class = [&](const IndexKey& a, const IndexKey& b) {
      return a.operator_class == b.operator_class || (!b.operator_class && class_is_detail(wanted));
    };
    return have.unique == wanted.unique && have.method == wanted.method && have.keys.size() == wanted.keys.size() &&
           hold_alike(have.attributes, wanted.attributes) &&
           std::equal(have.keys.begin(), have.keys.end(), wanted.keys.begin(),
                      [&](const IndexKey& a, const IndexKey& b) {
                        return !a.expression && !b.expression && a.column == b.column && a.descending == b.descending &&
                               same_class(a, b);
                      });
  }

  void adopt(const Index& have, Index& wanted) const {
    if (unsaid(Aspect::comments)) wanted.comment = have.comment;
    if (unsaid(Aspect::storage)) adopt_storage(have.attributes, wanted.attributes);
    if (unsaid(Aspect::partial_indexes) && !wanted.where) wanted.where = have.where;
    if (!unsaid(Aspect::index_details)) return;
    wanted.include = have.include;
    wanted.nulls_not_distinct = have.nulls_not_distinct;
    for (std::size_t i = 0; i < wanted.keys.size(); ++i) {
      wanted.keys[i].nulls_first = have.keys[i].nulls_first;
      wanted.keys[i].collation = have.keys[i].collation;
      wanted.keys[i].operator_class = have.keys[i].operator_class;
    }
  }

  const Schema& schema_;  // the present one
  const Table& present_;
  const Coverage& coverage_;
  Table& wanted_;
};

bool in_one_order(const Table& a, const Table& b) {
  return std::ranges::equal(
      a.columns, b.columns, {}, [](const Column& column) { return column.name; },
      [](const Column& column) { return column.name; });
}

// The labels that are there in the order in which they are there, then the new ones.
void keep_order(const std::vector<std::string>& present, std::vector<std::string>& wanted) {
  const auto holds = [](const std::vector<std::string>& labels, const std::string& label) {
    return std::ranges::find(labels, label) != labels.end();
  };
  if (!std::ranges::all_of(present, [&](const std::string& label) { return holds(wanted, label); })) return;
  auto labels = present;
  for (const auto& label : wanted)
    if (!holds(present, label)) labels.push_back(label);
  wanted = std::move(labels);
}

void adopt_label_order(const Schema& present, Schema& wanted) {
  std::vector<QualifiedName> names;
  for (const auto& [name, type] : wanted.enums)
    if (const auto* have = present.enums.find(name); have && have->labels != type->labels) names.push_back(name);
  for (const auto& name : names)
    wanted.enums.change(name, [&](EnumType& type) { keep_order(present.enums.find(name)->labels, type.labels); });
}

}  // namespace

bool hold_alike(const Attributes& a, const Attributes& b) {
  const auto held = [](const Attributes& attributes) {
    Attributes out;
    std::ranges::copy_if(attributes, std::inserter(out, out.end()),
                         [](const auto& entry) { return is_meant(entry.first); });
    return out;
  };
  return held(a) == held(b);
}

void adopt_unsaid(const Schema& present, const Coverage& coverage, Schema& wanted) {
  if (coverage.beyond.empty() && !coverage.same_type && !coverage.same_default && !coverage.namespaces) return;
  if (!coverage.covers(Aspect::label_order)) adopt_label_order(present, wanted);
  const bool keeps_order = !coverage.covers(Aspect::column_order);
  std::vector<QualifiedName> names;
  for (const auto& [name, table] : wanted.tables)
    if (const auto* have = present.tables.find(name);
        have && !(*have == *table && (!keeps_order || in_one_order(*have, *table))))
      names.push_back(name);
  for (const auto& name : names)
    wanted.tables.change(name,
                         [&](Table& table) { Adoption(present, *present.tables.find(name), coverage, table).run(); });
}

}  // namespace schemac
