#include "dialects/mysql/parameters.h"

#include <algorithm>
#include <span>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/mysql/cursor.h"
#include "dialects/mysql/expressions.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/partition_proof.h"

namespace schemac::mysql {
namespace {

enum class Form {
  word,          // stands as it is
  number,        // likewise
  truth,         // true or false
  choice,        // one of the words beside it
  text,          // any: it is written in quotes
  moment,        // CURRENT_TIMESTAMP(n)
  lengths,       // `10 -`
  directions,    // `asc desc`
  names,         // (a, b)
  two_columns,   // a, b
  period,        // p (a, b)
  partitioning,  // what stands behind PARTITION BY
};

struct Parameter {
  std::string_view name;
  Form form;
  std::string_view choices = {};  // separated by blanks
};

constexpr Parameter table_parameters[] = {
    {"engine", Form::word},
    {"collate", Form::word},
    {"charset", Form::word},
    {"row_format", Form::word},
    {"partition_by", Form::partitioning},
    {"system_versioning", Form::truth},
    {"system_period", Form::two_columns},
    {"period", Form::period},
    {"tablespace", Form::text},
    {"union", Form::names},
    {"insert_method", Form::word},
    {"pack_keys", Form::word},
    {"stats_persistent", Form::word},
    {"stats_auto_recalc", Form::word},
    {"stats_sample_pages", Form::word},
    {"key_block_size", Form::number},
    {"max_rows", Form::number},
    {"min_rows", Form::number},
    {"avg_row_length", Form::number},
    {"checksum", Form::word},
    {"table_checksum", Form::word},
    {"delay_key_write", Form::word},
    {"page_checksum", Form::word},
    {"transactional", Form::word},
    {"autoextend_size", Form::word},
    {"storage", Form::choice, "default disk memory"},
    {"nodegroup", Form::number},
    {"secondary_engine", Form::word},
    {"sequence", Form::word},
    {"compression", Form::text},
    {"encryption", Form::text},
    {"connection", Form::text},
    {"data_directory", Form::text},
    {"index_directory", Form::text},
    {"engine_attribute", Form::text},
    {"secondary_engine_attribute", Form::text},
    {"password", Form::text},
    {"page_compressed", Form::word},
    {"page_compression_level", Form::word},
    {"encrypted", Form::word},
    {"encryption_key_id", Form::word},
    {"ietf_quotes", Form::word},
};
constexpr Parameter column_parameters[] = {
    {"on_update", Form::moment},
    {"charset", Form::word},
    {"binary", Form::truth},
    {"invisible", Form::truth},
    {"srid", Form::number},
    {"ref_system_id", Form::number},
    {"row", Form::choice, "start end"},
    {"system_versioning", Form::truth},
    {"column_format", Form::choice, "default fixed dynamic"},
    {"storage", Form::choice, "default disk memory"},
    {"compressed", Form::word},
    {"engine_attribute", Form::text},
    {"secondary_engine_attribute", Form::text},
};
constexpr Parameter index_parameters[] = {
    {"lengths", Form::lengths},
    {"using", Form::choice, "btree hash rtree"},
    {"parser", Form::text},
    {"invisible", Form::truth},
    {"key_block_size", Form::number},
    {"engine_attribute", Form::text},
    {"secondary_engine_attribute", Form::text},
    {"m", Form::number},
    {"distance", Form::word},
};
constexpr Parameter primary_key_parameters[] = {
    {"lengths", Form::lengths},
    {"order", Form::directions},
    {"without_overlaps", Form::text},
    {"using", Form::choice, "btree hash rtree"},
    {"key_block_size", Form::number},
    {"parser", Form::text},
    {"invisible", Form::truth},
    {"engine_attribute", Form::text},
    {"secondary_engine_attribute", Form::text},
};
constexpr Parameter check_parameters[] = {{"enforced", Form::truth}, {"column", Form::text}, {"beside", Form::text}};
constexpr Parameter foreign_key_parameters[] = {{"on_delete", Form::choice, "no action"},
                                                {"on_update", Form::choice, "no action"},
                                                {"match", Form::choice, "full partial simple"},
                                                {"index_name", Form::text}};
constexpr Parameter sequence_parameters[] = {{"engine", Form::word}};

std::span<const Parameter> parameters_of(ParameterOf owner) {
  switch (owner) {
    case ParameterOf::table: return table_parameters;
    case ParameterOf::column: return column_parameters;
    case ParameterOf::primary_key: return primary_key_parameters;
    case ParameterOf::unique:
    case ParameterOf::index: return index_parameters;
    case ParameterOf::check: return check_parameters;
    case ParameterOf::foreign_key: return foreign_key_parameters;
    case ParameterOf::exclusion: return {};
    case ParameterOf::sequence: return sequence_parameters;
  }
  broken_invariant("what has parameters is known");
}

std::string_view title_of(ParameterOf owner) {
  switch (owner) {
    case ParameterOf::table: return "a table";
    case ParameterOf::column: return "a column";
    case ParameterOf::primary_key: return "a primary key";
    case ParameterOf::unique: return "a unique key";
    case ParameterOf::index: return "an index";
    case ParameterOf::check: return "a check";
    case ParameterOf::foreign_key: return "a foreign key";
    case ParameterOf::exclusion: return "an exclusion";
    case ParameterOf::sequence: return "a sequence";
  }
  broken_invariant("what has parameters has a title");
}

const Parameter* parameter_of(ParameterOf owner, std::string_view key) {
  const auto known = parameters_of(owner);
  const auto at = std::ranges::find(known, key, &Parameter::name);
  return at == known.end() ? nullptr : &*at;
}

bool is_one_of(std::string_view words, std::string_view word) {
  return !word.empty() && word.find(' ') == std::string_view::npos &&
         fmt::format(" {} ", words).find(fmt::format(" {} ", word)) != std::string::npos;
}

bool is_number_text(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Each word of a list that is separated by blanks.
template <class Fits>
bool is_list(std::string_view words, const Fits& fits) {
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    if (!fits(words.substr(0, end))) return false;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return true;
}

// `a, b`, `p (a, b)`, `(a, b)`: as SQL, each name in quotes. Nothing where the text is something else.
std::optional<std::string> read_names(std::string_view text, Form form) {
  for (const auto& token : sql_tokens(text, lexis, true))
    if (!token.closed || token.kind == SqlTokenKind::comment) return std::nullopt;
  try {
    Cursor cursor(text);
    std::string out;
    if (form == Form::period) out = quote(cursor.name()) + " ";
    const bool grouped = form != Form::two_columns;
    if (grouped) cursor.expect("(");
    std::size_t count = 0;
    std::string list;
    if (!(form == Form::names && cursor.is(")"))) {
      do {
        list += (count++ == 0 ? "" : ", ") + quote(cursor.name());
        if (form == Form::names && cursor.accept(".")) list += "." + quote(cursor.name());
      } while (cursor.accept(","));
    }
    if (grouped) cursor.expect(")");
    if (!cursor.done() || (form != Form::names && count != 2)) return std::nullopt;
    return grouped ? fmt::format("{}({})", out, list) : list;
  } catch (const Unreadable&) {
    return std::nullopt;
  }
}

bool is_moment(std::string_view value) {
  const auto text = canonical_now(value);
  if (text == "CURRENT_TIMESTAMP") return true;
  return text.size() == 20 && text.starts_with("CURRENT_TIMESTAMP(") && text[18] >= '1' && text[18] <= '6' &&
         text.ends_with(')');
}

std::optional<std::string> fault_of_form(const Parameter& parameter, std::string_view value) {
  const auto unless = [&](bool fits, std::string_view expected) {
    return fits ? std::nullopt : std::optional(fmt::format("is `{}`, expected {}", value.substr(0, 60), expected));
  };
  switch (parameter.form) {
    case Form::word: return unless(is_plain_word(value), "one word of letters, digits and `_`");
    case Form::number: return unless(is_number_text(value), "a number");
    case Form::truth: return unless(value == "true" || value == "false", "`true` or `false`");
    case Form::choice:
      if (parameter.choices == "no action") return unless(lower(value) == "no action", "`no action`");
      return unless(is_one_of(parameter.choices, lower(value)),
                    fmt::format("one of these words: {}", parameter.choices));
    case Form::text: return std::nullopt;
    case Form::moment: return unless(is_moment(value), "CURRENT_TIMESTAMP, or CURRENT_TIMESTAMP(1) to (6)");
    case Form::lengths:
      return unless(is_list(value, [](std::string_view one) { return one == "-" || is_number_text(one); }),
                    "a number or `-` for each key, as `10 -`");
    case Form::directions:
      return unless(is_list(value, [](std::string_view one) { return one == "asc" || one == "desc"; }),
                    "`asc` or `desc` for each column");
    case Form::names: return unless(read_names(value, parameter.form).has_value(), "names, as `(a, b)`");
    case Form::two_columns: return unless(read_names(value, parameter.form).has_value(), "two columns, as `a, b`");
    case Form::period:
      return unless(read_names(value, parameter.form).has_value(), "a name and two columns, as `p (a, b)`");
    case Form::partitioning: return fault_of_partitioning(value);
  }
  broken_invariant("a parameter has a form");
}

// MariaDB lets an engine bring options of its own: CONNECT, Spider, S3, …
bool brings_options(std::string_view engine) {
  static constexpr std::string_view of_the_server =
      "default innodb myisam memory heap csv archive blackhole merge mrg_myisam aria federated ndb ndbcluster sequence";
  return !engine.empty() && !is_one_of(of_the_server, lower(engine));
}

class WordsOfTable {
 public:
  explicit WordsOfTable(const Table& table) : table_(table) {}

  Diagnostics unknown() {
    is_about_keys_ = true;
    return run();
  }

  Diagnostics run() {
    const auto& name = table_.name.name;
    attributes(ParameterOf::table, table_.attributes, fmt::format("table `{}`", name));
    for (const auto& column : table_.columns) {
      const auto what = fmt::format("column `{}.{}`", name, column.name);
      attributes(ParameterOf::column, column.attributes, what);
      if (!is_about_keys_ && column.collation && !is_plain_word(*column.collation))
        no_word("collation", *column.collation, what);
    }
    for (const auto& constraint : table_.constraints)
      attributes(owner_of(constraint), constraint.attributes,
                 fmt::format("{} `{}` of `{}`", kind_name(constraint), constraint_label(constraint), name));
    for (const auto& index : table_.indexes) of_index(index);
    return std::move(found_);
  }

  void attributes(ParameterOf owner, const Attributes& attributes, const std::string& what) {
    const auto engine = table_.attributes.find("engine");
    const ParameterPlace place{owner, engine == table_.attributes.end() ? std::string() : engine->second};
    for (const auto& [key, value] : attributes) {
      if (key.starts_with('\x01')) continue;  // a mark of schemac's own
      if (is_about_keys_) {
        if (const auto fault = fault_of_key(place, key))
          error(fmt::format("the parameter `{}` of {} {}", key, what, *fault));
        continue;
      }
      if (!is_known_parameter(owner, key) && !is_plain_word(key))
        error(fmt::format("found parameter `{}` of {}, expected a word", key, what));
      else if (const auto fault = fault_of_value(owner, key, value))
        error(fmt::format("the parameter `{}` of {} {}", key, what, *fault));
    }
  }
  Diagnostics found() { return std::move(found_); }

 private:
  static ParameterOf owner_of(const Constraint& constraint) {
    if (const auto* key = std::get_if<Key>(&constraint.body))
      return key->primary ? ParameterOf::primary_key : ParameterOf::unique;
    if (std::holds_alternative<Check>(constraint.body)) return ParameterOf::check;
    return std::holds_alternative<ForeignKey>(constraint.body) ? ParameterOf::foreign_key : ParameterOf::exclusion;
  }

  void of_index(const Index& index) {
    const auto what = fmt::format("index `{}` of `{}`", index.name.text, table_.name.name);
    attributes(ParameterOf::index, index.attributes, what);
    if (is_about_keys_) return;
    if (!is_plain_word(index.method)) no_word("method", index.method, what);
    for (const auto& key : index.keys)
      if (key.operator_class && *key.operator_class != "without overlaps")
        error(fmt::format("found operator class `{}` in {}: MySQL has none", *key.operator_class, what));
  }

  void no_word(std::string_view kind, const std::string& word, const std::string& what) {
    error(fmt::format("the {} of {} is `{}`, expected one word of letters, digits and `_`", kind, what,
                      word.substr(0, 60)));
  }
  void error(std::string message) { found_.push_back(error_at("bad-parameter", std::move(message))); }

  const Table& table_;
  Diagnostics found_;
  bool is_about_keys_ = false;
};

}  // namespace

bool is_plain_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
  });
}

bool is_known_parameter(ParameterOf owner, std::string_view key) { return parameter_of(owner, key) != nullptr; }

std::optional<std::string> fault_of_value(ParameterOf owner, std::string_view key, std::string_view value) {
  const auto* parameter = parameter_of(owner, key);
  return parameter ? fault_of_form(*parameter, value) : std::nullopt;  // others are written in quotes
}

std::optional<std::string> fault_of_key(const ParameterPlace& place, std::string_view key) {
  if (is_known_parameter(place.owner, key) || (brings_options(place.engine) && is_plain_word(key))) return std::nullopt;
  std::vector<std::string> known;
  for (const auto& parameter : parameters_of(place.owner))
    if (parameter.name != "beside" && parameter.name != "binary") known.emplace_back(parameter.name);
  const auto near = nearest(key, known);
  return fmt::format("is unknown for {}{}", title_of(place.owner),
                     !near.empty()   ? fmt::format(", did you mean `{}`?", near)
                     : known.empty() ? ", which has none"
                                     : fmt::format(", expected one of {}", fmt::join(known, ", ")));
}

Diagnostics unfit_words(const Table& table) { return WordsOfTable(table).run(); }

Diagnostics unknown_parameters(const Table& table) { return WordsOfTable(table).unknown(); }

Diagnostics unfit_words(const Sequence& sequence) {
  WordsOfTable words({.name = sequence.name});
  words.attributes(ParameterOf::sequence, sequence.attributes, fmt::format("sequence `{}`", sequence.name.name));
  return words.found();
}

const std::string& plain_word(const std::string& text) {
  if (!is_plain_word(text)) broken_invariant("a word without quotes in MySQL's SQL is plain");
  return text;
}

std::string quoted_names(std::string_view text) {
  for (const auto form : {Form::two_columns, Form::period, Form::names})
    if (auto names = read_names(text, form)) return *names;
  broken_invariant("a list of names in MySQL's SQL is one");
}

}  // namespace schemac::mysql
