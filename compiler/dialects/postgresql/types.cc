#include "dialects/postgresql/types.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/expressions.h"
#include "dialects/postgresql/names.h"

namespace schemac::postgresql {
namespace {

struct Builtin {
  std::string_view spelling;   // lower case, single spaces
  std::string_view canonical;  // as format_type prints it
  TypeFamily family = TypeFamily::other;
  int bits = 0;
  bool with_time_zone = false;
  int arguments = 0;  // at most
};

using enum TypeFamily;

constexpr std::array builtins = {
    Builtin{"bool", "boolean", boolean},
    Builtin{"boolean", "boolean", boolean},
    Builtin{"smallint", "smallint", integer, 16},
    Builtin{"int2", "smallint", integer, 16},
    Builtin{"int", "integer", integer, 32},
    Builtin{"int4", "integer", integer, 32},
    Builtin{"integer", "integer", integer, 32},
    Builtin{"bigint", "bigint", integer, 64},
    Builtin{"int8", "bigint", integer, 64},
    Builtin{"smallserial", "smallserial", integer, 16},
    Builtin{"serial2", "smallserial", integer, 16},
    Builtin{"serial", "serial", integer, 32},
    Builtin{"serial4", "serial", integer, 32},
    Builtin{"bigserial", "bigserial", integer, 64},
    Builtin{"serial8", "bigserial", integer, 64},
    Builtin{"real", "real", floating, 32},
    Builtin{"float4", "real", floating, 32},
    Builtin{"double precision", "double precision", floating, 64},
    Builtin{"float8", "double precision", floating, 64},
    Builtin{"float", "double precision", floating, 64, false, 1},
    Builtin{"numeric", "numeric", decimal, 0, false, 2},
    Builtin{"decimal", "numeric", decimal, 0, false, 2},
    Builtin{"dec", "numeric", decimal, 0, false, 2},
    Builtin{"varchar", "character varying", varchar, 0, false, 1},
    Builtin{"character varying", "character varying", varchar, 0, false, 1},
    Builtin{"char varying", "character varying", varchar, 0, false, 1},
    Builtin{"national character varying", "character varying", varchar, 0, false, 1},
    Builtin{"char", "character", character, 0, false, 1},
    Builtin{"character", "character", character, 0, false, 1},
    Builtin{"nchar", "character", character, 0, false, 1},
    Builtin{"bpchar", "bpchar", character, 0, false, 1},
    Builtin{"text", "text", text},
    Builtin{"name", "name", text},
    Builtin{"bytea", "bytea", binary},
    Builtin{"date", "date", date},
    Builtin{"time", "time without time zone", time, 0, false, 1},
    Builtin{"time without time zone", "time without time zone", time, 0, false, 1},
    Builtin{"timetz", "time with time zone", time, 0, true, 1},
    Builtin{"time with time zone", "time with time zone", time, 0, true, 1},
    Builtin{"timestamp", "timestamp without time zone", timestamp, 0, false, 1},
    Builtin{"timestamp without time zone", "timestamp without time zone", timestamp, 0, false, 1},
    Builtin{"timestamptz", "timestamp with time zone", timestamp, 0, true, 1},
    Builtin{"timestamp with time zone", "timestamp with time zone", timestamp, 0, true, 1},
    Builtin{"interval", "interval", interval, 0, false, 1},
    Builtin{"uuid", "uuid", uuid},
    Builtin{"json", "json", json},
    Builtin{"jsonb", "jsonb", json},
    Builtin{"bit", "bit", other, 0, false, 1},
    Builtin{"varbit", "bit varying", other, 0, false, 1},
    Builtin{"bit varying", "bit varying", other, 0, false, 1},
    Builtin{"money", "money"},
    Builtin{"xml", "xml"},
    Builtin{"inet", "inet"},
    Builtin{"cidr", "cidr"},
    Builtin{"macaddr", "macaddr"},
    Builtin{"macaddr8", "macaddr8"},
    Builtin{"point", "point"},
    Builtin{"line", "line"},
    Builtin{"lseg", "lseg"},
    Builtin{"box", "box"},
    Builtin{"path", "path"},
    Builtin{"polygon", "polygon"},
    Builtin{"circle", "circle"},
    Builtin{"tsvector", "tsvector"},
    Builtin{"tsquery", "tsquery"},
    Builtin{"jsonpath", "jsonpath"},
    Builtin{"oid", "oid"},
    Builtin{"regclass", "regclass"},
    Builtin{"regproc", "regproc"},
    Builtin{"regprocedure", "regprocedure"},
    Builtin{"regoper", "regoper"},
    Builtin{"regoperator", "regoperator"},
    Builtin{"regtype", "regtype"},
    Builtin{"regrole", "regrole"},
    Builtin{"regnamespace", "regnamespace"},
    Builtin{"regconfig", "regconfig"},
    Builtin{"regdictionary", "regdictionary"},
    Builtin{"regcollation", "regcollation"},
    Builtin{"pg_lsn", "pg_lsn"},
    Builtin{"pg_snapshot", "pg_snapshot"},
    Builtin{"txid_snapshot", "txid_snapshot"},
    Builtin{"xid", "xid"},
    Builtin{"xid8", "xid8"},
    Builtin{"cid", "cid"},
    Builtin{"tid", "tid"},
    Builtin{"int2vector", "int2vector"},
    Builtin{"oidvector", "oidvector"},
    Builtin{"refcursor", "refcursor"},
    Builtin{"aclitem", "aclitem"},
    Builtin{"int4range", "int4range"},
    Builtin{"int8range", "int8range"},
    Builtin{"numrange", "numrange"},
    Builtin{"tsrange", "tsrange"},
    Builtin{"tstzrange", "tstzrange"},
    Builtin{"daterange", "daterange"},
    Builtin{"int4multirange", "int4multirange"},
    Builtin{"int8multirange", "int8multirange"},
    Builtin{"nummultirange", "nummultirange"},
    Builtin{"tsmultirange", "tsmultirange"},
    Builtin{"tstzmultirange", "tstzmultirange"},
    Builtin{"datemultirange", "datemultirange"}};

constexpr std::array<std::string_view, 14> extension_types = {
    "citext",    "hstore", "ltree", "lquery", "ltxtquery", "cube",    "geometry",
    "geography", "box2d",  "box3d", "raster", "vector",    "halfvec", "sparsevec"};

constexpr std::array<std::string_view, 13> interval_fields = {"year",
                                                              "month",
                                                              "day",
                                                              "hour",
                                                              "minute",
                                                              "second",
                                                              "year to month",
                                                              "day to hour",
                                                              "day to minute",
                                                              "day to second",
                                                              "hour to minute",
                                                              "hour to second",
                                                              "minute to second"};

const Builtin* find_builtin(std::string_view spelling) {
  static const std::map<std::string_view, const Builtin*> by_spelling = [] {
    std::map<std::string_view, const Builtin*> map;
    for (const auto& builtin : builtins) map.emplace(builtin.spelling, &builtin);
    return map;
  }();
  const auto at = by_spelling.find(spelling);
  return at == by_spelling.end() ? nullptr : at->second;
}

// `timestamptz(3)[]` taken apart; the words behind the arguments belong to the name.
struct Spelling {
  std::vector<std::string> words;  // lower case where they were bare
  bool quoted = false;             // a word was quoted
  bool qualified = false;
  std::vector<std::string> arguments;
  bool array = false;
};

class SpellingReader {
 public:
  explicit SpellingReader(std::string_view text) : text_(text), tokens_(sql_tokens(text, postgresql_lexis())) {}

  std::optional<Spelling> read() {
    Spelling out;
    while (at_ < tokens_.size()) {
      if (is("(")) {
        if (!out.arguments.empty() || !arguments(out)) return std::nullopt;
      } else if (is("[")) {
        if (!brackets()) return std::nullopt;
        out.array = true;
      } else if (is(".")) {
        out.qualified = true;
        ++at_;
      } else if (!word(out)) {
        return std::nullopt;
      }
    }
    return out.words.empty() ? std::nullopt : std::optional(std::move(out));
  }

 private:
  bool is(std::string_view symbol) const { return at_ < tokens_.size() && tokens_[at_].text(text_) == symbol; }

  bool word(Spelling& out) {
    const auto& token = tokens_[at_];
    if (out.array && !equal_ignoring_case(token.text(text_), "array")) return false;
    if (token.kind == SqlTokenKind::quoted_identifier) {
      out.quoted = true;
      out.words.push_back(unquoted(token.text(text_)));
    } else if (token.kind != SqlTokenKind::word) {
      return false;
    } else if (equal_ignoring_case(token.text(text_), "array") && !out.words.empty()) {
      out.array = true;
    } else {
      out.words.push_back(lower(token.text(text_)));
    }
    ++at_;
    return true;
  }

  bool arguments(Spelling& out) {
    std::string argument;
    for (++at_; at_ < tokens_.size(); ++at_) {
      if (is(",") || is(")")) {
        if (argument.empty()) return false;
        out.arguments.push_back(std::move(argument));
        argument.clear();
        if (is(")")) return ++at_, true;
      } else if (!extends(argument)) {
        return false;
      } else {
        argument += tokens_[at_].text(text_);
      }
    }
    return false;
  }

  // An argument is one number, name or text; a number may have a sign.
  bool extends(const std::string& argument) const {
    const bool is_value = tokens_[at_].kind != SqlTokenKind::symbol && tokens_[at_].closed;
    return argument.empty() ? is_value || is("-") : argument == "-" && tokens_[at_].kind == SqlTokenKind::number;
  }

  bool brackets() {
    ++at_;
    if (at_ < tokens_.size() && tokens_[at_].kind == SqlTokenKind::number) ++at_;
    if (!is("]")) return false;
    return ++at_, true;
  }

  std::string_view text_;
  std::vector<SqlToken> tokens_;
  std::size_t at_ = 0;
};

int number(const std::string& text) {
  int value = -1;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

PortableType portable(const Builtin& builtin) { return {builtin.family, builtin.bits, builtin.with_time_zone}; }

Type user_type(const Spelling& spelling) {
  Type type;
  type.name = spelling.words.back();
  type.user_type =
      QualifiedName{spelling.words.size() > 1 ? spelling.words[spelling.words.size() - 2] : std::string(), type.name};
  type.arguments = spelling.arguments;
  type.array = spelling.array;
  return type;
}

// `interval day to second(3)` keeps its fields in its name, as format_type prints them.
std::optional<Type> interval_type(const Spelling& spelling, const std::string& spelled) {
  if (spelled != "interval" && !spelled.starts_with("interval ")) return std::nullopt;
  Type type{"interval", spelling.arguments, spelling.array, {}, {interval}};
  if (spelled.size() > 9) {
    const auto fields = spelled.substr(9);
    if (std::find(interval_fields.begin(), interval_fields.end(), fields) == interval_fields.end()) return std::nullopt;
    type.name = spelled;
  }
  return type;
}

// What the engine fills in or folds away.
void settle_arguments(Type& type, std::string_view spelling) {
  if ((type.name == "character" || type.name == "bit") && type.arguments.empty()) type.arguments = {"1"};
  if (spelling == "bpchar" && !type.arguments.empty()) type.name = "character";
  if (type.name == "numeric" && type.arguments.size() == 1) type.arguments.push_back("0");
  if (spelling == "float" && !type.arguments.empty()) {
    if (number(type.arguments[0]) <= 24) {
      type.name = "real";
      type.portable.bits = 32;
    }
    type.arguments.clear();
  }
}

Result<Type> read_type(std::string_view text) {
  const auto spelling = SpellingReader(text).read();
  if (!spelling) return failure("bad-type", fmt::format("`{}` cannot be read as a type", text));
  const auto spelled = fmt::format("{}", fmt::join(spelling->words, " "));
  const bool catalogue = spelling->qualified && spelling->words.size() == 2 && spelling->words[0] == "pg_catalog";
  if (spelling->quoted && spelled == "char" && !spelling->qualified)
    return Type{"\"char\"", {}, spelling->array, {}, {character}};
  if (!spelling->qualified && !spelling->quoted)
    if (auto type = interval_type(*spelling, spelled)) return *type;
  const auto* builtin = spelling->qualified || spelling->quoted
                            ? (catalogue ? find_builtin(spelling->words[1]) : nullptr)
                            : find_builtin(spelled);
  if (!builtin) {
    if (!spelling->qualified && spelling->words.size() > 1) {
      const auto near = nearest(spelled, type_names());
      return failure("unknown-type", fmt::format("no type `{}` in PostgreSQL", text), {},
                     near.empty() ? "" : fmt::format("did you mean `{}`?", near));
    }
    return user_type(*spelling);
  }
  if (spelling->arguments.size() > static_cast<std::size_t>(builtin->arguments)) {
    return failure("bad-type", fmt::format("{} arguments found in `{}`, at most {} expected",
                                           spelling->arguments.size(), text, builtin->arguments));
  }
  for (const auto& argument : spelling->arguments)
    if (number(argument) < 0 && builtin->family != decimal)
      return failure("bad-type", fmt::format("`{}` found in `{}`, a number expected", argument, text));
  Type type{std::string(builtin->canonical), spelling->arguments, spelling->array, {}, portable(*builtin)};
  settle_arguments(type, builtin->spelling);
  return type;
}

}  // namespace

// A schema of a hundred thousand columns has some dozens of types.
Result<Type> parse_type(std::string_view text) {
  constexpr std::size_t most = 1000;
  static thread_local std::map<std::string, Result<Type>, std::less<>> known;
  if (const auto at = known.find(text); at != known.end()) return at->second;
  if (known.size() == most) known.clear();
  return known.emplace(text, read_type(text)).first->second;
}

std::string type_sql(const Type& type) {
  std::string out = type.user_type ? quote(*type.user_type) : type.name;
  if (!type.arguments.empty()) {
    const auto list = fmt::format("({})", fmt::join(type.arguments, ","));
    const auto zone = type.user_type ? std::string::npos : out.find(" with");
    out.insert(zone == std::string::npos ? out.size() : zone, list);
  }
  return type.array ? out + "[]" : out;
}

std::string type_short(const Type& type) {
  static const std::map<std::string_view, std::string_view> shorter = {{"character varying", "varchar"},
                                                                       {"character", "char"},
                                                                       {"integer", "int"},
                                                                       {"double precision", "float8"},
                                                                       {"timestamp with time zone", "timestamptz"},
                                                                       {"timestamp without time zone", "timestamp"},
                                                                       {"time with time zone", "timetz"},
                                                                       {"time without time zone", "time"},
                                                                       {"bit varying", "varbit"}};
  const auto name = shorter.find(type.name);
  if (type.user_type) {
    auto shown = type;
    if (shown.user_type->schema == "public") shown.user_type->schema.clear();
    return type_sql(shown);
  }
  if (name == shorter.end()) return type_sql(type);
  Type shown{std::string(name->second), type.arguments, type.array};
  if ((type.name == "character" || type.name == "bit") && type.arguments == std::vector<std::string>{"1"})
    shown.arguments.clear();
  return type_sql(shown);
}

std::vector<std::string> type_names() {
  std::vector<std::string> names;
  for (const auto& builtin : builtins) names.emplace_back(builtin.spelling);
  for (const auto type : extension_types) names.emplace_back(type);
  return names;
}

int type_argument(const Type& type, std::size_t at, int otherwise) {
  return at < type.arguments.size() ? number(type.arguments[at]) : otherwise;
}

std::string_view usual_storage(const Type& type) {
  const bool is_main = !type.array && (type.name == "numeric" || type.name == "inet" || type.name == "cidr");
  return is_main ? "main" : "extended";
}

std::string_view serial_integer(std::string_view name) {
  if (name == "serial") return "integer";
  if (name == "bigserial") return "bigint";
  if (name == "smallserial") return "smallint";
  return {};
}

bool is_extension_type(std::string_view name) {
  return std::find(extension_types.begin(), extension_types.end(), name) != extension_types.end();
}

}  // namespace schemac::postgresql
