#include "cli/cli.h"

#include <fmt/format.h>

#include "cli/command.h"
#include "connections/connection.h"

namespace schemac {
namespace {

using AddCommand = void (*)(CLI::App&, Invocation&);

constexpr AddCommand commands[] = {add_diff,    add_plan,  add_verify, add_renames,
                                   add_inspect, add_check, add_fmt,    add_graph};

constexpr const char* what_next =
    "\nWhat to type next:\n"
    "  schemac inspect app.db > schema.schemac             write down what a database holds\n"
    "  …edit schema.schemac: this is the schema you want…\n"
    "  schemac diff --from=app.db --to=schema.schemac      see what would happen\n"
    "  schemac diff --from=app.db --to=schema.schemac --emit=sql --out=migrations\n"
    "  schemac verify --from=app.db --to=schema.schemac    rehearse it, up and back, on a copy of the schema\n"
    "  schemac diff --help                                 everything else\n"
    "\n"
    "Exit codes: 0 fine, 1 error, 2 differences (with --exit-code), 3 a safety gate said no, 4 a rename needs a "
    "decision, 5 a rehearsal failed, 64 "
    "usage\n";

std::vector<std::string> command_names(const CLI::App& parser) {
  std::vector<std::string> names;
  for (const auto* command : parser.get_subcommands([](const CLI::App*) { return true; }))
    names.push_back(command->get_name());
  return names;
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const auto* option : command.get_options())
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

// What other tools call what schemac says another way.
struct OtherWord {
  std::string_view words;  // side by side
  std::string_view instead;
};

constexpr OtherWord other_words[] = {
    {"apply migrate up upgrade deploy push run execute update sync",
     "schemac writes migrations, and the tool they are for runs them: `schemac diff --emit=sql --out=- | psql`, or "
     "`--emit=alembic --out=FOLDER`"},
    {"down downgrade rollback undo revert", "the way back is written by `schemac diff --emit=sql --out=- --down`"},
    {"revision generate make new create emit makemigrations",
     "write a migration: `schemac diff --emit=alembic --out=FOLDER`"},
    {"init baseline pull dump introspect export",
     "write down what a database holds: `schemac inspect DATABASE > schema.schemac`"},
    {"status drift changes", "compare: `schemac diff --from=DATABASE --to=schema.schemac --exit-code`"},
    {"lint validate", "check a schema for errors: `schemac check schema.schemac`"},
    {"format", "`schemac fmt schema.schemac`"},
    {"test rehearse dry-run", "rehearse a plan: `schemac verify --from=DATABASE --to=schema.schemac`"},
    {"help", "`schemac --help`, `schemac diff --help`"},
    {"version", "`schemac --version`"},
};

std::string said_otherwise(std::string_view word) {
  for (const auto& other : other_words) {
    auto rest = other.words;
    while (!rest.empty()) {
      const auto end = std::min(rest.find(' '), rest.size());
      if (rest.substr(0, end) == word) return std::string(other.instead);
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return {};
}

Diagnostic with_suggestion(const std::string& message, const std::string& word,
                           const std::vector<std::string>& candidates, const std::string& otherwise) {
  const auto near = nearest(word, candidates);
  return error_at("usage", message, {}, near.empty() ? otherwise : fmt::format("did you mean `{}`?", near));
}

// The command that was being read when the error came up.
CLI::App& current_command(CLI::App& parser) {
  const auto chosen = parser.get_subcommands();
  return chosen.empty() ? parser : *chosen.front();
}

Diagnostic explain(CLI::App& parser, const CLI::ParseError& error) {
  auto& command = current_command(parser);
  const auto help = fmt::format("see `schemac {}{}--help`", &command == &parser ? "" : command.get_name(),
                                &command == &parser ? "" : " ");
  auto unknown = command.remaining(true);
  if (unknown.empty()) unknown = parser.remaining(true);
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr && !unknown.empty()) {
    const auto option =
        std::find_if(unknown.begin(), unknown.end(), [](const std::string& word) { return word.starts_with('-'); });
    const auto word = option == unknown.end() ? unknown.front() : option->substr(0, option->find('='));
    if (const auto instead = said_otherwise(word); &command == &parser && !instead.empty())
      return error_at("usage", fmt::format("no command `{}`", word), {}, instead);
    if (&command == &parser && option == unknown.end())
      return with_suggestion(fmt::format("no command `{}`", without_password(word)), word, command_names(parser), help);
    if (option == unknown.end())
      return error_at(
          "usage", fmt::format("unexpected argument `{}` for `schemac {}`", without_password(word), command.get_name()),
          {}, help);
    return with_suggestion(fmt::format("no option `{}`", word), word, option_names(command), help);
  }
  std::string message = error.what();
  if (!message.empty()) message[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(message[0])));
  return error_at("usage", message, {}, help);
}

void set_up(CLI::App& parser, Invocation& invocation) {
  parser.description("Turns the schema you want into safe, ordered migrations for the tool you use.");
  parser.set_version_flag("--version", "schemac " SCHEMAC_VERSION);
  parser.require_subcommand(0, 1);
  parser.footer(what_next);
  parser.get_formatter()->column_width(34);
  for (const auto add : commands) add(parser, invocation);
}

int parse(CLI::App& parser, int argc, char** argv) {
  const auto explain_to_user = [&](const CLI::ParseError& error) {
    standard_console(ColourMode::automatic).report(explain(parser, error));
    return usage;
  };
  try {
    parser.parse(argc, argv);
    return fine;
  } catch (const CLI::Success& wish) {  // --help, --version
    return parser.exit(wish);
  } catch (const CLI::ParseError& error) {
    return explain_to_user(error);
  }
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App parser("", "schemac");
  Invocation invocation;
  set_up(parser, invocation);
  if (argc == 1) {
    standard_console(ColourMode::automatic).error << parser.help();
    return usage;
  }
  if (const int code = parse(parser, argc, argv); code != fine || !invocation.action) return code;
  return invocation.action(standard_console(invocation.colour));
}

}  // namespace schemac
