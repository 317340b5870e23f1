#include "sources/sql/mysql/elements.h"

#include <algorithm>

#include <fmt/format.h>

#include "dialects/mysql/definitions.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/pipes.h"
#include "dialects/mysql/types.h"

namespace schemac::sql::mysql_text {
namespace {

namespace dialect = ::schemac::mysql;

template <class T>
T* as(antlr4::ParserRuleContext* node) {
  return dynamic_cast<T*>(node);
}

ReferentialAction action_of(Grammar::ActionContext* action) {
  if (action->CASCADE()) return ReferentialAction::cascade;
  if (action->RESTRICT()) return ReferentialAction::restrict_;
  if (action->NULL_()) return ReferentialAction::set_null;
  return action->DEFAULT() ? ReferentialAction::set_default : ReferentialAction::no_action;
}

// The servers' own words for other types.
std::string spelled_type(std::string text, bool national, Attributes& attributes) {
  auto word = lower(text);
  if (national) attributes["charset"] = "utf8mb3";
  if (word.starts_with("long varchar") || word.starts_with("long char")) return "mediumtext";
  if (word.starts_with("long varbinary") || word == "long byte") return "mediumblob";
  if (word == "long") return "mediumtext";
  for (const auto& [alias, meaning] : {std::pair<std::string_view, std::string_view>{"nvarchar", "varchar"},
                                       {"nchar varchar", "varchar"},
                                       {"nchar varying", "varchar"},
                                       {"nchar varcharacter", "varchar"},
                                       {"nchar", "char"}})
    if (word.starts_with(alias)) {
      attributes["charset"] = "utf8mb3";
      return std::string(meaning) + text.substr(alias.size());
    }
  if (word.starts_with("char byte")) return "binary" + text.substr(9);
  if (word.starts_with("char") && word.ends_with("byte")) return "binary" + text.substr(4, text.size() - 8);
  return text;
}

}  // namespace

QualifiedName Elements::table_name(Grammar::PathContext* path) const {
  const auto parts = path->name();
  return parts.size() == 1 ? QualifiedName{{}, Tree::name(parts[0])}
                           : QualifiedName{Tree::name(parts[0]), Tree::name(parts[1])};
}

std::string Elements::expression(Grammar::GroupContext* group) const {
  return without_pipes(tree_.inside(group), group);
}

std::string Elements::without_pipes(std::string text, antlr4::ParserRuleContext* at) const {
  if (!dialect::has_pipes(text)) return text;
  remark_on_pipes(mode_, tree_.where(at), remarks_);
  return dialect::without_pipes(text, mode_.joins_texts);
}

ObjectName Elements::stated(Grammar::ConstraintNameContext* name) {
  return name && name->name() ? ObjectName{Tree::name(name->name()), true} : ObjectName{};
}

void Elements::read(Grammar::ElementContext* element, Table& table) {
  if (auto* one = as<Grammar::ColumnElementContext>(element)) return read(one->column(), table, table.columns.size());
  if (auto* one = as<Grammar::CheckElementContext>(element))
    return check(stated(one->constraintName()), one->group(), one->enforcement(), {}, table);
  if (auto* one = as<Grammar::PrimaryElementContext>(element)) {
    Index parts;
    key_parts(one->keyParts(), parts);
    index_type(one->indexType(), parts);
    for (auto* option : one->indexOption()) index_option(option, parts);
    return primary_key(parts, table);
  }
  if (auto* one = as<Grammar::UniqueElementContext>(element)) {
    Index index{.name = {}, .keys = {}, .unique = true};
    index_type(one->indexType(), index);
    return key(std::move(index), one->constraintName(), one->indexName(), one->keyParts(), one->indexOption(), table);
  }
  if (auto* one = as<Grammar::IndexElementContext>(element)) {
    Index index;
    index_type(one->indexType(), index);
    return key(std::move(index), nullptr, one->indexName(), one->keyParts(), one->indexOption(), table);
  }
  if (auto* one = as<Grammar::SpecialElementContext>(element)) {
    const auto method = one->FULLTEXT() ? "fulltext" : one->SPATIAL() ? "spatial" : "vector";
    return key({.name = {}, .keys = {}, .method = method}, nullptr, one->indexName(), one->keyParts(),
               one->indexOption(), table);
  }
  if (auto* one = as<Grammar::ForeignElementContext>(element)) {
    auto name = stated(one->constraintName());
    const auto index = one->indexName() ? Tree::name(one->indexName()->name()) : std::string();
    // the name of its index is the key's to MariaDB, and the index's alone to MySQL
    const bool of_mysql = engine_.major != 0 && !dialect::is_mariadb(engine_);
    if (name.text.empty() && !index.empty() && !of_mysql) name = {index, true};
    foreign_key(std::move(name), Tree::names(one->nameList()), one->references(), table);
    if (!index.empty() && of_mysql) table.constraints.back().attributes["index_name"] = index;
    return;
  }
  if (auto* one = as<Grammar::PeriodElementContext>(element)) {
    const auto names = one->name();
    const auto columns =
        fmt::format("{}, {}", dialect::quote(Tree::name(names[1])), dialect::quote(Tree::name(names[2])));
    if (const auto period = Tree::name(names[0]); equal_ignoring_case(period, "system_time"))
      table.attributes["system_period"] = columns;
    else
      table.attributes["period"] = fmt::format("{} ({})", dialect::quote(period), columns);
  }
}

// --- keys, checks, references

void Elements::key_parts(Grammar::KeyPartsContext* parts, Index& index) const {
  std::string lengths;
  bool any = false;
  for (auto* part : parts->keyPart()) {
    IndexKey key{.column = part->name() ? Tree::name(part->name()) : std::string(),
                 .descending = part->DESC() != nullptr};
    if (part->group()) key.expression = Expression{expression(part->group())};
    if (part->OVERLAPS()) key.operator_class = "without overlaps";
    any = any || part->NUMBER();
    lengths += (lengths.empty() ? "" : " ") + (part->NUMBER() ? part->NUMBER()->getText() : std::string("-"));
    index.keys.push_back(std::move(key));
  }
  if (any) index.attributes["lengths"] = lengths;
}

// USING BTREE
void Elements::index_type(Grammar::IndexTypeContext* type, Index& index) {
  if (type) index.attributes["using"] = lower(Tree::name(type->name()));
}

void Elements::index_option(Grammar::IndexOptionContext* option, Index& index) const {
  index_type(option->indexType(), index);
  if (option->COMMENT())
    index.comment = Tree::string(option->STRING());
  else if (option->PARSER())
    index.attributes["parser"] = Tree::name(option->name());
  else if (option->INVISIBLE() || (option->IGNORED() && !option->NOT()))
    index.attributes["invisible"] = "true";
  else if (option->value())
    index.attributes[lower(unquoted(option->getStart()->getText()))] = tree_.plain(option->value());
}

void Elements::primary_key(const Index& parts, Table& table) const {
  Constraint constraint{.name = {},
                        .body = Key{.primary = true, .columns = {}},
                        .comment = parts.comment,
                        .attributes = parts.attributes};
  std::string order;
  bool descends = false;
  for (const auto& part : parts.keys) {
    std::get<Key>(constraint.body).columns.push_back(part.column);
    order += std::string(order.empty() ? "" : " ") + (part.descending ? "desc" : "asc");
    descends = descends || part.descending;
    if (part.operator_class) constraint.attributes["without_overlaps"] = part.column;
  }
  if (descends) constraint.attributes["order"] = order;
  table.constraints.push_back(std::move(constraint));
}

void Elements::key(Index index, Grammar::ConstraintNameContext* constraint, Grammar::IndexNameContext* name,
                   Grammar::KeyPartsContext* parts, const std::vector<Grammar::IndexOptionContext*>& options,
                   Table& table) {
  index.name = name ? ObjectName{Tree::name(name->name()), true} : stated(constraint);
  key_parts(parts, index);
  for (auto* option : options) index_option(option, index);
  table.indexes.push_back(std::move(index));
}

void Elements::check(ObjectName name, Grammar::GroupContext* group, Grammar::EnforcementContext* enforcement,
                     const std::string& column, Table& table) {
  Constraint constraint{.name = std::move(name), .body = Check{.expression = {expression(group)}}};
  if (!column.empty() && constraint.name.text.empty() && (is_unstated(engine_) || dialect::is_mariadb(engine_)))
    constraint.attributes[is_unstated(engine_) ? "beside" : "column"] = column;
  if (enforcement && enforcement->NOT()) constraint.attributes["enforced"] = "false";
  table.constraints.push_back(std::move(constraint));
}

void Elements::foreign_key(ObjectName name, std::vector<std::string> columns, Grammar::ReferencesContext* references,
                           Table& table) {
  Constraint constraint{.name = std::move(name), .body = Check{}};
  ForeignKey key{.columns = std::move(columns),
                 .references = table_name(references->path()),
                 .referenced_columns = Tree::names(references->nameList())};
  if (references->MATCH()) constraint.attributes["match"] = lower(Tree::name(references->name()));
  for (auto* action : references->action()) {
    const bool deletes = action->DELETE() != nullptr;
    const auto what = action_of(action);
    (deletes ? key.on_delete : key.on_update) = what;
    if (what == ReferentialAction::no_action) constraint.attributes[deletes ? "on_delete" : "on_update"] = "no action";
  }
  constraint.body = std::move(key);
  table.constraints.push_back(std::move(constraint));
}

// --- columns

void Elements::read(Grammar::ColumnContext* node, Table& table, std::size_t at) {
  Column column;
  column.name = Tree::name(node->name());
  column_type(node->type(), column, table);
  bool says_null = false;
  for (auto* clause : node->columnClause()) {
    column_clause(clause, column, table);
    says_null = says_null || as<Grammar::NullClauseContext>(clause);
  }
  const bool computed = column.generated || column.attributes.contains("row");
  if (column.type.name == "timestamp" && !says_null && !computed && dialect::lends_defaults_to_timestamps(engine_))
    column.not_null = true;
  table.columns.insert(at, std::move(column));
}

void Elements::column_type(Grammar::TypeContext* node, Column& column, Table& table) {
  auto text = tree_.text(node);
  if (node->NATIONAL()) text.erase(0, text.find_first_of(" \t\r\n"));
  if (const auto begin = text.find_first_not_of(" \t\r\n"); begin != std::string::npos) text.erase(0, begin);
  auto* second = node->typeWord();
  auto* first = node->typeName()->typeWord();
  if (second && second->BINARY() && !(first && first->LONG())) {
    text.erase(text.size() - second->getText().size());
    column.attributes["binary"] = "true";
  }
  if (equal_ignoring_case(text, "serial")) {
    text = "bigint unsigned";
    column.not_null = true;
    column.identity = Identity{.kind = IdentityKind::autoincrement};
    table.indexes.push_back({.name = {}, .keys = {IndexKey{.column = column.name}}, .unique = true});
  }
  if (const auto word = lower(text);
      mode_.real_as_float && word.starts_with("real") && (word.size() == 4 || word[4] == ' ' || word[4] == '('))
    text.replace(0, 4, "float");
  auto type = dialect::parse_type(spelled_type(text, node->NATIONAL() != nullptr, column.attributes));
  if (!type || type->user_type) {
    auto problem = type ? error_at("unknown-type", fmt::format("no type `{}` in MySQL", text)) : type.error().front();
    problem.where = tree_.where(node);
    return problems_.push_back(std::move(problem));
  }
  if (dialect::is_label_list(*type))
    for (auto& label : type->arguments) label = dialect::literal(dialect::literal_value(label));
  column.type = std::move(*type);
}

Expression Elements::default_value(Grammar::DefaultValueContext* value) const {
  return {without_pipes(tree_.text(value), value)};
}

void Elements::column_clause(Grammar::ColumnClauseContext* clause, Column& column, Table& table) {
  auto& attributes = column.attributes;
  if (auto* one = as<Grammar::CharsetClauseContext>(clause)) {
    attributes["charset"] = lower(tree_.plain(one->charset()));
  } else if (as<Grammar::AsciiClauseContext>(clause)) {
    attributes["charset"] = "latin1";
  } else if (as<Grammar::UnicodeClauseContext>(clause)) {
    attributes["charset"] = "ucs2";
  } else if (as<Grammar::BinaryClauseContext>(clause)) {
    attributes["binary"] = "true";
  } else if (auto* collate = as<Grammar::CollateClauseContext>(clause)) {
    column.collation = lower(tree_.plain(collate->charset()));
  } else if (as<Grammar::NotNullClauseContext>(clause)) {
    column.not_null = true;
  } else if (as<Grammar::NullClauseContext>(clause)) {
    column.not_null = false;
  } else if (auto* value = as<Grammar::DefaultClauseContext>(clause)) {
    column.default_value = default_value(value->defaultValue());
  } else if (auto* update = as<Grammar::OnUpdateClauseContext>(clause)) {
    attributes["on_update"] = default_value(update->defaultValue()).sql;
  } else if (as<Grammar::AutoIncrementClauseContext>(clause)) {
    column.identity = Identity{.kind = IdentityKind::autoincrement};
  } else if (as<Grammar::SerialClauseContext>(clause)) {
    column.identity = Identity{.kind = IdentityKind::autoincrement};
    column.not_null = true;
    table.indexes.push_back({.name = {}, .keys = {IndexKey{.column = column.name}}, .unique = true});
  } else if (as<Grammar::UniqueClauseContext>(clause)) {
    table.indexes.push_back({.name = {}, .keys = {IndexKey{.column = column.name}}, .unique = true});
  } else if (as<Grammar::PrimaryClauseContext>(clause)) {
    table.constraints.push_back({.name = {}, .body = Key{.primary = true, .columns = {column.name}}});
  } else if (auto* comment = as<Grammar::CommentClauseContext>(clause)) {
    column.comment = Tree::string(comment->STRING());
  } else if (auto* checked = as<Grammar::CheckClauseContext>(clause)) {
    check(stated(checked->constraintName()), checked->group(), checked->enforcement(), column.name, table);
  } else if (auto* referring = as<Grammar::ReferencesClauseContext>(clause)) {
    const bool heeded = dialect::is_mariadb(engine_) || (engine_.major != 0 && dialect::is_at_least(engine_, 9, 0));
    if (heeded)
      foreign_key(stated(referring->constraintName()), {column.name}, referring->references(), table);
    else
      remarks_.push_back(warning_at(
          "ignored-reference",
          "found REFERENCES beside a column, which MySQL ignores before 9.0, expected FOREIGN KEY on a line of its own",
          tree_.where(clause)));
  } else if (auto* row = as<Grammar::RowClauseContext>(clause)) {
    attributes["row"] = row->START() ? "start" : "end";
  } else if (auto* generated = as<Grammar::GeneratedClauseContext>(clause)) {
    column.generated = Generated{.expression = {expression(generated->group())},
                                 .stored = generated->STORED() || generated->PERSISTENT()};
  } else if (auto* visibility = as<Grammar::VisibilityClauseContext>(clause)) {
    if (visibility->INVISIBLE()) attributes["invisible"] = "true";
  } else if (auto* srid = as<Grammar::SridClauseContext>(clause)) {
    attributes[srid->SRID() ? "srid" : "ref_system_id"] = srid->NUMBER()->getText();
  } else if (auto* format = as<Grammar::FormatClauseContext>(clause)) {
    attributes[format->STORAGE() ? "storage" : "column_format"] =
        format->name() ? Tree::name(format->name()) : std::string("default");
  } else if (auto* versioning = as<Grammar::VersioningClauseContext>(clause)) {
    attributes["system_versioning"] = versioning->WITH() ? "true" : "false";
  } else if (auto* compressed = as<Grammar::CompressedClauseContext>(clause)) {
    attributes["compressed"] = compressed->name() ? Tree::name(compressed->name()) : std::string("true");
  } else if (auto* other = as<Grammar::OtherClauseContext>(clause)) {
    attributes[unquoted(other->getStart()->getText())] = tree_.plain(other->value());
  }
}

// --- behind the columns

void Elements::read(Grammar::TableOptionContext* option, Table& table) {
  auto& attributes = table.attributes;
  if (auto* charset = as<Grammar::TableCharsetContext>(option)) {
    attributes["charset"] = lower(tree_.plain(charset->charset()));
  } else if (auto* collate = as<Grammar::TableCollateContext>(option)) {
    attributes["collate"] = lower(tree_.plain(collate->charset()));
  } else if (auto* comment = as<Grammar::TableCommentContext>(option)) {
    table.comment = Tree::string(comment->STRING());
  } else if (as<Grammar::TableVersioningContext>(option)) {
    attributes["system_versioning"] = "true";
  } else if (auto* directory = as<Grammar::TableDirectoryContext>(option)) {
    attributes[directory->DATA() ? "data_directory" : "index_directory"] = Tree::string(directory->STRING());
  } else if (auto* other = as<Grammar::TableOtherContext>(option)) {
    auto key = lower(unquoted(other->optionName()->getText()));
    attributes[key == "type" ? "engine" : key] = tree_.plain(other->value());
  }
}

void Elements::read(Grammar::PartitioningContext* partitioning, Table& table) {
  if (!partitioning || partitioning->anything().empty()) return;
  const auto text = tree_.text(partitioning->anything().front(), partitioning->anything().back());
  bool in_bounds = false;
  for (const auto& token : sql_tokens(text, dialect::lexis)) {
    in_bounds = in_bounds || equal_ignoring_case(token.text(text), "values");
    if (in_bounds && equal_ignoring_case(token.text(text), "unix_timestamp"))
      problems_.push_back(error_at(
          "needs-server",
          "found UNIX_TIMESTAMP in a partition's bound, which depends on the session's time zone, expected its number",
          tree_.where(partitioning)));
  }
  table.attributes["partition_by"] = without_pipes(text, partitioning->anything().front());
}

}  // namespace schemac::sql::mysql_text
