// schemac check: reads schema files as a comparison would, and says what is wrong with them.
#include <fmt/format.h>

#include "cli/comparison.h"
#include "sources/missing_names.h"
#include "sources/source.h"

namespace schemac {
namespace {

struct CheckArguments {
  std::vector<std::string> places;
  std::optional<std::string> dialect;
  std::optional<std::string> scratch;
  SettingsChoice settings;
};

constexpr const char* check_examples =
    "  schemac check shop.schemac\n"
    "  schemac check schema/            every .schemac file of a directory, as one schema\n"
    "  schemac check schema.sql --dialect=postgresql\n";

std::string contents(const Schema& schema) {
  const auto count = [](std::size_t number, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", number, number == 1 ? one : many);
  };
  auto text = count(schema.tables.size(), "table", "tables");
  if (!schema.enums.empty()) text += ", " + count(schema.enums.size(), "enum", "enums");
  if (!schema.sequences.empty()) text += ", " + count(schema.sequences.size(), "sequence", "sequences");
  return text;
}

int check_place(const std::string& place, const CheckArguments& arguments, const Console& console) {
  const auto source =
      read_source(place, {.dialect = arguments.dialect.value_or(""), .scratch = arguments.scratch.value_or("")});
  if (!source) {
    console.report(source.error());
    return exit_code_of(source.error());
  }
  console.report(source->remarks);
  console.report(as_warnings(source->doubts));
  if (has_errors(source->remarks)) return failed;
  console.out << fmt::format("{}: fine, {}\n", source->name, contents(source->schema));
  return fine;
}

// What was not typed comes from the configuration file.
Result<CheckArguments> completed(CheckArguments arguments) {
  const auto settings = read_settings(arguments.settings);
  if (!settings) return std::unexpected(settings.error());
  if (!arguments.dialect) arguments.dialect = settings->dialect;
  if (!arguments.scratch) {
    auto scratch = expand_variables(settings->scratch.value_or(""));
    if (!scratch) return std::unexpected(scratch.error());
    arguments.scratch = std::move(*scratch);
  }
  if (arguments.places.empty()) {
    if (!settings->to)
      return failure("usage", "nothing says what to check", {},
                     "name a file, `schemac check schema.schemac`, or add `to` to schemac.toml");
    auto place = wanted_place(std::nullopt, *settings);
    if (!place) return std::unexpected(place.error());
    arguments.places.push_back(std::move(*place));
  }
  return arguments;
}

int run_check(const CheckArguments& typed, const Console& console) {
  const auto arguments = completed(typed);
  if (!arguments) {
    console.report(arguments.error());
    return exit_code_of(arguments.error());
  }
  int worst = fine;
  for (const auto& place : arguments->places) worst = std::max(worst, check_place(place, *arguments, console));
  return finish(console, worst);
}

}  // namespace

void add_check(CLI::App& parser, Invocation& invocation) {
  auto* command = add_command(parser, invocation, "check", "check a schema for errors", check_examples);
  auto arguments = std::make_shared<CheckArguments>();
  command->add_option("place", arguments->places, "files or directories (default: `to` in schemac.toml)")
      ->type_name("PLACE");
  command->add_option("--dialect", arguments->dialect, "dialect of a schema file that does not declare one")
      ->type_name("NAME");
  command->add_option("--scratch", arguments->scratch, "load .sql files into a temporary database on this server")
      ->type_name("URL");
  add_settings_options(*command, arguments->settings);
  command->callback([arguments, &invocation] {
    invocation.action = [arguments](const Console& console) { return run_check(*arguments, console); };
  });
}

}  // namespace schemac
