// Commands as sources: `exec:COMMAND` prints a schema, `scratch:COMMAND` fills a database that is made for it. They
// bring in what lives in a framework's models or migrations. No shell runs them; `exec:sh -c '…'` asks for one.
#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "base/secret_text.h"
#include "connections/postgresql.h"
#include "connections/scratch.h"
#include "connections/secrets.h"
#include "sources/languages.h"
#include "sources/places.h"
#include "sources/program.h"

namespace schemac {
namespace {

constexpr std::size_t lines_shown = 20;

// The end of what a program wrote to its standard error: tracebacks say what went wrong in their last lines.
std::string last_lines(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  auto begin = text.size();
  for (std::size_t lines = 0; begin > 0 && lines < lines_shown; ++lines) {
    const auto end = text.rfind('\n', begin - 1);
    begin = end == std::string_view::npos ? 0 : end;
  }
  return std::string(text.substr(begin > 0 ? begin + 1 : 0));
}

std::string command_of(const std::string& place) { return place.substr(place.find(':') + 1); }

Result<ProgramAnswer> run_command(const std::string& place, ProgramCall call) {
  const auto command = command_of(place);
  auto words = words_of_command(command);
  if (!words) return std::unexpected(words.error());
  if (words->empty())
    return failure("bad-place", fmt::format("no command in `{}`", place), {},
                   "for example `--to='exec:python print_schema.py'`");
  call.words = std::move(*words);
  auto answer = run_program(call);
  if (!answer) return std::unexpected(answer.error());
  if (answer->code == 0 && !answer->timed_out) return std::move(*answer);
  auto error = answer->timed_out
                   ? error_at("command",
                              fmt::format("`{}` did not finish within {} seconds", command, call.limit.count() / 1'000))
                   : error_at("command", fmt::format("`{}` exited with status {}", command, answer->code));
  if (answer->timed_out) error.notes.push_back(note_at("allow it more time with `--command-timeout`"));
  if (const auto said = last_lines(answer->error); !said.empty()) error.notes.push_back(note_at("it wrote:\n" + said));
  return std::unexpected(Diagnostics{std::move(error)});
}

// The database's URL as frameworks take it, and as psql and other users of libpq do.
std::map<std::string, std::string> environment_for(const std::string& place) {
  const std::string sqlite = "sqlite:";
  const auto url = place.starts_with(sqlite) ? "sqlite:///" + place.substr(sqlite.size()) : place;
  std::map<std::string, std::string> out{{"DATABASE_URL", url}, {"SCHEMAC_SCRATCH_URL", url}};
  if (is_postgresql_url(place)) {
    for (const auto& [variable, value] : postgresql_variables(place)) out[variable] = value;
  } else if (place.starts_with(sqlite)) {
    out["SCHEMAC_SCRATCH_FILE"] = place.substr(sqlite.size());
  }
  return out;
}

}  // namespace

Result<Source> read_output(const std::string& place, const SourceOptions& options) {
  const auto answer = run_command(place, {.words = {}, .limit = options.command_limit});
  if (!answer) return std::unexpected(answer.error());
  if (answer->too_long)
    return failure("too-large", fmt::format("`{}` printed too much for a schema", command_of(place)));
  if (std::ranges::all_of(answer->out, [](unsigned char c) { return std::isspace(c) != 0; }))
    return failure("command",
                   fmt::format("`{}` printed nothing, expected a schema on its standard output", command_of(place)));
  auto reading = options;
  if (reading.format.empty()) reading.format = "sql";
  return read_text(without_secrets(place), answer->out, reading);
}

Result<Source> read_filled_database(const std::string& place, const SourceOptions& options) {
  if (options.scratch.empty())
    return failure("no-scratch", fmt::format("`{}` needs a server where a database may be created", place), {},
                   "add `--scratch=URL`: `postgresql://…`, `mysql://…` or `sqlite:`");
  auto database = make_scratch_database(options.scratch);
  if (!database) return std::unexpected(database.error());
  const auto& filled = (*database)->place();
  if (const auto answer =
          run_command(place, {.words = {}, .environment = environment_for(filled), .limit = options.command_limit});
      !answer)
    return std::unexpected(without_secrets(answer.error(), filled));
  auto source = read_database(filled, options);
  if (!source) return std::unexpected(source.error());
  // it goes before anything is planned: nobody can ask it
  source->connection.reset();
  source->name = without_secrets(place);
  if (auto removed = (*database)->remove(); !removed) return std::unexpected(removed.error());
  return source;
}

}  // namespace schemac
