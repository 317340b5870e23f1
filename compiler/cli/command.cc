#include "cli/command.h"

#include <fmt/ranges.h>

namespace schemac {

CLI::App* add_command(CLI::App& parser, Invocation& invocation, const std::string& name, const std::string& help,
                      const std::string& examples) {
  auto* command = parser.add_subcommand(name, help);
  command->footer("\nExamples:\n" + examples);
  command
      ->add_option_function<std::string>(
          "--color",
          [&invocation](const std::string& word) {
            invocation.colour = word == "always"  ? ColourMode::always
                                : word == "never" ? ColourMode::never
                                                  : ColourMode::automatic;
          },
          "auto (a terminal, and NO_COLOR is not set), always, never")
      ->check(one_of({"auto", "always", "never"}))
      ->type_name("WHEN");
  return command;
}

CLI::Validator one_of(std::vector<std::string> words) {
  return CLI::Validator(
      [words = std::move(words)](std::string& value) -> std::string {
        if (std::find(words.begin(), words.end(), value) != words.end()) return {};
        const auto near = nearest(value, words);
        return fmt::format("found `{}`, expected one of `{}`{}", value, fmt::join(words, "`, `"),
                           near.empty() ? "" : fmt::format("; did you mean `{}`?", near));
      },
      "");
}

int exit_code_of(const Diagnostics& errors) {
  const auto has = [&](std::string_view code) {
    return std::any_of(errors.begin(), errors.end(), [&](const Diagnostic& d) { return d.code == code; });
  };
  if (has("ambiguous-rename")) return undecided;
  if (has("unmanaged-dependent") || has("needs-consent") || has("refused-step")) return refused;
  if (has("usage")) return usage;
  return failed;
}

int finish(const Console& console, int code) {
  if (console.out.flush()) return code;
  console.report(error_at("output", "could not write the result to standard output"));
  return failed;
}

}  // namespace schemac
