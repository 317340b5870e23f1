#include "dialects/postgresql/proof.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <functional>

#include <fmt/format.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/named_object.h"
#include "dialects/postgresql/parse_tree.h"
#include "dialects/postgresql/sql_objects.h"

namespace schemac::postgresql {
namespace {

// Longer texts may nest deeper than the program's own stack.
constexpr std::size_t long_text = 2'000;

template <class F>
auto with_room_for(std::string_view text, F&& work) {
  if (text.size() < long_text) return work();
  decltype(work()) out;
  with_large_stack([&] { out = work(); });
  return out;
}

bool holds(const Node& node, const std::function<bool(const Node&)>& wanted) {
  bool found = wanted(node);
  if (!found) node.each_child([&](const Node& below) { found = found || holds(below, wanted); });
  return found;
}

bool holds_kind(const Node& node, std::string_view kind) {
  return holds(node, [&](const Node& each) { return each.is(kind); });
}

bool is_one_of(std::string_view kind, std::initializer_list<std::string_view> kinds) {
  return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

// `0x1f`, `1_000`, JSON's own syntax, AT LOCAL: words of servers that are newer than the parser.
bool has_newer_words(std::string_view sql) {
  const auto tokens = sql_tokens(sql, postgresql_lexis());
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const auto word = lower(tokens[at].text(sql));
    const bool is_word = tokens[at].kind == SqlTokenKind::word;
    if (is_word && (word.starts_with("json") || word == "local")) return true;
    const bool has_letter = std::ranges::any_of(word, [](unsigned char c) { return std::isalpha(c) || c == '_'; });
    if (tokens[at].kind == SqlTokenKind::number && has_letter) return true;
    const bool touches =
        at > 0 && tokens[at - 1].kind == SqlTokenKind::number && tokens[at - 1].end == tokens[at].begin;
    if (is_word && touches) return true;
  }
  return false;
}

// --- expressions
// --------------------------------------------------------------------------------------------------------------- `5`,
// `'text'`, `now()`, `true`: most defaults, which need no parser.
bool is_plainly_one(std::string_view sql) {
  const auto all = [](std::string_view text, auto&& fits) {
    return std::ranges::all_of(text, [&](unsigned char c) { return fits(c); });
  };
  if (sql.empty()) return false;
  if (sql.size() >= 2 && sql.starts_with('\'') && sql.ends_with('\''))
    return all(sql.substr(1, sql.size() - 2), [](unsigned char c) { return c != '\'' && c != '\\'; });
  if (std::isdigit(static_cast<unsigned char>(sql[0])))
    return all(sql, [](unsigned char c) { return std::isdigit(c); });
  return sql == "now()" || sql == "true" || sql == "false" || sql == "CURRENT_TIMESTAMP" || sql == "gen_random_uuid()";
}

Fault refused(const SyntaxError& error, std::size_t offset, std::string_view sql) {
  const auto at = error.at < offset ? 0 : std::min(error.at - offset, sql.size());
  return {{fmt::format("is not SQL that PostgreSQL reads: {}", error.message), at}, has_newer_words(sql)};
}

// The expression of `SELECT expression`, and nothing beside it.
Node only_expression(const Parsed& parsed) {
  const auto statements = parsed.statements();
  if (statements.size() != 1 || !statements[0].is("SelectStmt")) return {};
  const auto& select = statements[0];
  const auto targets = select.list("target_list");
  static constexpr auto lists =
      std::to_array<std::string_view>({"distinct_clause", "from_clause", "group_clause", "window_clause",
                                       "values_lists", "sort_clause", "locking_clause"});
  static constexpr auto nodes = std::to_array<std::string_view>(
      {"into_clause", "where_clause", "having_clause", "limit_offset", "limit_count", "with_clause", "larg", "rarg"});
  const bool alone = std::ranges::all_of(lists, [&](auto field) { return select.list(field).empty(); }) &&
                     std::ranges::none_of(nodes, [&](auto field) { return static_cast<bool>(select.child(field)); });
  if (!alone || targets.size() != 1) return {};
  const auto& target = targets[0];
  return target.text("name").empty() && target.list("indirection").empty() ? target.child("val") : Node();
}

// Read twice: what is one expression both in parentheses and without them can close none of those that will stand
// around it.
std::optional<Fault> fault_of_expression(std::string_view sql, bool may_query) {
  for (const auto& [before, behind] : {std::pair("SELECT ", "\n"), std::pair("SELECT (", "\n)")}) {
    const auto parsed = parse(before + std::string(sql) + behind);
    if (!parsed) return refused(parsed.error(), std::string_view(before).size(), sql);
    const auto expression = only_expression(*parsed);
    if (!expression)
      return Fault{{parsed->statements().size() > 1 ? "goes on behind a `;`" : "is not one expression", 0}, false};
    if (!may_query && holds_kind(expression, "SubLink"))
      return Fault{{"holds a query, which cannot stand there", 0}, false};
  }
  return std::nullopt;
}

// Of one ALTER TABLE or CREATE INDEX around the text: whether `fits` finds there what it should, and nothing else.
std::optional<Fault> fault_within(std::string_view before, std::string_view sql, std::string_view behind,
                                  std::string_view what, const std::function<bool(const Node&)>& fits) {
  const auto parsed = parse(fmt::format("{}{}\n{}", before, sql, behind));
  if (!parsed) return refused(parsed.error(), before.size(), sql);
  const auto statements = parsed->statements();
  if (statements.size() == 1 && fits(statements[0])) return std::nullopt;
  return Fault{{fmt::format("is not {}", what), 0}, false};
}

// The one thing that an ALTER TABLE does.
Node only_command(const Node& statement) {
  const auto commands = statement.is("AlterTableStmt") ? statement.list("cmds") : std::vector<Node>();
  return commands.size() == 1 ? commands[0] : Node();
}

bool adds_exclusion(const Node& statement) {
  const auto command = only_command(statement);
  return command && command.word("subtype") == "AT_AddConstraint" &&
         command.child("def").word("contype") == "CONSTR_EXCLUSION" && !holds_kind(command, "SubLink");
}

bool has_only_a_class(const Node& statement) {
  if (!statement.is("IndexStmt") || statement.child("where_clause") || !statement.list("options").empty() ||
      !statement.text("table_space").empty() || !statement.list("index_including_params").empty())
    return false;
  const auto keys = statement.list("index_params");
  return keys.size() == 1 && keys[0].list("collation").empty() && !keys[0].list("opclass").empty() &&
         keys[0].word("ordering") == "SORTBY_DEFAULT" && keys[0].word("nulls_ordering") == "SORTBY_NULLS_DEFAULT";
}

// --- objects given as SQL
// -------------------------------------------------------------------------------------------------------- A query that
// only reads: what a view can be made of.
bool only_reads(const Node& query) {
  return query.is("SelectStmt") && !holds(query, [](const Node& node) {
           return is_one_of(node.kind(), {"InsertStmt", "UpdateStmt", "DeleteStmt", "MergeStmt", "IntoClause"});
         });
}

// What makes an object of this kind; empty for a kind of setting.
std::vector<std::string_view> makers_of(std::string_view kind) {
  if (kind == "view") return {"ViewStmt"};
  if (kind == "materialized view") return {"CreateTableAsStmt"};
  if (is_one_of(kind, {"function", "procedure", "window function"})) return {"CreateFunctionStmt"};
  if (kind == "aggregate" || kind == "collation") return {"DefineStmt"};
  if (kind == "trigger") return {"CreateTrigStmt"};
  if (kind == "rule") return {"RuleStmt"};
  if (kind == "policy") return {"CreatePolicyStmt"};
  if (kind == "domain") return {"CreateDomainStmt"};
  if (kind == "composite type") return {"CompositeTypeStmt"};
  if (kind == "range type") return {"CreateRangeStmt"};
  if (kind == "type") return {"CompositeTypeStmt", "CreateRangeStmt", "CreateEnumStmt", "DefineStmt"};
  if (kind == "extension") return {"CreateExtensionStmt"};
  if (kind == "index") return {"IndexStmt"};  // of a materialized view, or a partition's own
  if (kind == "statistics") return {"CreateStatsStmt"};
  if (kind == "partition") return {"CreateStmt"};
  if (kind == "event trigger") return {"CreateEventTrigStmt"};
  if (kind == "publication") return {"CreatePublicationStmt"};
  return {};
}

std::optional<SqlFault> fault_of_statement(const SqlObject& object, const std::string& sql) {
  const auto parsed = parse(sql);
  if (!parsed) {
    // a syntax of newer servers is believed to be one statement where its tokens say so, for what servers learn new
    // words of
    const auto tokens = sql_tokens(sql, postgresql_lexis());
    const bool one =
        std::ranges::none_of(tokens, [&](const SqlToken& token) { return !token.closed || token.text(sql) == ";"; });
    const bool grows = is_one_of(object.kind, {"function", "procedure", "window function", "index", "partition",
                                               "partition constraint", "statistics", "publication", "event trigger"});
    if (one && (grows || has_newer_words(sql))) {
      const auto fault = fault_of_unread_target(sql, object);
      return fault ? std::optional(SqlFault{*fault, 0}) : std::nullopt;
    }
    return SqlFault{fmt::format("is not SQL that PostgreSQL reads: {}", parsed.error().message), 0};
  }
  const auto statements = parsed->statements();
  if (statements.size() != 1) return SqlFault{fmt::format("is {} statements", statements.size()), 0};
  const auto makers = makers_of(object.kind);
  if (!makers.empty() && std::ranges::find(makers, statements[0].kind()) == makers.end())
    return SqlFault{fmt::format("is not a statement that creates this {}", object.kind), 0};
  if (const auto fault = fault_of_target(statements[0], object)) return SqlFault{*fault, 0};
  if (statements[0].has_field("query") && !only_reads(statements[0].child("query")))
    return SqlFault{"holds a statement that writes, which no view can", 0};
  return std::nullopt;
}

// --- questions
bool is_temporary(const Node& relation) {
  return relation.text("schemaname") == "pg_temp" && relation.text("relname").starts_with("schemac_ask_");
}

bool has_plain_columns(const Node& statement) {
  return std::ranges::all_of(statement.list("table_elts"), [](const Node& element) {
    return element.is("ColumnDef") && !element.child("raw_default") && element.list("constraints").empty();
  });
}

bool makes_table(const Node& statement) {
  return statement.is("CreateStmt") && is_temporary(statement.child("relation")) &&
         statement.child("relation").text("relpersistence") == "t" && statement.list("inh_relations").empty() &&
         statement.list("constraints").empty() && statement.list("options").empty() && !statement.child("partspec") &&
         !statement.child("partbound") && !statement.child("of_typename") && statement.text("tablespacename").empty() &&
         statement.text("access_method").empty();
}

bool adds_check(const Node& command) {
  const auto constraint = command.child("def");
  return command.word("subtype") == "AT_AddConstraint" && constraint.word("contype") == "CONSTR_CHECK" &&
         constraint.flag("skip_validation");
}

// `CHECK ((…) IS NOT NULL) NOT VALID`
bool adds_value(const Node& command) {
  return adds_check(command) && command.child("def").child("raw_expr").is("NullTest");
}

bool alters(const Node& statement, const std::function<bool(const Node&)>& fits) {
  const auto command = only_command(statement);
  return command && is_temporary(statement.child("relation")) && !holds_kind(statement, "SubLink") && fits(command);
}

bool has_shape(const Node& statement, Question shape) {
  switch (shape) {
    case Question::enumeration:
      return statement.is("CreateEnumStmt") && statement.values("type_name").size() == 2 &&
             statement.values("type_name")[0] == "pg_temp";
    case Question::table: return makes_table(statement) && has_plain_columns(statement);
    case Question::column_default:
      return alters(statement, [](const Node& command) { return command.word("subtype") == "AT_ColumnDefault"; });
    case Question::check: return alters(statement, adds_check);
    case Question::value: return alters(statement, adds_value);
    case Question::exclusion:
      return is_temporary(statement.is("AlterTableStmt") ? statement.child("relation") : Node()) &&
             adds_exclusion(statement);
    case Question::view:
      return statement.is("ViewStmt") && is_temporary(statement.child("view")) && statement.list("options").empty() &&
             only_reads(statement.child("query"));
  }
  return false;
}

bool holds_in_statement(const std::string& statement, const std::function<bool(const Node&)>& wanted) {
  return with_room_for(statement, [&] {
    const auto parsed = parse(statement);
    return !parsed || std::ranges::any_of(parsed->statements(), [&](const Node& root) { return holds(root, wanted); });
  });
}

}  // namespace

std::optional<Fault> fault_of(std::string_view sql, SqlPlace place) {
  if (is_plainly_one(sql) && place != SqlPlace::exclusion && place != SqlPlace::operator_class) return std::nullopt;
  return with_room_for(sql, [&]() -> std::optional<Fault> {
    if (place == SqlPlace::exclusion)
      return fault_within("ALTER TABLE t ADD EXCLUDE ", sql, "", "one exclusion", adds_exclusion);
    if (place == SqlPlace::operator_class)
      return fault_within("CREATE INDEX ON t (c ", sql, ")", "an operator class", has_only_a_class);
    return fault_of_expression(sql, place == SqlPlace::backfill);
  });
}

// What is no literal where it stands.
std::optional<SqlFault> fault_of_parameter(std::string_view key, std::string_view value) {
  const auto only = [&](std::string_view before, std::string_view behind, std::string_view what,
                        std::string_view field) {
    return fault_within(before, value, behind, what, [&](const Node& statement) {
      const bool partitions = static_cast<bool>(statement.child("partspec"));
      return statement.is("CreateStmt") && statement.list("table_elts").size() == 1 &&
             statement.list("options").empty() && statement.text("tablespacename").empty() &&
             statement.text("access_method").empty() && partitions == (field == "partspec") &&
             statement.list("inh_relations").empty() == partitions && !holds_kind(statement, "SubLink");
    });
  };
  if (key == "partition_by") return only("CREATE TABLE t (c int) PARTITION BY ", "", "a partition key", "partspec");
  if (key == "inherits") return only("CREATE TABLE t (c int) INHERITS (", ")", "a list of tables", "inh_relations");
  if (key != "statistics" && key != "storage" && key != "compression") return std::nullopt;
  const bool plain =
      std::ranges::all_of(value, [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; });
  return plain && !value.starts_with("--") ? std::nullopt : std::optional(SqlFault{"is not one word", 0});
}

std::optional<SqlFault> fault_of(const SqlObject& object) {
  return with_room_for(object.definition, [&]() -> std::optional<SqlFault> {
    for (const auto& statement : creation_of(object)) {
      if (statement == "SET LOCAL check_function_bodies = off") continue;
      if (auto fault = fault_of_statement(object, statement)) return fault;
    }
    return std::nullopt;
  });
}

bool is_question(const std::string& statement, Question shape) {
  return with_room_for(statement, [&] {
    const auto parsed = parse(statement);
    if (!parsed) return false;
    const auto statements = parsed->statements();
    return statements.size() == 1 && has_shape(statements[0], shape);
  });
}

bool holds_text(const std::string& statement) {
  return holds_in_statement(statement, [](const Node& node) { return node.is("A_Const") && node.child("sval"); });
}

bool names_other_schemas(const std::string& statement) {
  return holds_in_statement(statement, [](const Node& node) {
    const auto field = node.is("FuncCall")   ? "funcname"
                       : node.is("A_Expr")   ? "name"
                       : node.is("TypeName") ? "names"
                                             : "";
    const auto name = *field ? node.values(field) : std::vector<std::string>();
    return name.size() > 1 && name[0] != "pg_catalog" && (name[0] != "pg_temp" || !node.is("TypeName"));
  });
}

bool names_columns(const std::string& expression) {
  return holds_in_statement("SELECT " + expression, [](const Node& node) { return node.is("ColumnRef"); });
}

std::string with_temporary_types(const std::string& statement, const std::set<QualifiedName>& types) {
  if (types.empty()) return statement;
  return with_room_for(statement, [&] {
    std::set<std::size_t, std::greater<>> places;
    const auto parsed = parse(statement);
    if (!parsed) return statement;
    const auto visit = [&](const Node& node) {
      const auto name = node.is("TypeName") ? node.values("names") : std::vector<std::string>();
      if (name.size() == 2 && types.contains({name[0], name[1]}))
        places.insert(static_cast<std::size_t>(node.integer("location")));
      return false;
    };
    for (const auto& root : parsed->statements()) holds(root, visit);
    auto out = statement;
    for (const auto at : places) {
      const auto tokens = sql_tokens(std::string_view(out).substr(at), postgresql_lexis());
      if (!tokens.empty()) out.replace(at, tokens[0].end, "pg_temp");
    }
    return out;
  });
}

}  // namespace schemac::postgresql
