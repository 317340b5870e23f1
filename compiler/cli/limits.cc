#include "cli/limits.h"

#include <charconv>

namespace schemac {
namespace {

std::optional<std::chrono::milliseconds> duration(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const std::string_view unit(end, static_cast<std::size_t>(text.data() + text.size() - end));
  constexpr std::int64_t longest = 24 * 60 * 60;  // nobody waits for more than a day
  if (error != std::errc() || number <= 0 || number > longest * 1'000) return std::nullopt;
  if (unit == "ms") return std::chrono::milliseconds(number);
  if (number > longest) return std::nullopt;
  if (unit == "s") return std::chrono::seconds(number);
  if (unit == "min" && number <= longest / 60) return std::chrono::minutes(number);
  return std::nullopt;
}

CLI::Validator a_time() {
  return {[](const std::string& text) {
            return duration(text) ? std::string() : "expected a time such as 5s, 500ms or 2min";
          },
          "TIME"};
}

}  // namespace

void add_limits_options(CLI::App& command, LimitsChoice& choice) {
  command
      .add_option("--lock-timeout", choice.lock, "how long to wait for a lock while reading a database (default: 5s)")
      ->check(a_time())
      ->group("Reading");
  command
      .add_option("--statement-timeout", choice.statement,
                  "how long a statement that reads a database may run (default: 60s)")
      ->check(a_time())
      ->group("Reading");
  command
      .add_option("--command-timeout", choice.command,
                  "how long the command of `exec:` or `scratch:` may run (default: 5min)")
      ->check(a_time())
      ->group("Reading");
}

void set_limits(SourceOptions& options, const LimitsChoice& choice) {
  if (choice.lock) options.limits.lock = duration(*choice.lock).value_or(options.limits.lock);
  if (choice.statement) options.limits.statement = duration(*choice.statement).value_or(options.limits.statement);
  if (choice.command) options.command_limit = duration(*choice.command).value_or(options.command_limit);
}

}  // namespace schemac
