#include "emitters/alembic_naming.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <variant>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"

namespace schemac::alembic {
namespace {

using Value = std::variant<std::string, long>;
using Values = std::map<std::string, Value, std::less<>>;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool continues_a_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

// The first `count` characters.
std::string first_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if (!continues_a_character(text[at]) && count-- == 0) break;
  return std::string(text.substr(0, at));
}

// As Alembic makes it: words joined by `_`; one that is too long is cut at its last word and ends in `_`. Whatever is
// no ASCII counts as a letter.
std::string slug(std::string_view title, std::size_t longest) {
  std::string out;
  bool apart = false;
  for (const char c : lower(title)) {
    const bool word = (c >= 'a' && c <= 'z') || is_digit(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    if (word && apart && !out.empty()) out += '_';
    if (word) out += c;
    apart = !word;
  }
  const auto cut = first_of(out, longest);
  return cut == out ? out : cut.substr(0, cut.rfind('_')) + "_";
}

Values values_of(const std::string& revision, std::string slug, const std::string& timestamp) {
  const auto part = [&](std::size_t at, std::size_t length) {
    long value = 0;
    const auto text =
        timestamp.size() >= at + length ? std::string_view(timestamp).substr(at, length) : std::string_view("0");
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  const long year = part(0, 4), month = part(4, 2), day = part(6, 2), hour = part(8, 2), minute = part(10, 2),
             second = part(12, 2);
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(year)},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  const std::chrono::seconds since =
      std::chrono::sys_days{date}.time_since_epoch() + std::chrono::hours{hour} + std::chrono::minutes{minute};
  return {{"rev", revision},
          {"slug", std::move(slug)},
          {"year", year},
          {"month", month},
          {"day", day},
          {"hour", hour},
          {"minute", minute},
          {"second", second},
          {"epoch", static_cast<long>(since.count()) + second}};
}

// One `%(name)…` of a template, as Python's % operator takes it apart.
struct Field {
  std::string name;
  bool left = false, zeros = false;
  std::size_t width = 0;
  std::optional<std::size_t> precision = {};
  char conversion = 0;
};

class Template {
 public:
  Template(std::string_view text, const Values& values) : text_(text), values_(values) {}

  // nullopt: `problem` says what was found.
  std::optional<std::string> filled() {
    std::string out;
    while (at_ < text_.size()) {
      if (text_[at_] != '%') {
        out += text_[at_++];
      } else if (text_.substr(at_).starts_with("%%")) {
        out += '%';
        at_ += 2;
      } else {
        const auto begin = at_;
        const auto field = next_field();
        const auto text = field ? spelled(*field) : std::nullopt;
        if (!text) {
          problem = text_.substr(begin, at_ - begin);
          return std::nullopt;
        }
        out += *text;
      }
    }
    return out;
  }

  std::string problem;

 private:
  std::optional<Field> next_field() {
    ++at_;
    if (at_ >= text_.size() || text_[at_] != '(') return std::nullopt;
    const auto end = text_.find(')', at_);
    if (end == std::string_view::npos) {
      at_ = text_.size();
      return std::nullopt;
    }
    Field field{.name = std::string(text_.substr(at_ + 1, end - at_ - 1))};
    at_ = end + 1;
    for (; at_ < text_.size() && std::string_view("-0 +#").find(text_[at_]) != std::string_view::npos; ++at_) {
      field.left |= text_[at_] == '-';
      field.zeros |= text_[at_] == '0';
    }
    field.width = number();
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      field.precision = number();
    }
    if (at_ < text_.size()) field.conversion = text_[at_++];
    return field;
  }

  std::size_t number() {
    std::size_t value = 0;
    for (; at_ < text_.size() && is_digit(text_[at_]); ++at_)
      value = std::min<std::size_t>(value * 10 + static_cast<std::size_t>(text_[at_] - '0'), 200);
    return value;
  }

  std::optional<std::string> spelled(const Field& field) const {
    const auto value = values_.find(field.name);
    if (value == values_.end()) return std::nullopt;
    const auto* number = std::get_if<long>(&value->second);
    std::string text = number ? std::to_string(*number) : std::get<std::string>(value->second);
    const bool counts = number && std::string_view("diu").find(field.conversion) != std::string_view::npos;
    if (!counts && field.conversion != 's') return std::nullopt;
    if (field.precision && counts && text.size() < *field.precision)
      text.insert(0, *field.precision - text.size(), '0');
    if (field.precision && !counts) text.resize(std::min(text.size(), *field.precision));
    if (text.size() >= field.width) return text;
    const auto missing = field.width - text.size();
    if (field.left) return text + std::string(missing, ' ');
    return std::string(missing, counts && field.zeros ? '0' : ' ') + text;
  }

  std::string_view text_;
  const Values& values_;
  std::size_t at_ = 0;
};

}  // namespace

Result<std::string> revision_file(const Naming& naming, const std::string& revision, std::string_view title,
                                  const std::string& timestamp) {
  const auto values = values_of(revision, slug(title, naming.longest_slug), timestamp);
  Template pattern(naming.file_template, values);
  const auto name = pattern.filled();
  if (!name) {
    std::vector<std::string> known;
    for (const auto& [key, value] : values)
      known.push_back(fmt::format("`%({}){}`", key, std::holds_alternative<long>(value) ? 'd' : 's'));
    return failure("bad-file-template", fmt::format("found `{}` in file_template of `{}`, expected one of {}",
                                                    pattern.problem, naming.stated_in, fmt::join(known, ", ")));
  }
  if (name->find('/') != std::string::npos && !naming.recursive)
    return failure("bad-file-template",
                   fmt::format("file_template of `{}` produces `{}.py`, in a directory that Alembic does not search",
                               naming.stated_in, *name),
                   {}, "set `recursive_version_locations = true` there");
  return *name + ".py";
}

}  // namespace schemac::alembic
