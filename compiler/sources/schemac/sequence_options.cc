#include "sources/schemac/sequence_options.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>

#include "base/sql_tokens.h"

namespace schemac::language {
namespace {

std::int64_t highest(const std::string& type) {
  return type == "smallint" ? INT16_MAX : type == "integer" ? INT32_MAX : INT64_MAX;
}

std::optional<std::int64_t> number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::string sequence_type(const std::string& written) {
  const auto word = lower(written);
  if (word == "smallint" || word == "int2") return "smallint";
  if (word == "integer" || word == "int" || word == "int4") return "integer";
  if (word == "bigint" || word == "int8") return "bigint";
  return {};
}

}  // namespace

SequenceOptions default_options(const std::string& type, std::int64_t increment) {
  SequenceOptions out{.type = type, .increment = increment};
  if (increment < 0) {
    out.minimum = -highest(type) - 1;
    out.maximum = out.start = -1;
  } else {
    out.maximum = highest(type);
  }
  return out;
}

SequenceOptions sequence_options(const std::vector<SequenceOptionSyntax>& written, const std::string& type,
                                 const std::function<void(std::string, Range)>& report) {
  std::string own_type = type;
  std::optional<std::int64_t> start, increment, minimum, maximum, cache;
  bool cycle = false;
  for (const auto& [kind, value] : written) {
    const auto whole = number(value.text);
    const bool needs_number =
        kind != SequenceOptionKind::type && kind != SequenceOptionKind::cycle && kind != SequenceOptionKind::no_cycle;
    if (needs_number && !whole)
      report(fmt::format("found `{}`, expected a whole number of at most 64 bits", value.text), value.at);
    switch (kind) {
      case SequenceOptionKind::type:
        own_type = sequence_type(value.text);
        if (own_type.empty())
          report(fmt::format("found `{}`, expected `smallint`, `integer` or `bigint`", value.text), value.at);
        break;
      case SequenceOptionKind::start: start = whole; break;
      case SequenceOptionKind::increment:
        if (whole == 0) report("found an increment of 0, expected another number", value.at);
        increment = whole;
        break;
      case SequenceOptionKind::minimum: minimum = whole; break;
      case SequenceOptionKind::maximum: maximum = whole; break;
      case SequenceOptionKind::cache: cache = whole; break;
      case SequenceOptionKind::cycle: cycle = true; break;
      case SequenceOptionKind::no_cycle: cycle = false; break;
    }
  }
  auto out = default_options(own_type.empty() ? type : own_type, increment.value_or(1));
  out.minimum = minimum.value_or(out.minimum);
  out.maximum = maximum.value_or(out.maximum);
  out.start = start.value_or(out.increment < 0 ? out.maximum : out.minimum);
  out.cache = cache.value_or(1);
  out.cycle = cycle;
  return out;
}

std::string written_options(const SequenceOptions& options, const std::string& implied_type) {
  const auto plain = default_options(options.type, options.increment);
  std::string out;
  const auto say = [&](std::string_view word, std::int64_t value) {
    out += fmt::format("{}{} {}", out.empty() ? "" : " ", word, value);
  };
  if (options.type != implied_type) out += "as " + options.type;
  if (options.start != (options.increment < 0 ? options.maximum : options.minimum)) say("start", options.start);
  if (options.increment != 1) say("increment", options.increment);
  if (options.minimum != plain.minimum) say("minvalue", options.minimum);
  if (options.maximum != plain.maximum) say("maxvalue", options.maximum);
  if (options.cache != 1) say("cache", options.cache);
  if (options.cycle) out += out.empty() ? "cycle" : " cycle";
  return out;
}

}  // namespace schemac::language
