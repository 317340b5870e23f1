// What schemac tells a user about their input, their database or their plan.
//
// A diagnostic has a stable code (for documentation and suppression), one sentence that says what was found before what
// was expected, with names in backticks, lower case, no full stop; notes say what to do next or point at the other
// place. A user's mistake is a value of this type, never an exception.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/source_text.h"

namespace schemac {

enum class Severity { error, warning, note };

struct Diagnostic {
  Severity severity = Severity::error;
  std::string code;     // kebab-case, for example `unknown-type`
  std::string message;  // may hold several lines; the first is the summary
  Span where;           // may be no place
  std::string hint;     // shown behind the caret: "did you mean `varchar`?"
  std::vector<Diagnostic> notes = {};
};

using Diagnostics = std::vector<Diagnostic>;

// The value of a stage, or at least one error.
template <class T>
using Result = std::expected<T, Diagnostics>;

// For the common case of one error.
std::unexpected<Diagnostics> failure(std::string code, std::string message, Span where = {}, std::string hint = {});

Diagnostic error_at(std::string code, std::string message, Span where = {}, std::string hint = {});
Diagnostic warning_at(std::string code, std::string message, Span where = {}, std::string hint = {});
Diagnostic note_at(std::string message, Span where = {});

bool has_errors(const Diagnostics& diagnostics);

// `file:line:col: error[code]: message`, the line, the caret, the notes. Ends with a newline.
std::string render(const Diagnostic& diagnostic, bool colour = false);
std::string render(const Diagnostics& diagnostics, bool colour = false);

// A broken invariant: prints its name and aborts. Never for what a user can cause.
[[noreturn]] void broken_invariant(std::string_view name);

// The nearest of `candidates` by edit distance when it is near enough to be a slip of the keyboard, else empty.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

}  // namespace schemac
