#include "dialects/mysql/kept_constants.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "dialects/mysql/collations.h"
#include "dialects/mysql/constants.h"
#include "dialects/mysql/expression_tree.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/partition_bounds.h"
#include "dialects/mysql/types.h"

namespace schemac::mysql {
namespace {

class Converter {
 public:
  Converter(std::string_view sql, const Table& table, const Engine& engine)
      : sql_(sql), table_(table), engine_(engine) {}

  std::string run(const Term& term) {
    visit(term);
    std::string out;
    std::size_t copied = 0;
    for (const auto& [place, text] : converted_) {
      if (place.first < copied) continue;
      out += sql_.substr(copied, place.first - copied);
      out += text;
      copied = place.second;
    }
    return out + std::string(sql_.substr(copied));
  }

 private:
  void visit(const Term& term) {
    for (const auto& part : term.parts) visit(part);
    static const std::set<std::string, std::less<>> lists = {"in", "not in", "between", "not between"};
    static const std::set<std::string, std::less<>> pairs = {"=", "<>", "<", "<=", ">", ">=", "<=>"};
    if (term.kind != Term::call || term.parts.size() < 2) return;
    if (is_mariadb(engine_) && brings_to_one_charset(term.head)) {
      read_bytes_as_letters(term, values_of(term));
      if (is_case_of(term)) read_bytes_as_letters(term, compared_of(term));
    }
    if (!is_mariadb(engine_) && pairs.contains(term.head)) read_zeros(term);
    if (const auto* type =
            pairs.contains(term.head) || lists.contains(term.head) ? converting_type(term.parts[0]) : nullptr) {
      for (std::size_t at = 1; at < term.parts.size(); ++at)
        if (!keeps(term, term.parts[at], *type)) convert(term.parts[at], *type);
    } else if (pairs.contains(term.head)) {
      if (const auto* other = converting_type(term.parts[1])) convert(term.parts[0], *other);
    }
  }

  // Some lists and bounds stay as they are: MariaDB's bytes beside numbers of a BIGINT, MySQL's lists with bytes of a
  // YEAR; a date beside a text that is no year, to MariaDB.
  bool keeps(const Term& term, const Term& part, const Type& type) const {
    const auto any = [&](const auto& one) { return std::any_of(term.parts.begin() + 1, term.parts.end(), one); };
    const bool has_bytes = any([](const Term& one) { return one.head.starts_with("0x"); });
    if (term.head == "in" || term.head == "not in")
      return has_bytes &&
             ((!is_mariadb(engine_) && type.name == "year") || (type.name.starts_with("bigint") && any(is_number)));
    const bool is_between = term.head == "between" || term.head == "not between";
    const bool is_date = part.kind == Term::constant && part.head.starts_with('d');
    return is_between && is_date && is_mariadb(engine_) && type.name == "year" && any([&](const Term& one) {
             return one.kind == Term::constant && one.head.starts_with('\'') &&
                    !stored_constant(one.head, type, {}, engine_);
           });
  }

  // `NOT d` of a date is `'0000-00-00' = d` to MySQL 8.
  void read_zeros(const Term& term) {
    for (const auto at : {0, 1}) {
      const auto& zeros = term.parts[static_cast<std::size_t>(at)];
      const auto* type = type_of(term.parts[static_cast<std::size_t>(1 - at)]);
      if (!type || zeros.kind != Term::constant || zeros.place.end == 0) continue;
      const auto& name = type->name;
      const bool is_moment = name.starts_with("date") || name.starts_with("time");
      if (is_moment && zeros.head.size() > 2 && zeros.head.find_first_not_of("'0-: .") == std::string::npos)
        converted_[{zeros.place.begin, zeros.place.end}] = "0";
    }
  }

  // Bytes that stand beside letters of Unicode are letters.
  static bool brings_to_one_charset(std::string_view head) {
    static const std::set<std::string, std::less<>> heads = {
        "=",           "<>",     "<",       "<=",          ">",        ">=",        "<=>",
        "in",          "not in", "between", "like",        "concat",   "concat_ws", "ifnull",
        "not between", "if",     "nullif",  "coalesce",    "greatest", "case when", "locate",
        "lpad",        "rpad",   "case",    "regexp_like", "least",    "replace",   "case when else",
        "case else"};
    return heads.contains(head);
  }

  // `CASE x WHEN …`
  static bool is_case_of(const Term& term) { return term.is("case") || term.is("case else"); }

  // Of the parts of a call those that it yields: of `CASE WHEN a THEN b ELSE c END` b and c, of IF the last two. Of
  // what chooses nothing, all.
  static std::vector<const Term*> values_of(const Term& term) {
    std::vector<const Term*> out;
    const bool chooses = is_case_of(term) || term.is("case when") || term.is("case when else");
    const bool has_else = term.head.ends_with(" else");
    const std::size_t first = is_case_of(term) ? 2 : 1;
    for (std::size_t at = 0; at < term.parts.size(); ++at) {
      const bool is_value = (at >= first && (at - first) % 2 == 0) || (has_else && at + 1 == term.parts.size());
      if ((chooses && !is_value) || (term.is("if") && at == 0)) continue;
      out.push_back(&term.parts[at]);
    }
    return out;
  }

  // `CASE x WHEN y THEN … WHEN z THEN …` compares x, y and z.
  static std::vector<const Term*> compared_of(const Term& term) {
    std::vector<const Term*> out = {&term.parts[0]};
    for (std::size_t at = 1; at + 1 < term.parts.size(); at += 2) out.push_back(&term.parts[at]);
    return out;
  }

  // Letters of Unicode, because a column has them or a conversion says so.
  bool has_letters(const Term& term) const {
    static const std::set<std::string, std::less<>> keep = {"lower",   "upper",  "substr", "left",
                                                            "right",   "trim",   "ltrim",  "rtrim",
                                                            "reverse", "repeat", "insert", "trim both"};
    if (term.kind == Term::name) {
      const auto at = std::ranges::find_if(
          table_.columns, [&](const Column& column) { return equal_ignoring_case(column.name, term.head); });
      if (at == table_.columns.end() || at->type.name == "json") return at != table_.columns.end();
      const auto charset = charset_of(effective_collation(table_, *at));
      return is_string(at->type) && (charset.empty() || charset.starts_with("utf") || charset == "ucs2");
    }
    if (term.kind != Term::call) return false;
    if (term.is("cast")) return term.parts[1].head.starts_with("char") && !term.parts[1].head.ends_with("binary");
    if (term.is("collate")) return true;
    static const std::set<std::string, std::less<>> choose = {
        "concat", "concat_ws", "ifnull", "nullif",    "coalesce",       "if",       "greatest", "least", "replace",
        "lpad",   "rpad",      "case",   "case when", "case when else", "case else"};
    if (keep.contains(term.head)) return !term.parts.empty() && has_letters(term.parts[0]);
    if (term.is("nullif")) return has_letters(term.parts[0]);
    return choose.contains(term.head) &&
           std::ranges::any_of(values_of(term), [&](const Term* part) { return has_letters(*part); });
  }

  // Not compared as a text: a number, a date or a time.
  bool has_another_type(const Term& term) const {
    if (term.kind == Term::constant)
      return term.head != "null" && !term.head.starts_with('\'') && !term.head.starts_with('_') &&
             !term.head.starts_with("0x");
    const auto at = std::ranges::find_if(
        table_.columns, [&](const Column& column) { return equal_ignoring_case(column.name, term.head); });
    return term.kind == Term::name && at != table_.columns.end() && !is_string(at->type) && at->type.name != "json";
  }

  void read_bytes_as_letters(const Term& term, const std::vector<const Term*>& parts) {
    if (std::ranges::none_of(parts, [&](const Term* part) { return has_letters(*part); })) return;
    // what stands beside a number is compared as one
    const bool by_type = term.head == "between" || term.head == "not between";
    if (by_type && std::ranges::any_of(parts, [&](const Term* part) { return has_another_type(*part); })) return;
    for (const auto* part : parts) {
      const bool is_kept = term.is("nullif") && part == parts.front();  // NULLIF yields it as it is
      if (part->kind != Term::constant || part->place.end == 0 || is_kept) continue;
      const auto bytes = bytes_of_literal(part->head);
      if (const auto text = bytes ? text_in("utf8", *bytes) : std::nullopt)
        converted_[{part->place.begin, part->place.end}] = literal(*text);
    }
  }

  const Type* type_of(const Term& term) const {
    const auto at = std::ranges::find_if(table_.columns, [&](const Column& column) {
      return term.kind == Term::name && equal_ignoring_case(column.name, term.head);
    });
    return at == table_.columns.end() ? nullptr : &at->type;
  }

  const Type* converting_type(const Term& term) const {
    const auto* type = type_of(term);
    if (!type) return nullptr;
    const bool converts = type->name == "year" || type->name.starts_with("bigint") ||
                          (type->name == "timestamp" && is_at_least(engine_, 11, 4));
    return converts ? type : nullptr;
  }

  void convert(const Term& term, const Type& type) {
    if (term.place.end == 0) return;
    const auto written = sql_.substr(term.place.begin, term.place.end - term.place.begin);
    const bool is_constant = term.kind == Term::constant;
    if (is_constant && term.head == "null") return;
    const bool reads_bytes = is_mariadb(engine_) || type.name.starts_with("bigint");
    if (is_constant && reads_bytes && term.head.starts_with("0x")) {
      if (auto kept = type.name == "year" ? bytes_as_year(written, type) : bytes_as_integer(written, type))
        converted_[{term.place.begin, term.place.end}] = std::move(*kept);
      return;
    }
    const auto number = computed_number(written);
    if (!is_constant && !number) return;
    auto kept = type.name == "timestamp" ? as_timestamp(term, type) : as_number(number ? *number : term.head, type);
    if (kept) converted_[{term.place.begin, term.place.end}] = std::move(*kept);
  }

  static bool is_number(const Term& term) {
    return term.kind == Term::constant && !term.head.starts_with("0x") &&
           term.head.find_first_not_of("-0123456789") == std::string::npos;
  }

  // Beside a BIGINT: `x'31'` is the text 1 to MariaDB, `0x31` the number 49; to MySQL both are the number.
  std::optional<std::string> bytes_as_integer(std::string_view written, const Type& type) const {
    const auto bytes = bytes_of_literal(written);
    if (!bytes || bytes->size() > 7 || !type.name.starts_with("bigint")) return std::nullopt;
    const bool is_text = is_mariadb(engine_) && (written.front() == 'x' || written.front() == 'X');
    if (is_text) return as_number(literal(*bytes), type);
    unsigned long number = 0;
    for (const char c : *bytes) number = number * 256 + static_cast<unsigned char>(c);
    return std::to_string(number);
  }

  // `x'3939'` is the text 99 to MariaDB, `0x63` and `b'1100011'` are the number.
  std::optional<std::string> bytes_as_year(std::string_view written, const Type& type) const {
    const auto bytes = bytes_of_literal(written);
    if (!bytes || bytes->size() > 4) return std::nullopt;
    if (written.front() == 'x' || written.front() == 'X') return as_number(literal(*bytes), type);
    unsigned long number = 0;
    for (const char c : *bytes) number = number * 256 + static_cast<unsigned char>(c);
    return as_number(std::to_string(number), type);
  }

  // Beside a BIGINT MariaDB reads `'12 apples'` as 12, and `'x'` as 0.
  std::optional<std::string> leading_integer(const std::string& written, const Type& type) const {
    if (!written.starts_with('\'')) return std::nullopt;
    const auto text = literal_value(written);
    const auto begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
    const auto first = begin < text.size() && (text[begin] == '-' || text[begin] == '+') ? begin + 1 : begin;
    const auto end = std::min(text.find_first_not_of("0123456789", first), text.size());
    const auto behind = text.substr(end);
    const bool is_exponent =
        end > first && (behind.starts_with('e') || behind.starts_with('E')) && behind.find_first_of("0123456789") <= 2;
    const bool is_below = text.substr(begin, 1) == "-" && type.name.find("unsigned") != std::string::npos;
    if (behind.starts_with('.') || is_exponent ||
        (is_below && text.substr(first, end - first).find_first_not_of('0') != std::string::npos))
      return std::nullopt;
    return end == first ? std::optional<std::string>("0")
                        : stored_constant(text.substr(begin, end - begin), type, {}, engine_);
  }

  // Only a value that stays the same.
  std::optional<std::string> as_number(const std::string& written, const Type& type) const {
    const bool has_text = written.find('\'') != std::string::npos;
    if (is_mariadb(engine_) && has_text && type.name.starts_with("bigint")) return leading_integer(written, type);
    auto kept = stored_constant(written, type, {}, engine_);
    if (const auto date = written.find('\'');
        !kept && type.name == "year" && date != std::string::npos && written.find('-', date) == date + 5)
      kept = stored_constant(written.substr(date + 1, 4), type, {}, engine_);  // of a date its year
    if (!kept) return std::nullopt;
    const bool is_text = written.find('\'') != std::string::npos || written.find('"') != std::string::npos;
    if (type.name == "year") return *kept >= "1901" && (is_text || written != "0") ? kept : std::nullopt;
    return is_text ? kept : std::nullopt;
  }

  std::optional<std::string> as_timestamp(const Term& term, const Type& type) const {
    const auto quote = term.head.find('\'');
    if (term.kind != Term::constant || quote == std::string::npos) return std::nullopt;
    const auto kept = stored_constant(std::string_view(term.head).substr(quote), type, {}, engine_);
    return kept ? std::optional("TIMESTAMP" + *kept) : std::nullopt;
  }

  std::string_view sql_;
  const Table& table_;
  const Engine& engine_;
  std::map<std::pair<std::size_t, std::size_t>, std::string> converted_;
};

}  // namespace

std::string with_kept_constants(std::string_view sql, const Table& table, const Engine& engine) {
  const auto tree = read_expression(sql);
  return tree ? Converter(sql, table, engine).run(*tree) : std::string(sql);
}

}  // namespace schemac::mysql
