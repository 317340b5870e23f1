#include "verify/stage.h"

#include <fmt/format.h>

#include "verify/run_plan.h"

namespace schemac {
namespace {

std::vector<std::string> in_words(const Plan& plan) {
  std::vector<std::string> words;
  for (const auto* step : steps(plan)) {
    words.push_back(step->description);
    for (const auto& statement : step->statements) words.push_back("  " + statement.sql);
  }
  return words;
}

Diagnostic cannot_rehearse(const Source& present, const std::string& why) {
  auto error = error_at(
      "cannot-rehearse",
      fmt::format("`{}` cannot be created in a scratch database, so nothing was rehearsed: {}", present.name, why));
  std::string unmanaged;
  for (const auto& object : present.schema.unmanaged)
    unmanaged += fmt::format("{}{} `{}`", unmanaged.empty() ? "" : ", ", object.kind, display(object.name));
  if (!unmanaged.empty())
    error.notes.push_back(note_at("it contains objects that schemac does not manage and cannot create: " + unmanaged));
  return error;
}

// What to do about the refusals that a scratch server is to blame for.
std::string advice_on(const Diagnostics& errors) {
  const auto& text = errors.front().message;
  if (text.find("role ") != std::string::npos && text.find("does not exist") != std::string::npos)
    return "create the role on the scratch server too, or ignore privileges: `--exclude=grants`";
  if (text.find("extension") != std::string::npos)
    return "install the extension on the scratch server, or name one that has it: `--scratch=URL`";
  if (text.find("[42501]") != std::string::npos)
    return "the role may not do this on the scratch server; name one where it may: `--scratch=URL`";
  return {};
}

Diagnostics refused(const Source& present, const RefusedStatement& refusal) {
  auto error = cannot_rehearse(present, refusal.description.empty()
                                            ? "the engine refuses it"
                                            : fmt::format("the engine refuses to {}", refusal.description));
  for (const auto& cause : refusal.errors) error.notes.push_back(note_at(cause.message));
  error.notes.push_back(note_at("the statement: " + refusal.sql));
  if (auto advice = advice_on(refusal.errors); !advice.empty()) error.notes.push_back(note_at(advice));
  return {error};
}

}  // namespace

Result<Stage> Stage::make(const Request& request, const Source& present, const std::string& beside) {
  auto database = make_scratch_database(beside);
  if (!database) return std::unexpected(database.error());
  Stage stage(request, std::move(*database));
  if (auto built = stage.build(present); !built) return std::unexpected(built.error());
  return stage;
}

// Names have been settled by the plan: here what is called otherwise is something else.
Request Stage::comparing(const Request& request) {
  Request out = request;
  out.places = {};
  out.sources.from.format.clear();  // what is read from now on is the scratch database
  out.diff = {.renames = RenameMode::off};
  out.plan = {.allow_destructive = true};
  return out;
}

Result<Outcome> Stage::plan_towards(const Source& side) const {
  auto now = read_source(database_->place(), request_.sources.from);
  if (!now) return std::unexpected(now.error());
  return plan_between(Pair<Source>{std::move(*now), side}, request_);
}

Result<void> Stage::build(const Source& present) {
  auto opened = connect(database_->place(), Access::write);
  if (!opened) return std::unexpected(opened.error());
  connection_ = std::move(*opened);
  if (auto prepared = prepare_as_tools_do(*connection_); !prepared) return prepared;
  const auto plan = plan_towards(present);
  if (!plan) return std::unexpected(plan.error());
  if (auto ran = run_up(plan->plan, *connection_); !ran) return std::unexpected(refused(present, ran.error()));
  const auto rest = rest_towards(present);
  if (!rest) return std::unexpected(rest.error());
  if (rest->empty()) return {};
  auto error = cannot_rehearse(present, "it was created, but reads back differently; remaining differences:");
  for (const auto& line : *rest) error.notes.push_back(note_at(line));
  return std::unexpected(Diagnostics{std::move(error)});
}

Result<std::vector<std::string>> Stage::rest_towards(const Source& side) const {
  const auto rest = plan_towards(side);
  if (!rest) return std::unexpected(rest.error());
  return in_words(rest->plan);
}

Result<void> Stage::remove() {
  connection_.reset();
  return database_->remove();
}

}  // namespace schemac
