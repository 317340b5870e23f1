#include "cli/rehearsal.h"

#include <unistd.h>

#include <algorithm>

#include <fmt/format.h>

#include "cli/consent.h"
#include "cli/rehearsal_report.h"
#include "verify/row_checks.h"

namespace schemac {
namespace {

// On a terminal the line says what is being done, and is empty again afterwards.
class Progress {
 public:
  explicit Progress(const Console& console) : console_(console), shown_(isatty(STDERR_FILENO) == 1) {}
  ~Progress() { say({}); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void say(const std::string& what) const {
    if (shown_) console_.error << "\r\x1b[K" << (what.empty() ? "" : "rehearsing: ") << what << std::flush;
  }

 private:
  const Console& console_;
  bool shown_;
};

}  // namespace

void add_verify_option(CLI::App& command, bool& wanted) {
  command.add_flag("--verify", wanted, "first rehearse the plan, forward and back, in a scratch database")
      ->group("Rehearsal");
}

Result<std::string> scratch_place(const Planned& planned) {
  const auto& dialect = planned.outcome.plan.engine.dialect;
  std::optional<std::string> named = planned.request.sources.from.scratch;
  if (named->empty()) named = environment_variable("SCHEMAC_SCRATCH_URL");
  const bool file = named && (named->starts_with("sqlite:") || named->find("://") == std::string::npos);
  if (named && file != (dialect == "sqlite"))
    return failure("usage", fmt::format("the scratch server `{}` runs another engine than the plan, expected {}",
                                        without_password(*named), dialect));
  if (dialect == "sqlite") return std::string("sqlite:");
  if (named) return *named;
  for (const auto* place : {&planned.request.places.from, &planned.request.places.to})
    if (is_database_url(*place)) return *place;
  return failure("usage", "neither side is a database, so a scratch server must be named", {},
                 fmt::format("add `--scratch={}://…`, a server where databases may be created", dialect));
}

std::optional<Rehearsal> rehearse_planned(const Planned& planned, const Console& console, int& code) {
  const auto fail = [&](const Diagnostics& errors, int with) {
    console.report(errors);
    code = with;
    return std::nullopt;
  };
  if (const auto refusal = consent_refusal(planned.outcome.plan, "nothing was rehearsed"))
    return fail({*refusal}, refused);
  const auto place = scratch_place(planned);
  if (!place) return fail(place.error(), exit_code_of(place.error()));
  const auto held = [&] {
    const Progress progress(console);
    return rehearse(planned.request, planned.outcome,
                    {.beside = *place, .progress = [&](const std::string& what) { progress.say(what); }});
  }();
  if (!held) return fail(held.error(), exit_code_of(held.error()));
  console.report(held->remarks);
  code = held->passed() ? fine : unverified;
  return *held;
}

int rehearse_aside(bool wanted, const Planned& planned, const Console& console) {
  if (!wanted || planned.outcome.plan.empty()) return fine;
  int code = fine;
  const auto held = rehearse_planned(planned, console, code);
  if (held) console.error << rehearsal_text(planned.outcome.plan, *held, console.colour_error);
  return code;
}

Diagnostics rows_in_the_way(const Planned& planned) {
  constexpr std::chrono::milliseconds longest{5'000};  // nobody waits for a count of everything
  const auto& [sources, present, plan, remarks] = planned.outcome;
  const auto& from = planned.request.places.from;
  const auto place = is_database_url(from) ? from : "sqlite:" + from;  // a file by its name
  if (!planned.request.check_rows || !sources.from.connection) return {};
  const auto* entry = find_dialect(plan.engine.dialect);
  if (!entry) broken_invariant("a plan has a known dialect");
  const auto limit = std::min(longest, planned.request.sources.from.limits.statement);
  return look_at_rows(row_checks(plan, present, *entry->dialect), place, limit);
}

}  // namespace schemac
