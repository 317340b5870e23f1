// The catalogue into the model: one round trip, one read-only repeatable-read transaction.
#include <algorithm>
#include <charconv>
#include <cstdint>
#include <numeric>
#include <span>

#include <fmt/format.h>

#include "dialects/bookkeeping_tables.h"
#include "dialects/postgresql/column_settings.h"
#include "dialects/postgresql/ddl.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/normalise.h"
#include "dialects/postgresql/postgresql.h"
#include "dialects/postgresql/snapshot.h"
#include "dialects/postgresql/types.h"
#include "operations/object_ids.h"

namespace schemac {
namespace postgresql {
namespace {

constexpr Oid default_collation = 100;
constexpr std::string_view primary_key_letters = "p";

// The rows of an answer by the table that they belong to. Tables are built one after the other, so that what two
// databases have in common is never held twice.
class RowsByTable {
 public:
  // `table_of(row)` is negative for what belongs to none.
  template <class F>
  RowsByTable(const Snapshot& snapshot, Query query, std::size_t tables, F&& table_of) : first_(tables + 1) {
    std::vector<std::ptrdiff_t> owners;
    owners.reserve(snapshot.rows(query).size());
    snapshot.each(query, [&](Row row, std::size_t) {
      owners.push_back(table_of(row));
      if (owners.back() >= 0) ++first_[static_cast<std::size_t>(owners.back()) + 1];
    });
    std::partial_sum(first_.begin(), first_.end(), first_.begin());
    rows_.resize(first_.back());
    auto next = first_;
    for (std::size_t row = 0; row < owners.size(); ++row)
      if (owners[row] >= 0) rows_[next[static_cast<std::size_t>(owners[row])]++] = static_cast<std::uint32_t>(row);
  }

  std::span<std::uint32_t> of(std::ptrdiff_t table) {
    const auto at = static_cast<std::size_t>(table);
    return std::span(rows_).subspan(first_[at], first_[at + 1] - first_[at]);
  }

 private:
  std::vector<std::size_t> first_;  // of each table, among rows_
  std::vector<std::uint32_t> rows_;
};

ReferentialAction action_of(char letter) {
  switch (letter) {
    case 'r': return ReferentialAction::restrict_;
    case 'c': return ReferentialAction::cascade;
    case 'n': return ReferentialAction::set_null;
    case 'd': return ReferentialAction::set_default;
    case 'a': return ReferentialAction::no_action;
  }
  broken_invariant("a referential action in the catalogue is one of a r c n d");
}

Attributes options_of(const std::vector<std::string>& options, std::string_view prefix = {}) {
  Attributes out;
  for (const auto& option : options) {
    const auto equals = option.find('=');
    if (equals != std::string::npos && !option.starts_with("pg_"))
      out[std::string(prefix) + option.substr(0, equals)] = option.substr(equals + 1);
  }
  return out;
}

class Introspection {
 public:
  Introspection(Snapshot& snapshot, Engine engine, TablePool* pool) : snapshot_(snapshot), pool_(pool) {
    schema_.engine = std::move(engine);
  }

  Schema run() {
    for (const auto& [number, name] : snapshot_.namespaces())
      if (!snapshot_.is_extension_member(pg_namespace, number)) read_namespace(number, name);
    read_enums();
    read_tables();
    read_toast_options();
    read_operator_classes();
    find_columns();
    const auto by_table = [this](std::size_t place) {
      return [this, place](const Row& row) { return table_of(row.oid(place)); };
    };
    RowsByTable defaults(snapshot_, Query::defaults, tables_.size(), by_table(0));
    RowsByTable sequences(snapshot_, Query::sequences, tables_.size(), by_table(8));
    RowsByTable constraints(snapshot_, Query::constraints, tables_.size(), by_table(3));
    RowsByTable indexes(snapshot_, Query::indexes, tables_.size(), by_table(1));
    read_free_sequences();
    read_objects(snapshot_, schema_);
    for (std::ptrdiff_t at = 0; at < std::ssize(tables_); ++at) {
      read_columns(at);
      for (const auto row : defaults.of(at)) read_default(at, snapshot_.row(Query::defaults, row));
      for (const auto row : sequences.of(at)) read_sequence(at, snapshot_.row(Query::sequences, row));
      backing_index_.clear();
      for (const auto row : constraints.of(at)) read_constraint(at, snapshot_.row(Query::constraints, row));
      for (const auto row : indexes.of(at)) read_index(at, snapshot_.row(Query::indexes, row));
      settle_expressions(table(at));
      for (const auto row : columns_->of(at))
        if (column_row(row).flag(10)) leave_to_parent(table(at), column_row(row).string(2));
      finish(std::move(table(at)));
    }
    for (const auto& [heir, columns] : inherited_)
      for (auto& setting : settings_of_heir(*schema_.tables.find(heir), columns, inherited_, schema_)) {
        setting.read_back = true;
        const SqlObjectKey key{setting.kind, setting.name};
        schema_.sql_objects.set(key, std::move(setting));
      }
    return std::move(schema_);
  }

 private:
  Table& table(std::ptrdiff_t at) { return tables_[static_cast<std::size_t>(at)]; }

  // What the heir has otherwise than its parents is said beside it.
  void leave_to_parent(Table& heir, const std::string& name) {
    const auto* column = heir.columns.find(name);
    if (!column) return;
    if (column->comment) add_comment_on_inherited(heir.name, *column);
    inherited_[heir.name].add(*column);
    heir.columns.remove(name);
  }

  void add_comment_on_inherited(const QualifiedName& heir, const Column& column) {
    const QualifiedName name{heir.schema, heir.name + "." + column.name};
    schema_.sql_objects.set({"comment on column", name},
                            {.kind = "comment on column",
                             .name = name,
                             .definition = fmt::format("COMMENT ON COLUMN {}.{} IS {}", quote(heir), quote(column.name),
                                                       literal(*column.comment)),
                             .depends_on = {table_id(heir), column_id(heir, column.name)},
                             .read_back = true});
  }

  void finish(Table&& table) {
    sort_table(table);
    const auto name = table.name;
    if (pool_)
      schema_.tables.set(name, pool_->share(std::move(table)));
    else
      schema_.tables.set(name, std::move(table));
  }

  void read_namespace(Oid number, const std::string& name) {
    auto comment = snapshot_.comment(pg_namespace, number);
    if (name == "public" && comment == "standard public schema")
      comment.reset();  // what initdb writes is nobody's comment
    schema_.namespaces.set(name, Namespace{name, std::move(comment)});
  }

  void read_enums() {
    snapshot_.each(Query::enums, [&](Row row, std::size_t) {
      const auto* schema = snapshot_.schema(row.oid(2));
      if (!schema || snapshot_.is_extension_member(pg_type, row.oid(0))) return;
      const QualifiedName name{*schema, row.string(1)};
      schema_.enums.set(name, EnumType{name, row.list(3), snapshot_.comment(pg_type, row.oid(0))});
    });
  }

  void read_tables() {
    snapshot_.each(Query::relations, [&](Row row, std::size_t) {
      auto& relation = snapshot_.relations().at(row.oid(0));
      if ((relation.kind != 'r' && relation.kind != 'p') || !relation.schema || row.flag(6) || row.oid(7) != 0) return;
      if (is_bookkeeping_table(relation.name) || snapshot_.is_extension_member(pg_class, row.oid(0))) return;
      relation.table = static_cast<std::ptrdiff_t>(tables_.size());
      auto& table = tables_.emplace_back();
      table.name = {*relation.schema, std::string(relation.name)};
      table.comment = snapshot_.comment(pg_class, row.oid(0));
      table.attributes = options_of(row.list(5));
      if (row.letter(4) == 'u') table.attributes["unlogged"] = "true";
      if (row.letter(9) == 'f') table.attributes["replica_identity"] = "full";
      if (row.letter(9) == 'n') table.attributes["replica_identity"] = "nothing";
      if (!row.is_null(10)) table.attributes["tablespace"] = row.string(10);
      if (!row.is_null(13)) table.attributes["inherits"] = row.string(13);
      if (!row.is_null(14)) table.attributes["partition_by"] = row.string(14);
      if (relation.method != heap_method) table.attributes["access_method"] = method(relation.method);
    });
  }

  std::string method(Oid number) {
    if (methods_.empty())
      snapshot_.each(Query::access_methods, [&](Row row, std::size_t) { methods_.emplace(row.oid(0), row.string(1)); });
    return methods_[number];
  }

  const Type& type(std::string_view text) {
    const auto known = types_.find(text);
    if (known != types_.end()) return known->second;
    Type type;
    if (auto parsed = parse_type(text))
      type = std::move(*parsed);
    else
      type.name = text;
    if (type.user_type && type.user_type->schema.empty()) {
      // a type of the catalogue itself: its names come without a schema
      type.name = type.user_type->name;
      type.user_type.reset();
    }
    if (type.user_type && schema_.enums.contains(*type.user_type)) type.portable.family = TypeFamily::enumeration;
    return types_.emplace(text, std::move(type)).first->second;
  }

  std::ptrdiff_t table_of(Oid number) const {
    const auto* relation = snapshot_.relation(number);
    return relation ? relation->table : -1;
  }

  // Which rows are the columns of which table, in the order of their numbers.
  void find_columns() {
    columns_.emplace(snapshot_, Query::columns, tables_.size(), [&](const Row& row) {
      const auto at = table_of(row.oid(0));
      if (at < 0 && !row.is_null(8)) index_options_[{row.oid(0), row.integer(1)}] = row.list(8);
      return at;
    });
    for (std::ptrdiff_t at = 0; at < std::ssize(tables_); ++at)
      std::ranges::sort(columns_->of(at), {}, [this](auto row) { return number_of(row); });
  }

  Row column_row(std::uint32_t row) const { return snapshot_.row(Query::columns, row); }
  std::int64_t number_of(std::uint32_t row) const { return column_row(row).integer(1); }
  Oid collation_of(std::uint32_t row) const {
    return column_row(row).is_null(7) ? default_collation : column_row(row).oid(7);
  }

  void read_columns(std::ptrdiff_t at) {
    const auto rows = columns_->of(at);
    auto& columns = table(at).columns;
    columns.reserve(rows.size());
    for (const auto row : rows) columns.add(read_column(column_row(row), collation_of(row)));
  }

  Column read_column(const Row& row, Oid collation) {
    Column column{.name = row.string(2), .type = type(row.text(3)), .not_null = row.flag(4)};
    if (row.letter(5))
      column.identity = Identity{row.letter(5) == 'a' ? IdentityKind::always : IdentityKind::by_default, {}, {}};
    if (row.letter(6)) column.generated = Generated{Expression{}, row.letter(6) == 's'};
    if (collation != default_collation && column.type.name != "name" && column.type.name != "\"char\"")
      if (auto name = snapshot_.collation(collation); !name.empty()) column.collation = std::move(name);
    column.comment = snapshot_.comment(pg_class, row.oid(0), static_cast<int>(row.integer(1)));
    if (!row.is_null(8) || !row.is_null(9)) read_column_attributes(column.attributes, row);
    return column;
  }

  void read_default(std::ptrdiff_t at, const Row& row) {
    auto* owner = column(at, row.integer(1));
    if (!owner) return;
    if (owner->generated)
      owner->generated->expression.sql = row.text(2);
    else
      owner->default_value = Expression{row.string(2)};
  }

  // The column with a catalogue number: dropped columns leave gaps in the numbering. Of the table that is being built.
  Column* column(std::ptrdiff_t at, std::int64_t number) {
    const auto place = column_position(at, number);
    return place < 0 ? nullptr : &table(at).columns[static_cast<std::size_t>(place)];
  }

  std::ptrdiff_t column_position(std::ptrdiff_t at, std::int64_t number) {
    const auto rows = columns_->of(at);
    const auto found = std::ranges::lower_bound(rows, number, {}, [this](auto row) { return number_of(row); });
    return found == rows.end() || number_of(*found) != number ? -1 : found - rows.begin();
  }

  // Of any table, built or not.
  std::vector<std::string> column_names(std::ptrdiff_t at, const std::vector<std::int64_t>& numbers) {
    std::vector<std::string> names;
    names.reserve(numbers.size());
    for (const auto number : numbers)
      if (const auto place = column_position(at, number); place >= 0)
        names.push_back(column_row(columns_->of(at)[static_cast<std::size_t>(place)]).string(2));
    return names;
  }

  // Some of a table's storage parameters are its toast table's, which is named after the table's number.
  void read_toast_options() {
    constexpr std::string_view prefix = "pg_toast_";
    snapshot_.each(Query::relations, [&](Row row, std::size_t) {
      if (row.letter(3) != 't' || !row.text(1).starts_with(prefix)) return;
      Oid owner = 0;
      const auto digits = row.text(1).substr(prefix.size());
      std::from_chars(digits.data(), digits.data() + digits.size(), owner);
      if (const auto at = table_of(owner); at >= 0) table(at).attributes.merge(options_of(row.list(5), "toast."));
    });
  }

  void read_column_attributes(Attributes& attributes, const Row& row) {
    attributes = options_of(row.list(8));
    const auto rare = row.list(9);  // compression, statistics target, storage
    if (rare.size() < 3) return;
    if (!rare[0].empty()) attributes["compression"] = rare[0] == "l" ? "lz4" : "pglz";
    if (!rare[1].empty()) attributes["statistics"] = rare[1];
    if (!rare[2].empty())
      attributes["storage"] = rare[2] == "p"   ? "plain"
                              : rare[2] == "e" ? "external"
                              : rare[2] == "m" ? "main"
                                               : "extended";
  }

  void read_free_sequences() {
    snapshot_.each(Query::sequences, [&](Row row, std::size_t) {
      if (row.is_null(8)) read_sequence(-1, row);
    });
  }

  // `at`: the table whose column owns it; negative: none does.
  void read_sequence(std::ptrdiff_t at, const Row& row) {
    const auto* relation = snapshot_.relation(row.oid(0));
    if (!relation || !relation->schema || snapshot_.is_extension_member(pg_class, row.oid(0))) return;
    const SequenceOptions options{row.string(1),  row.integer(2), row.integer(3), row.integer(4),
                                  row.integer(5), row.integer(6), row.flag(7)};
    const QualifiedName name{*relation->schema, std::string(relation->name)};
    auto* owner = at < 0 ? nullptr : column(at, row.integer(9));
    if (at >= 0 && !owner) return;
    if (owner && belongs_to(*owner, name, at, row.letter(10))) {
      owner->identity->sequence = ObjectName{name.name, true};
      owner->identity->options = options;
      if (const auto comment = snapshot_.comment(pg_class, row.oid(0))) add_comment_on_sequence(name, *comment);
      return;
    }
    Sequence sequence{name, options, {}, snapshot_.comment(pg_class, row.oid(0)), {}};
    if (owner) sequence.owned_by = ColumnName{table(at).name, owner->name};
    if (snapshot_.row(Query::relations, relation->row).letter(4) == 'u') sequence.attributes["unlogged"] = "true";
    schema_.sequences.set(name, std::move(sequence));
  }

  // A sequence that belongs to its column has no place for it in the model.
  void add_comment_on_sequence(const QualifiedName& name, std::string_view text) {
    schema_.sql_objects.set({"comment on sequence", name},
                            {.kind = "comment on sequence",
                             .name = name,
                             .definition = fmt::format("COMMENT ON SEQUENCE {} IS {}", quote(name), literal(text)),
                             .depends_on = {sequence_id(name)},
                             .read_back = true});
  }

  // An identity's sequence; or a serial's: owned by the column, which takes its default from it.
  bool belongs_to(Column& owner, const QualifiedName& sequence, std::ptrdiff_t at, char dependency) {
    if (dependency == 'i') return owner.identity.has_value();
    if (owner.identity || !owner.default_value || sequence.schema != table(at).name.schema) return false;
    if (owner.type.portable.family != TypeFamily::integer || owner.type.array) return false;
    if (owner.default_value->sql != fmt::format("nextval({}::regclass)", string_literal(quote(sequence)))) return false;
    owner.default_value.reset();
    owner.identity = Identity{IdentityKind::serial, {}, {}};
    return true;
  }

  void read_constraint(std::ptrdiff_t at, const Row& row) {
    if (row.flag(19)) return;  // inherited
    Constraint constraint{ObjectName{row.string(1), true},
                          Key{},
                          row.flag(11),
                          row.flag(12),
                          row.is_null(13),
                          snapshot_.comment(pg_constraint, row.oid(0)),
                          {}};
    const auto kind = row.letter(2);
    if (kind == 'p' || kind == 'u') {
      constraint.body = Key{kind == primary_key_letters[0], column_names(at, row.integers(6)), {}, false};
    } else if (kind == 'c') {
      constraint.body = Check{Expression{row.string(16)}, row.flag(14)};
    } else if (kind == 'x') {
      constraint.body = Exclusion{Expression{exclusion_definition(row.string(16))}};
    } else {
      auto key = foreign_key(at, row);
      if (!key) return;
      constraint.body = std::move(*key);
    }
    if (!row.is_null(17)) constraint.attributes["enforced"] = "false";
    if (row.flag(18)) constraint.attributes["period"] = "true";
    auto& constraints = table(at).constraints;
    if (kind != 'c' && kind != 'f') backing_index_[row.oid(4)] = constraints.size();
    constraints.push_back(std::move(constraint));
  }

  // Columns of a table that is excluded, and that foreign keys refer to all the same.
  std::vector<std::string> names_beyond(Oid relation, const std::vector<std::int64_t>& numbers) {
    if (names_beyond_.empty())
      snapshot_.each(Query::columns, [&](Row row, std::size_t) {
        if (table_of(row.oid(0)) < 0) names_beyond_.emplace(std::pair(row.oid(0), row.integer(1)), row.string(2));
      });
    std::vector<std::string> out;
    for (const auto number : numbers)
      if (const auto name = names_beyond_.find({relation, number}); name != names_beyond_.end())
        out.push_back(name->second);
    return out;
  }

  std::optional<ForeignKey> foreign_key(std::ptrdiff_t at, const Row& row) {
    const auto* target = snapshot_.relation(row.oid(5));
    if (!target || !target->schema) return std::nullopt;
    ForeignKey key;
    key.columns = column_names(at, row.integers(6));
    key.references = {*target->schema, std::string(target->name)};
    key.referenced_columns =
        target->table >= 0 ? column_names(target->table, row.integers(7)) : names_beyond(row.oid(5), row.integers(7));
    key.on_update = action_of(row.letter(8));
    key.on_delete = action_of(row.letter(9));
    key.match_full = row.letter(10) == 'f';
    if (!row.is_null(15)) key.on_delete_columns = column_names(at, row.integers(15));
    return key;
  }

  // `EXCLUDE USING gist (…) WHERE (…) DEFERRABLE` without the first word and what the model holds elsewhere.
  static std::string exclusion_definition(std::string text) {
    if (text.starts_with("EXCLUDE ")) text.erase(0, 8);
    for (const std::string_view tail : {" INITIALLY DEFERRED", " DEFERRABLE"})
      if (text.ends_with(tail)) text = text.substr(0, text.rfind(tail));
    return text;
  }

  void read_operator_classes() {
    snapshot_.each(Query::operator_classes, [&](Row row, std::size_t) {
      classes_.emplace(row.oid(0), row.flag(3)                   ? std::string()
                                   : row.text(1) == "pg_catalog" ? row.string(2)
                                                                 : quote(QualifiedName{row.string(1), row.string(2)}));
    });
  }

  void read_index(std::ptrdiff_t at, const Row& row) {
    const auto* relation = snapshot_.relation(row.oid(0));
    if (!relation) return;
    const auto relation_row = snapshot_.row(Query::relations, relation->row);
    auto attributes = options_of(relation_row.list(5));
    if (!relation_row.is_null(10)) attributes["tablespace"] = relation_row.string(10);
    if (row.flag(13)) attributes["replica_identity"] = "true";
    if (row.flag(14)) attributes["clustered"] = "true";
    const auto numbers = row.integers(5);
    const auto key_count = static_cast<std::ptrdiff_t>(row.integer(4));
    const auto include = column_names(at, {numbers.begin() + std::min(key_count, std::ssize(numbers)), numbers.end()});
    auto& owner = table(at);
    if (const auto backed = backing_index_.find(row.oid(0)); backed != backing_index_.end()) {
      auto& constraint = owner.constraints[backed->second];
      constraint.attributes.merge(attributes);
      if (auto* key = std::get_if<Key>(&constraint.body)) {
        key->include = include;
        key->nulls_not_distinct = row.flag(9);
      }
      return;
    }
    Index index{ObjectName{std::string(relation->name), true},
                {},
                row.flag(2),
                method(relation->method),
                include,
                {},
                row.flag(9),
                row.is_null(3),
                snapshot_.comment(pg_class, row.oid(0)),
                std::move(attributes)};
    if (!row.is_null(10)) index.where = Expression{row.string(10)};
    index.keys = index_keys(at, row, numbers, static_cast<std::size_t>(key_count));
    owner.indexes.push_back(std::move(index));
  }

  std::vector<IndexKey> index_keys(std::ptrdiff_t table_at, const Row& row, const std::vector<std::int64_t>& numbers,
                                   std::size_t count) {
    const auto classes = row.integers(6);
    const auto collations = row.integers(7);
    const auto options = row.integers(8);
    const auto expressions = row.list(11);
    const auto collated = row.is_null(12) ? std::vector<bool>() : keys_with_collation(row.text(12));
    std::vector<IndexKey> keys;
    keys.reserve(count);
    for (std::size_t at = 0; at < count && at < numbers.size(); ++at) {
      IndexKey key;
      Oid own_collation = default_collation;
      if (numbers[at] == 0) {
        key.expression = Expression{at < expressions.size() ? expressions[at] : std::string()};
      } else if (const auto position = column_position(table_at, numbers[at]); position >= 0) {
        key.column = table(table_at).columns[static_cast<std::size_t>(position)].name;
        own_collation = collation_of(columns_->of(table_at)[static_cast<std::size_t>(position)]);
      }
      const bool descending = at < options.size() && (options[at] & 1);
      const bool nulls_first = at < options.size() && (options[at] & 2);
      key.descending = descending;
      if (nulls_first != descending) key.nulls_first = nulls_first;
      const auto collation = at < collations.size() ? static_cast<Oid>(collations[at]) : 0;
      // what an expression's own collation is, only the server derives; it prints the key's where that is another one
      const bool differs = key.expression ? at < collated.size() && collated[at] : collation != own_collation;
      if (collation != 0 && differs) key.collation = snapshot_.collation(collation);
      key.operator_class = operator_class(row.oid(0), at, at < classes.size() ? static_cast<Oid>(classes[at]) : 0);
      keys.push_back(std::move(key));
    }
    return keys;
  }

  std::optional<std::string> operator_class(Oid index, std::size_t at, Oid number) {
    std::string name = classes_[number];
    const auto parameters =
        index_options_.empty() ? index_options_.end() : index_options_.find({index, static_cast<std::int64_t>(at) + 1});
    if (parameters == index_options_.end()) return name.empty() ? std::nullopt : std::optional(std::move(name));
    if (name.empty()) {  // parameters need the class's name, be it the default one
      snapshot_.each(Query::operator_classes, [&](Row row, std::size_t) {
        if (row.oid(0) == number)
          name = row.text(1) == "pg_catalog" ? row.string(2) : quote(QualifiedName{row.string(1), row.string(2)});
      });
    }
    std::string list;
    for (const auto& [option, value] : options_of(parameters->second))
      list += (list.empty() ? "" : ", ") + option + "=" + string_literal(value);
    return name + "(" + list + ")";
  }

  struct StringHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };

  Snapshot& snapshot_;
  TablePool* pool_;  // may be none
  InheritedColumns inherited_;
  Schema schema_;
  std::vector<Table> tables_;  // names and attributes at first; each is filled, and leaves, in its turn
  std::optional<RowsByTable> columns_;
  std::unordered_map<std::string, Type, StringHash, std::equal_to<>> types_;
  std::unordered_map<Oid, std::string> methods_;
  std::map<std::pair<Oid, std::int64_t>, std::string> names_beyond_;
  std::unordered_map<Oid, std::string> classes_;        // empty: the default of its type
  std::unordered_map<Oid, std::size_t> backing_index_;  // to the constraint, of the table that is being built
  std::map<std::pair<Oid, std::int64_t>, std::vector<std::string>> index_options_;
};

}  // namespace
}  // namespace postgresql

Result<Schema> introspect_postgresql(Connection& connection, const IntrospectOptions& options) {
  const auto engine = connection.engine();
  std::vector<std::string> queries = {"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
  for (auto& query : postgresql::catalogue_queries(engine.major)) queries.push_back(std::move(query));
  constexpr std::string_view doing = "reading the catalogue of";
  auto answers = connection.query(queries, doing);
  if (!answers) return std::unexpected(answers.error());
  queries = postgresql::object_queries(engine.major, *answers->back(),
                                       *(*answers)[1 + static_cast<std::size_t>(postgresql::Query::columns)],
                                       std::ranges::find(options.include, "owners") != options.include.end());
  queries.emplace_back("COMMIT");
  auto rest = connection.query(queries, doing);
  if (!rest) return std::unexpected(rest.error());
  std::move(rest->begin(), rest->end(), std::back_inserter(*answers));
  postgresql::Snapshot snapshot(std::move(*answers));
  return postgresql::Introspection(snapshot, engine, options.pool.get()).run();
}

}  // namespace schemac
