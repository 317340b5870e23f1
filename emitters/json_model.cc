#include "emitters/json_model.h"

#include "base/diagnostic.h"
#include "base/overloaded.h"

namespace schemac {
namespace {

Json json_of(const std::string& text) { return text; }
Json json_of(bool value) { return value; }
Json json_of(std::size_t value) { return value; }

std::string_view word_of(TypeFamily family) {
  switch (family) {
    case TypeFamily::boolean: return "boolean";
    case TypeFamily::integer: return "integer";
    case TypeFamily::decimal: return "decimal";
    case TypeFamily::floating: return "floating";
    case TypeFamily::varchar: return "varchar";
    case TypeFamily::character: return "character";
    case TypeFamily::text: return "text";
    case TypeFamily::binary: return "binary";
    case TypeFamily::date: return "date";
    case TypeFamily::time: return "time";
    case TypeFamily::timestamp: return "timestamp";
    case TypeFamily::interval: return "interval";
    case TypeFamily::json: return "json";
    case TypeFamily::uuid: return "uuid";
    case TypeFamily::enumeration: return "enumeration";
    case TypeFamily::other: return "other";
  }
  broken_invariant("type family has a word");
}

std::string_view word_of(IdentityKind kind) {
  switch (kind) {
    case IdentityKind::always: return "always";
    case IdentityKind::by_default: return "by-default";
    case IdentityKind::serial: return "serial";
    case IdentityKind::autoincrement: return "autoincrement";
  }
  broken_invariant("identity kind has a word");
}

template <class T>
Json json_of(const std::optional<T>& value);
template <class T>
Json json_of(const Rare<T>& value);
template <class T>
Json json_of(const std::vector<T>& items);
template <class T>
Json json_of(const NamedList<T>& items);

// Fields in the order given; those that say nothing (unset, empty, false) are left out.
class Fields {
 public:
  template <class T>
  Fields& add(const char* name, const T& value) {
    auto json = json_of_value(value);
    if (!says_nothing(json)) object_[name] = std::move(json);
    return *this;
  }
  // Also when it is empty or false.
  template <class T>
  Fields& always(const char* name, const T& value) {
    object_[name] = json_of_value(value);
    return *this;
  }
  operator Json() const { return object_; }

 private:
  template <class T>
  static Json json_of_value(const T& value);
  static bool says_nothing(const Json& json) {
    return json.is_null() || ((json.is_array() || json.is_object()) && json.empty()) || json == Json(false) ||
           json == Json("");
  }
  Json object_ = Json::object();
};

Json json_of(const Attributes& attributes) {
  Json out = Json::object();
  for (const auto& [key, value] : attributes) out[key] = value;
  return out;
}

Json json_of(const ObjectName& name) { return Fields().always("text", name.text).always("stated", name.stated); }

Json json_of(const ColumnName& name) { return Fields().always("table", name.table).always("column", name.column); }

Json json_of(const Expression& expression) {
  return Fields().always("sql", expression.sql).add("columns", expression.columns).add("objects", expression.objects);
}

Json json_of(const Type& type) {
  return Fields()
      .always("name", type.name)
      .add("arguments", type.arguments)
      .add("array", type.array)
      .add("user_type", type.user_type)
      .always("family", std::string(word_of(type.portable.family)))
      .add("bits", type.portable.bits ? std::optional(static_cast<std::size_t>(type.portable.bits)) : std::nullopt)
      .add("with_time_zone", type.portable.with_time_zone);
}

Json json_of(const SequenceOptions& options) {
  Json out = Json::object();
  out["type"] = options.type;
  out["start"] = options.start;
  out["increment"] = options.increment;
  out["minimum"] = options.minimum;
  out["maximum"] = options.maximum;
  out["cache"] = options.cache;
  out["cycle"] = options.cycle;
  return out;
}

Json json_of(const Identity& identity) {
  return Fields()
      .always("kind", std::string(word_of(identity.kind)))
      .always("sequence", identity.sequence)
      .always("options", identity.options);
}

Json json_of(const Generated& generated) {
  return Fields().always("expression", generated.expression).always("stored", generated.stored);
}

Json json_of(const Column& column) {
  return Fields()
      .always("name", column.name)
      .always("type", column.type)
      .always("not_null", column.not_null)
      .add("default_value", column.default_value)
      .add("identity", column.identity)
      .add("generated", column.generated)
      .add("collation", column.collation)
      .add("comment", column.comment)
      .add("attributes", column.attributes);
}

Json body_of(const Key& key) {
  return Fields()
      .always("kind", std::string(key.primary ? "primary-key" : "unique"))
      .always("columns", key.columns)
      .add("include", key.include)
      .add("nulls_not_distinct", key.nulls_not_distinct);
}
Json body_of(const Check& check) {
  return Fields()
      .always("kind", std::string("check"))
      .always("expression", check.expression)
      .add("no_inherit", check.no_inherit);
}
Json body_of(const ForeignKey& key) {
  return Fields()
      .always("kind", std::string("foreign-key"))
      .always("columns", key.columns)
      .always("references", key.references)
      .always("referenced_columns", key.referenced_columns)
      .always("on_update", std::string(sql_name(key.on_update)))
      .always("on_delete", std::string(sql_name(key.on_delete)))
      .add("on_delete_columns", key.on_delete_columns)
      .add("match_full", key.match_full);
}
Json body_of(const Exclusion& exclusion) {
  return Fields().always("kind", std::string("exclusion")).always("definition", exclusion.definition);
}

Json json_of(const Constraint& constraint) {
  Json out = Fields().always("name", constraint.name);
  out.update(std::visit([](const auto& body) { return body_of(body); }, constraint.body));
  out.update(Json(Fields()
                      .add("deferrable", constraint.deferrable)
                      .add("initially_deferred", constraint.initially_deferred)
                      .always("validated", constraint.validated)
                      .add("comment", constraint.comment)
                      .add("attributes", constraint.attributes)));
  return out;
}

Json json_of(const IndexKey& key) {
  Json out = Fields().add("column", key.column).add("expression", key.expression).add("descending", key.descending);
  if (key.nulls_first) out["nulls_first"] = *key.nulls_first;
  out.update(Json(Fields().add("collation", key.collation).add("operator_class", key.operator_class)));
  return out;
}

Json json_of(const Index& index) {
  return Fields()
      .always("name", index.name)
      .always("keys", index.keys)
      .always("unique", index.unique)
      .always("method", index.method)
      .add("include", index.include)
      .add("where", index.where)
      .add("nulls_not_distinct", index.nulls_not_distinct)
      .always("valid", index.valid)
      .add("comment", index.comment)
      .add("attributes", index.attributes);
}

Json json_of(const Table& table) {
  return Fields()
      .always("name", table.name)
      .always("columns", table.columns)
      .add("constraints", table.constraints)
      .add("indexes", table.indexes)
      .add("comment", table.comment)
      .add("attributes", table.attributes);
}

Json json_of(const EnumType& type) {
  return Fields().always("name", type.name).always("labels", type.labels).add("comment", type.comment);
}

Json json_of(const Sequence& sequence) {
  return Fields()
      .always("name", sequence.name)
      .always("options", sequence.options)
      .add("owned_by", sequence.owned_by)
      .add("comment", sequence.comment)
      .add("attributes", sequence.attributes);
}

Json json_of(const Namespace& space) { return Fields().always("name", space.name).add("comment", space.comment); }

Json json_of(const SqlObject& object) {
  return Fields()
      .always("kind", object.kind)
      .always("name", object.name)
      .always("definition", object.definition)
      .add("depends_on", object.depends_on);
}

Json json_of(const ColumnCopy& copy) {
  return Fields().always("column", copy.column).always("expression", copy.expression);
}

template <class T>
Json json_of(const std::optional<T>& value) {
  return value ? json_of(*value) : Json();
}
template <class T>
Json json_of(const Rare<T>& value) {
  return value ? json_of(*value) : Json();
}
template <class T>
Json json_of(const std::vector<T>& items) {
  Json out = Json::array();
  for (const auto& item : items) out.push_back(json_of(item));
  return out;
}
template <class T>
Json json_of(const NamedList<T>& items) {
  Json out = Json::array();
  for (const auto& item : items) out.push_back(json_of(item));
  return out;
}

template <class T>
Json Fields::json_of_value(const T& value) {
  return json_of(value);
}

struct OperationFields {
  Json operator()(const CreateSchema& op) const { return Fields().always("schema", op.space); }
  Json operator()(const DropSchema& op) const { return Fields().always("schema", op.space); }
  Json operator()(const CreateTable& op) const { return Fields().always("table", op.table); }
  Json operator()(const DropTable& op) const { return Fields().always("table", op.table); }
  Json operator()(const RenameTable& op) const { return Fields().always("from", op.from).always("to", op.to); }
  Json operator()(const SetTableAttributes& op) const {
    return Fields().always("table", op.table).always("before", op.before).always("after", op.after);
  }
  Json operator()(const RebuildTable& op) const {
    return Fields()
        .always("before", op.before)
        .always("after", op.after)
        .always("copies", op.copies)
        .always("reasons", op.reasons)
        .add("replaces", op.replaces)
        .add("partitions_before", op.partitions_before)
        .add("partitions_after", op.partitions_after);
  }
  Json operator()(const AttachPartition& op) const { return moved(op.partition); }
  Json operator()(const DetachPartition& op) const { return moved(op.partition); }
  static Json moved(const Partition& partition) {
    return Fields()
        .always("partition", partition.object)
        .always("table", partition.table)
        .always("parent", partition.parent);
  }
  Json operator()(const AddColumn& op) const {
    return Fields()
        .always("table", op.table)
        .always("column", op.column)
        .always("position", op.position)
        .add("heirs", op.heirs)
        .add("taken_from", op.taken_from);
  }
  Json operator()(const DropColumn& op) const {
    return Fields()
        .always("table", op.table)
        .always("column", op.column)
        .always("position", op.position)
        .add("heirs", op.heirs)
        .add("left_to", op.left_to);
  }
  Json operator()(const RenameColumn& op) const {
    return Fields().always("table", op.table).always("from", op.from).always("to", op.to);
  }
  Json operator()(const AlterColumnType& op) const {
    return Fields()
        .always("table", op.table)
        .always("before", op.before)
        .always("after", op.after)
        .add("conversion", op.conversion)
        .add("conversion_back", op.conversion_back);
  }
  Json operator()(const SetNullability& op) const {
    return Fields().always("table", op.table).always("before", op.before).always("not_null", op.not_null);
  }
  Json operator()(const SetDefault& op) const {
    return Fields().always("table", op.table).always("before", op.before).add("value", op.value);
  }
  Json operator()(const SetIdentity& op) const {
    return Fields()
        .always("table", op.table)
        .always("before", op.before)
        .add("identity", op.identity)
        .add("default_value", op.default_value);
  }
  Json operator()(const DropGenerated& op) const {
    return Fields().always("table", op.table).always("before", op.before);
  }
  Json operator()(const SetColumnAttributes& op) const {
    return Fields().always("table", op.table).always("before", op.before).always("after", op.after);
  }
  Json operator()(const AddConstraint& op) const {
    return Fields().always("table", op.table).always("constraint", op.constraint);
  }
  Json operator()(const DropConstraint& op) const {
    return Fields().always("table", op.table).always("constraint", op.constraint);
  }
  Json operator()(const RenameConstraint& op) const {
    return Fields().always("table", op.table).always("constraint", op.constraint).always("to", op.to);
  }
  Json operator()(const AlterConstraint& op) const {
    return Fields().always("table", op.table).always("before", op.before).always("after", op.after);
  }
  Json operator()(const CreateIndex& op) const { return Fields().always("table", op.table).always("index", op.index); }
  Json operator()(const DropIndex& op) const { return Fields().always("table", op.table).always("index", op.index); }
  Json operator()(const RenameIndex& op) const {
    return Fields().always("table", op.table).always("from", op.from).always("to", op.to);
  }
  Json operator()(const SetIndexAttributes& op) const {
    return Fields().always("table", op.table).always("before", op.before).always("after", op.after);
  }
  Json operator()(const CreateEnum& op) const { return Fields().always("type", op.type); }
  Json operator()(const DropEnum& op) const { return Fields().always("type", op.type); }
  Json operator()(const RenameEnum& op) const { return Fields().always("from", op.from).always("to", op.to); }
  Json operator()(const RenameEnumLabel& op) const {
    return Fields().always("type", op.type).always("from", op.from).always("to", op.to);
  }
  Json operator()(const AlterEnum& op) const {
    Json out = Fields()
                   .always("before", op.before)
                   .always("after", op.after)
                   .add("replacements", op.replacements)
                   .add("makes_type", op.makes_type);
    for (const auto& [column, sql] : op.conversions)
      out["conversions"].push_back(Fields().always("column", column).always("sql", sql));
    return out;
  }
  Json operator()(const CreateSequence& op) const { return Fields().always("sequence", op.sequence); }
  Json operator()(const DropSequence& op) const { return Fields().always("sequence", op.sequence); }
  Json operator()(const RenameSchema& op) const { return Fields().always("from", op.from).always("to", op.to); }
  Json operator()(const RenameSqlObject& op) const {
    return Fields().always("object", op.kind).always("from", op.from).always("to", op.to);
  }
  Json operator()(const RenameSequence& op) const { return Fields().always("from", op.from).always("to", op.to); }
  Json operator()(const AlterSequence& op) const {
    return Fields().always("before", op.before).always("after", op.after);
  }
  Json operator()(const SetComment& op) const {
    return Fields().always("object", op.object).add("before", op.before).add("after", op.after);
  }
  Json operator()(const Backfill& op) const {
    return Fields()
        .always("table", op.table)
        .always("column", op.column)
        .always("expression", op.expression)
        .always("must_fill", op.must_fill)
        .always("new_column", op.new_column)
        .add("reads", op.reads)
        .add("reads_old", op.reads_old);
  }
  Json operator()(const CreateSqlObject& op) const { return Fields().always("object", op.object); }
  Json operator()(const DropSqlObject& op) const { return Fields().always("object", op.object); }
  Json operator()(const ReplaceSqlObject& op) const {
    return Fields().always("before", op.before).always("after", op.after);
  }
};

}  // namespace

Json json_of(const QualifiedName& name) { return Fields().add("schema", name.schema).always("name", name.name); }

Json json_of(const ObjectId& id) {
  return Fields().always("kind", std::string(kind_name(id.kind))).always("name", id.name).add("part", id.part);
}

Json json_of(const Operation& operation) {
  Json out = Json::object();
  out["kind"] = std::string(kind_name(operation));
  const Json fields = std::visit(OperationFields{}, operation.variant());
  for (const auto& [name, value] : fields.items()) out[name] = value;
  return out;
}

}  // namespace schemac
