#include "cli/rename_answers.h"

#include <algorithm>

#include <fmt/format.h>

#include "cli/files.h"
#include "cli/toml.h"

namespace schemac {
namespace {

constexpr std::string_view head =
    "# Whether something that went is something that came under another name: answers, so that nobody is asked twice.\n"
    "# `schemac renames` says which of them were carried out since, and which can match nothing any more.\n";

void read_list(const toml::table& table, std::string_view key, const std::shared_ptr<const SourceText>& source,
               std::vector<std::string>& into, Diagnostics& errors) {
  const auto* node = table.get(key);
  if (!node) return;
  const auto wrong = [&](const toml::node& what) {
    errors.push_back(error_at("wrong-answer",
                              fmt::format("`{}` holds something else, expected texts like `users.mail:email`", key),
                              span_of(source, what.source())));
  };
  const auto* list = node->as_array();
  if (!list) return wrong(*node);
  for (const auto& item : *list)
    if (const auto text = item.value_exact<std::string>(); text && text->find(':') != std::string::npos)
      into.push_back(*text);
    else
      wrong(item);
}

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (const auto code = static_cast<unsigned char>(c); code < 0x20 || code == 0x7f) {
      out += fmt::format("\\u{:04X}", code);
      continue;
    }
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string list_of(std::string_view key, std::vector<std::string> items) {
  if (items.empty()) return {};
  std::sort(items.begin(), items.end());
  items.erase(std::unique(items.begin(), items.end()), items.end());
  std::string out = fmt::format("\n{} = [\n", key);
  for (const auto& item : items) out += fmt::format("  {},\n", quoted(item));
  return out + "]\n";
}

}  // namespace

Result<RenameAnswers> parse_answers(const std::string& text, const std::string& name) {
  const auto source = std::make_shared<const SourceText>(SourceText{.name = name, .text = text});
  const toml::parse_result parsed = toml::parse(std::string_view(text), std::string_view(name));
  if (!parsed)
    return failure("configuration-syntax", fmt::format("invalid TOML: {}", parsed.error().description()),
                   span_of(source, parsed.error().source()));
  RenameAnswers answers;
  Diagnostics errors;
  read_list(parsed.table(), "yes", source, answers.yes, errors);
  read_list(parsed.table(), "no", source, answers.no, errors);
  for (const auto& [key, node] : parsed.table())
    if (key.str() != "yes" && key.str() != "no")
      errors.push_back(error_at("unknown-setting",
                                fmt::format("no key `{}` in a file of answers, expected `yes` or `no`", key.str()),
                                span_of(source, key.source())));
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return answers;
}

Result<RenameAnswers> read_answers(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return RenameAnswers{};
  const auto text = read_file(file);
  if (!text) return std::unexpected(text.error());
  return parse_answers(*text, file.string());
}

Result<void> write_answers(const std::filesystem::path& file, const RenameAnswers& answers) {
  const auto written =
      write_file(file, std::string(head) + list_of("yes", answers.yes) + list_of("no", answers.no), Overwrite::replace);
  if (!written) return std::unexpected(written.error());
  return {};
}

}  // namespace schemac
