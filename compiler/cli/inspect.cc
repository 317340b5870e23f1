// schemac inspect: what a place holds, in schemac's own language or as schema.prisma.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/command.h"
#include "cli/comparison.h"
#include "cli/files.h"
#include "cli/limits.h"
#include "sources/prisma/print.h"
#include "sources/schemac/schemac.h"
#include "sources/scope.h"
#include "sources/source.h"

namespace schemac {
namespace {

struct InspectArguments {
  std::optional<std::string> place;
  std::optional<std::string> from_format;
  std::string format = "schemac";
  std::optional<std::string> dialect;
  std::optional<std::string> scratch;
  std::optional<std::vector<std::string>> schemas;
  std::optional<std::vector<std::string>> exclude;
  std::optional<std::vector<std::string>> include;
  std::vector<std::string> only;
  std::string default_schema;
  LimitsChoice limits;
  std::string out = "-";
  bool force = false;
  SettingsChoice settings;
};

constexpr const char* inspect_examples =
    "  schemac inspect app.db > shop.schemac                  start from what is there\n"
    "  schemac inspect postgresql://me@localhost/shop --schemas=public,billing\n"
    "  schemac inspect git:v1.2:shop.schemac\n"
    "  schemac inspect app.db --format=prisma --out=prisma/schema.prisma --force\n";

// The file that would be written over: its names, order and comments stay.
std::shared_ptr<const SourceText> existing_file(const std::string& path) {
  std::error_code error;
  if (path == "-" || !std::filesystem::is_regular_file(path, error)) return {};
  auto text = read_file(path);
  return text ? std::make_shared<const SourceText>(SourceText{path, std::move(*text)}) : nullptr;
}

std::string in_quotes(const std::string& text, char quote) {
  std::string out(1, quote);
  for (const char c : text) out.append(c == quote ? 2 : 1, c);
  return out + quote;
}

// What the printed file says that it covers. A text that speaks of less than everything itself cannot claim more.
std::string claim_of(const Source& source, const SourceOptions& options) {
  auto out = source.coverage.claim.value_or(source.coverage.beyond.empty() ? "everything" : "");
  if (out.empty()) return out;
  std::vector<std::string> left_out = source.coverage.left_out;
  left_out.insert(left_out.end(), options.introspect.exclude.begin(), options.introspect.exclude.end());
  for (auto& pattern : left_out)
    if (!is_excluded_kind(pattern)) pattern = in_quotes(pattern, '\'');
  if (!left_out.empty()) out += fmt::format(" except {}", fmt::join(left_out, ", "));
  std::vector<std::string> schemas = options.introspect.only_schemas;
  if (schemas.empty() && source.coverage.namespaces)
    schemas.assign(source.coverage.namespaces->begin(), source.coverage.namespaces->end());
  for (auto& schema : schemas) schema = in_quotes(schema, '"');
  if (!schemas.empty()) out += fmt::format(" in {}", fmt::join(schemas, ", "));
  return out;
}

Result<std::string> text_of(const InspectArguments& arguments, const Console& console) {
  auto settings = read_settings(arguments.settings);
  if (!settings) return std::unexpected(std::move(settings.error()));
  auto place = starting_place(arguments.place, *settings);
  if (!place) return std::unexpected(std::move(place.error()));
  SourceOptions options{.format = arguments.from_format.value_or(""),
                        .dialect = arguments.dialect ? *arguments.dialect : settings->dialect.value_or("")};
  const auto scratch =
      arguments.scratch ? Result<std::string>(*arguments.scratch) : expand_variables(settings->scratch.value_or(""));
  if (!scratch) return std::unexpected(scratch.error());
  options.scratch = *scratch;
  set_limits(options, arguments.limits);
  options.introspect.only_schemas =
      arguments.schemas ? *arguments.schemas : settings->schemas.value_or(std::vector<std::string>());
  options.introspect.exclude =
      arguments.exclude ? *arguments.exclude : settings->exclude.value_or(std::vector<std::string>());
  options.introspect.include =
      arguments.include ? *arguments.include : settings->include.value_or(std::vector<std::string>());
  options.manage = arguments.only;
  options.default_schema = arguments.default_schema;
  auto source = read_source(*place, options);
  if (!source) return std::unexpected(source.error());
  const auto& only = options.introspect.only_schemas;
  if (!only.empty() && !source->schema.namespaces.empty())
    forget_references_beyond(source->schema, {only.begin(), only.end()});
  else if (const auto& known = source->coverage.namespaces; known && source->connection)
    forget_references_beyond(source->schema, *known);
  auto idle = idle_words(options.introspect, {&*source});
  if (has_errors(idle)) return std::unexpected(std::move(idle));
  console.report(idle);
  console.report(source->remarks);
  const auto* dialect = find_dialect(source->schema.engine.dialect);
  if (!dialect) broken_invariant("a source that was read has a known dialect");
  if (arguments.format == "prisma")
    return print_prisma(source->schema, *dialect->dialect, existing_file(arguments.out));
  return print_schemac(source->schema, *dialect->dialect, claim_of(*source, options));
}

int run_inspect(const InspectArguments& arguments, const Console& console) {
  const auto text = text_of(arguments, console);
  if (!text) {
    console.report(text.error());
    return exit_code_of(text.error());
  }
  if (arguments.out == "-") {
    console.out << *text;
    return finish(console, fine);
  }
  const auto written = write_file(arguments.out, *text, arguments.force ? Overwrite::replace : Overwrite::refuse);
  if (!written) {
    console.report(written.error());
    return failed;
  }
  console.out << describe(*written) << ' ' << arguments.out << '\n';
  return finish(console, fine);
}

}  // namespace

void add_inspect(CLI::App& parser, Invocation& invocation) {
  auto* command = add_command(parser, invocation, "inspect", "print the schema of a database, a file or a directory",
                              inspect_examples);
  auto arguments = std::make_shared<InspectArguments>();
  command
      ->add_option(
          "place,--from", arguments->place,
          "postgresql://…, mysql://…, sqlite:FILE, a file or directory, git:REV:path, exec:COMMAND, scratch:COMMAND")
      ->type_name("PLACE");
  command->add_option("--from-format", arguments->from_format, "format of the source, if it cannot be inferred")
      ->type_name("FORMAT");
  command
      ->add_option(
          "--format", arguments->format,
          "output format: `schemac`, or `prisma`, which keeps the names, order and comments of the file in --out")
      ->check(CLI::IsMember({"schemac", "prisma"}));
  command->add_option("--dialect", arguments->dialect, "dialect of a schema file that does not declare one")
      ->type_name("NAME");
  command->add_option("--scratch", arguments->scratch, "load .sql files into a temporary database on this server")
      ->type_name("URL");
  command->add_option("--schemas", arguments->schemas, "only these schemas of a database")
      ->delimiter(',')
      ->allow_extra_args(false)  // what follows is the place
      ->type_name("NAME,…");
  command
      ->add_option("--exclude", arguments->exclude,
                   "leave these out: `audit.*`, `*_old`; by kind: `grants`, `views`, `functions`, …")
      ->delimiter(',')
      ->allow_extra_args(false)  // what follows is the place
      ->type_name("PATTERN,…");
  command->add_option("--default-schema", arguments->default_schema, "schema of unqualified names in files")
      ->type_name("NAME");
  command
      ->add_option("--only", arguments->only,
                   "print only these kinds, and declare so in the file: `tables,enums`, `everything,no-grants`")
      ->delimiter(',')
      ->allow_extra_args(false)  // what follows is the place
      ->type_name("KIND,…");
  command
      ->add_option("--include", arguments->include,
                   "also print what is left out by default: `owners` of PostgreSQL objects")
      ->delimiter(',')
      ->allow_extra_args(false)  // what follows is the place
      ->check(CLI::IsMember({"owners"}))
      ->type_name("WHAT,…");
  add_limits_options(*command, arguments->limits);
  command->add_option("--out", arguments->out, "file to write to; `-` is standard output")->type_name("FILE|-");
  command->add_flag("--force", arguments->force, "overwrite an existing file");
  add_settings_options(*command, arguments->settings);
  command->callback([arguments, &invocation] {
    invocation.action = [arguments](const Console& console) { return run_inspect(*arguments, console); };
  });
}

}  // namespace schemac
