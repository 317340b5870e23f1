#include "sources/sql/psql.h"

#include <algorithm>
#include <cctype>

#include "base/sql_tokens.h"

namespace schemac::sql {
namespace {

bool is_name_part(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

std::string doubled(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) out.append(c == quote ? 2 : 1, c);
  return out + quote;
}

// A backslash in a standard string is itself; psql writes E'…' for it, which reads the same everywhere.
std::string literal(std::string_view text) {
  if (text.find('\\') == std::string_view::npos) return doubled(text, '\'');
  std::string escaped;
  for (const char c : text) escaped.append(c == '\\' ? 2 : 1, c);
  return " E" + doubled(escaped, '\'');
}

// The arguments of one command, up to the end of its line.
class CommandArguments {
 public:
  CommandArguments(std::string_view text, std::size_t at, const PsqlVariables& variables)
      : text_(text), at_(at), variables_(variables) {}

  void read(PsqlCommand& command) {
    while (true) {
      while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\r')) ++at_;
      if (ends()) break;
      argument_.clear();
      while (!ends() && std::isspace(static_cast<unsigned char>(text_[at_])) == 0) read_piece(command);
      command.arguments.push_back(argument_);
    }
    if (text_.substr(std::min(at_, text_.size())).starts_with("\\\\")) at_ += 2;
    command.end = at_;
  }

 private:
  bool ends() const { return at_ >= text_.size() || text_[at_] == '\n' || text_[at_] == '\\'; }

  void read_piece(PsqlCommand& command) {
    const char c = text_[at_];
    if (c == '\'') return read_quoted();
    if (c == '`') {
      command.is_known = false;
      return copy_to('`');
    }
    if (c == '"') return copy_to('"');
    if (const auto use = c == ':' ? variables_.use_at(text_, at_) : std::nullopt; use && use->value) {
      argument_ += *use->value;
      at_ = use->end;
      return;
    }
    argument_ += c;
    ++at_;
  }

  // With its quotes: they say that a name is exact.
  void copy_to(char quote) {
    do argument_ += text_[at_++];
    while (at_ < text_.size() && text_[at_] != quote && text_[at_] != '\n');
    if (at_ < text_.size() && text_[at_] == quote) argument_ += text_[at_++];
  }

  void read_quoted() {
    for (++at_; at_ < text_.size() && text_[at_] != '\n'; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) {
        read_escape();
      } else if (text_[at_] != '\'') {
        argument_ += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '\'') {
        argument_ += text_[++at_];
      } else {
        ++at_;
        return;
      }
    }
  }

  void read_escape() {
    static constexpr std::string_view letters = "ntbrf", meanings = "\n\t\b\r\f";
    const auto known = letters.find(text_[++at_]);
    argument_ += known == std::string_view::npos ? text_[at_] : meanings[known];
  }

  std::string_view text_;
  std::size_t at_;
  const PsqlVariables& variables_;
  std::string argument_;
};

}  // namespace

void PsqlVariables::set(const std::string& name, std::string value) {
  lost_.erase(name);
  values_[name] = std::move(value);
}

void PsqlVariables::unset(const std::string& name) {
  lost_.erase(name);
  values_.erase(name);
}

void PsqlVariables::lose(const std::string& name) {
  values_.erase(name);
  lost_.insert(name);
}

std::optional<PsqlVariables::Use> PsqlVariables::use_at(std::string_view text, std::size_t at) const {
  const auto rest = text.substr(at + 1);
  if (rest.empty()) return std::nullopt;
  const bool asks = rest.starts_with("{?");
  const char form = asks ? '{' : rest[0] == '\'' || rest[0] == '"' ? rest[0] : ' ';
  const std::size_t begin = asks ? 2 : form == ' ' ? 0 : 1;
  auto end = begin;
  while (end < rest.size() && is_name_part(rest[end])) ++end;
  const char close = asks ? '}' : form;
  if (end == begin || (form != ' ' && (end == rest.size() || rest[end] != close))) return std::nullopt;
  Use use{
      .end = at + 1 + end + (form == ' ' ? 0 : 1), .name = std::string(rest.substr(begin, end - begin)), .form = form};
  const auto known = values_.find(use.name);
  if (asks) {
    if (!lost_.contains(use.name)) use.value = known != values_.end() ? "TRUE" : "FALSE";
  } else if (known != values_.end()) {
    use.value = form == '\'' ? literal(known->second) : form == '"' ? doubled(known->second, '"') : known->second;
  }
  return use;
}

PsqlCommand read_psql_command(const std::shared_ptr<const SourceText>& source, std::size_t at,
                              const PsqlVariables& variables) {
  static constexpr std::string_view signs = "!?;\\";
  const std::string_view text = source->text;
  auto end = at + 1;
  if (end < text.size() && signs.find(text[end]) != std::string_view::npos)
    ++end;
  else
    while (end < text.size() && std::isspace(static_cast<unsigned char>(text[end])) == 0 && text[end] != '\\') ++end;
  PsqlCommand command{.where = {source, at, end}, .name = std::string(text.substr(at + 1, end - at - 1))};
  const auto effect = psql_effect(command.name);
  const bool takes_line = command.name == "!" || effect == PsqlEffect::rows;
  if (command.name == ";" || command.name == "\\")
    command.end = end;
  else if (takes_line)
    command.end = std::min(text.find('\n', end), text.size());
  else
    CommandArguments(text, end, variables).read(command);
  return command;
}

std::optional<bool> psql_truth(std::string_view word) {
  const auto small = lower(word);
  if (small.empty()) return std::nullopt;
  for (const std::string_view yes : {"true", "yes"})
    if (yes.starts_with(small)) return true;
  for (const std::string_view no : {"false", "no"})
    if (no.starts_with(small)) return false;
  if (small == "on" || small == "1") return true;
  if (small == "off" || small == "of" || small == "0") return false;
  return std::nullopt;
}

std::optional<PsqlEffect> psql_effect(std::string_view command) {
  static const std::map<std::string_view, PsqlEffect> effects = {
      {"set", PsqlEffect::variable},    {"unset", PsqlEffect::variable},     {"getenv", PsqlEffect::lost},
      {"prompt", PsqlEffect::lost},     {"if", PsqlEffect::condition},       {"elif", PsqlEffect::condition},
      {"else", PsqlEffect::condition},  {"endif", PsqlEffect::condition},    {"i", PsqlEffect::include},
      {"include", PsqlEffect::include}, {"ir", PsqlEffect::include},         {"include_relative", PsqlEffect::include},
      {"c", PsqlEffect::connect},       {"connect", PsqlEffect::connect},    {"g", PsqlEffect::sends},
      {"gx", PsqlEffect::sends},        {"gset", PsqlEffect::sends},         {"gdesc", PsqlEffect::sends},
      {";", PsqlEffect::sends},         {"crosstabview", PsqlEffect::sends}, {"r", PsqlEffect::discards},
      {"reset", PsqlEffect::discards},  {"copy", PsqlEffect::rows},          {"q", PsqlEffect::quits},
      {"quit", PsqlEffect::quits},      {"gexec", PsqlEffect::unknown},      {"!", PsqlEffect::unknown},
      {"cd", PsqlEffect::unknown},      {"watch", PsqlEffect::unknown},      {"e", PsqlEffect::unknown},
      {"edit", PsqlEffect::unknown},    {"ef", PsqlEffect::unknown},         {"ev", PsqlEffect::unknown},
      {"bind", PsqlEffect::unknown},    {"bind_named", PsqlEffect::unknown}, {"parse", PsqlEffect::unknown}};
  static const std::set<std::string_view> without_effect = {
      "a",        "C",      "close",      "conninfo", "copyright", "echo",      "encoding",  "errverbose", "f",   "H",
      "h",        "help",   "html",       "lo_list",  "lo_export", "lo_import", "lo_unlink", "o",          "out", "p",
      "password", "print",  "pset",       "qecho",    "restrict",  "s",         "setenv",    "sf",         "sv",  "t",
      "T",        "timing", "unrestrict", "w",        "warn",      "write",     "x",         "z",          "?",   "\\"};
  if (const auto found = effects.find(command); found != effects.end()) return found->second;
  if (without_effect.contains(command)) return PsqlEffect::none;
  // \d, \dt+, \l+, \z+: show something
  const bool shows =
      command.starts_with('d') || command == "l" || command == "l+" || command == "list" || command.ends_with('+');
  return shows ? std::optional(PsqlEffect::none) : std::nullopt;
}

}  // namespace schemac::sql
