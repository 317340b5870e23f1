#include "base/diagnostic.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>

#include "base/printable.h"
#include "base/secret_text.h"

namespace schemac {
namespace {

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::note: return "note";
  }
  broken_invariant("severity has a name");
}

std::string_view severity_colour(Severity severity) {
  switch (severity) {
    case Severity::error: return "\x1b[1;31m";
    case Severity::warning: return "\x1b[1;33m";
    case Severity::note: return "\x1b[1;36m";
  }
  broken_invariant("severity has a colour");
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](unsigned char byte) { return (byte & 0xC0U) != 0x80U; }));
}

constexpr std::size_t longest_shown_line = 160;  // characters: a longer line is not quoted, nobody would read it
constexpr std::size_t longest_character = 4;     // bytes, in UTF-8

// What stands around a place and is secret. It may begin on a line before: PASSWORD, and the text below it.
struct Surroundings {
  std::optional<std::string> line;   // without its secrets; none if the line is too long to be quoted
  std::vector<std::string> secrets;  // that a message may repeat
};

Surroundings surroundings_of(const Span& where) {
  constexpr std::size_t lines_before = 2'000, shortest = 3;
  Surroundings out;
  if (!where) return out;
  const std::string_view text = where.source->text;
  auto line = where.line();
  auto line_begin = static_cast<std::size_t>(line.data() - text.data());
  // A file of megabytes in one line may have an error at every word: each looks at its own neighbourhood alone.
  const bool is_quoted = line.size() <= longest_shown_line * longest_character;
  if (!is_quoted) {
    const auto line_end = std::min(line_begin + line.size(), where.end + lines_before);
    line_begin = std::max(line_begin, where.begin - std::min(where.begin, lines_before));
    line = text.substr(line_begin, line_end - line_begin);
  }
  const auto begin = line_begin - std::min(line_begin, lines_before);
  const auto window = text.substr(begin, line_begin + line.size() - begin);
  const auto line_in_window = line_begin - begin;
  std::vector<SecretRange> in_line;
  for (const auto& secret : secrets_in(window)) {
    if (secret.end - secret.begin >= shortest)
      out.secrets.emplace_back(window.substr(secret.begin, secret.end - secret.begin));
    if (secret.end <= line_in_window) continue;
    in_line.push_back({std::max(secret.begin, line_in_window) - line_in_window, secret.end - line_in_window});
  }
  if (is_quoted) out.line = without_secrets(line, in_line);
  return out;
}

std::string shown(std::string_view text, const Surroundings& around) {
  auto out = without_secrets(text);
  for (const auto& secret : around.secrets)
    for (auto at = out.find(secret); at != std::string::npos; at = out.find(secret, at))
      out.replace(at, secret.size(), "...");
  return printable_lines(out);
}

void append_excerpt(std::string& out, const Diagnostic& diagnostic, const LineColumn& at, const Surroundings& around) {
  if (!around.line || at.column > longest_shown_line) return;
  const std::string line = masked(*around.line);
  if (characters(line) > longest_shown_line || !is_utf8(diagnostic.where.line())) return;
  const auto number = std::to_string(at.line);
  out += fmt::format("{:>5} | {}\n", number, line);
  const auto room = characters(line) + 1 > at.column ? characters(line) + 1 - at.column : 0;
  const auto width = std::clamp<std::size_t>(characters(diagnostic.where.text()), 1, std::max<std::size_t>(room, 1));
  out += fmt::format("{:>5} | {}^{}", "", std::string(at.column - 1, ' '), std::string(width - 1, '~'));
  if (!diagnostic.hint.empty()) out += " " + shown(diagnostic.hint, around);
  out += "\n";
}

void append(std::string& out, const Diagnostic& diagnostic, bool colour) {
  const auto at = diagnostic.where.position();
  if (diagnostic.where) out += fmt::format("{}:{}:{}: ", printable(diagnostic.where.source->name), at.line, at.column);
  const auto code = diagnostic.code.empty() ? std::string() : fmt::format("[{}]", diagnostic.code);
  const auto around = surroundings_of(diagnostic.where);
  const auto message = shown(diagnostic.message, around);
  if (colour)
    out += fmt::format("{}{}{}\x1b[0m: {}\n", severity_colour(diagnostic.severity), severity_name(diagnostic.severity),
                       code, message);
  else
    out += fmt::format("{}{}: {}\n", severity_name(diagnostic.severity), code, message);
  if (diagnostic.where)
    append_excerpt(out, diagnostic, at, around);
  else if (!diagnostic.hint.empty())
    out += fmt::format("  {}\n", shown(diagnostic.hint, around));
  for (const auto& note : diagnostic.notes) append(out, note, colour);
}

// Insertions, deletions, replacements, and two neighbours that changed places.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  std::vector<std::size_t> next(b.size() + 1);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      next[j] = std::min({row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        next[j] = std::min(next[j], before[j - 2] + 1);
    }
    before.swap(row);
    row.swap(next);
  }
  return row[b.size()];
}

}  // namespace

std::unexpected<Diagnostics> failure(std::string code, std::string message, Span where, std::string hint) {
  return std::unexpected(Diagnostics{error_at(std::move(code), std::move(message), std::move(where), std::move(hint))});
}

Diagnostic error_at(std::string code, std::string message, Span where, std::string hint) {
  return {.severity = Severity::error,
          .code = std::move(code),
          .message = std::move(message),
          .where = std::move(where),
          .hint = std::move(hint)};
}

Diagnostic warning_at(std::string code, std::string message, Span where, std::string hint) {
  return {.severity = Severity::warning,
          .code = std::move(code),
          .message = std::move(message),
          .where = std::move(where),
          .hint = std::move(hint)};
}

Diagnostic note_at(std::string message, Span where) {
  return {.severity = Severity::note, .code = {}, .message = std::move(message), .where = std::move(where), .hint = {}};
}

bool has_errors(const Diagnostics& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const Diagnostic& d) { return d.severity == Severity::error; });
}

std::string render(const Diagnostic& diagnostic, bool colour) {
  std::string out;
  append(out, diagnostic, colour);
  return out;
}

std::string render(const Diagnostics& diagnostics, bool colour) {
  std::string out;
  for (const auto& diagnostic : diagnostics) append(out, diagnostic, colour);
  return out;
}

void broken_invariant(std::string_view name) {
  std::fprintf(stderr,
               "schemac: broken invariant: %.*s\nThis is a defect of schemac, not of your input. Please report it.\n",
               static_cast<int>(name.size()), name.data());
  std::abort();
}

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  std::string best;
  std::size_t best_distance = std::max<std::size_t>(1, word.size() / 3) + 1;
  for (const auto& candidate : candidates) {
    const auto distance = edit_distance(word, candidate);
    if (distance < best_distance) {
      best_distance = distance;
      best = candidate;
    }
  }
  return best;
}

}  // namespace schemac
