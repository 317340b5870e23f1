#include "verify/rehearse.h"

#include <fmt/format.h>

#include "verify/contents.h"
#include "verify/stage.h"

namespace schemac {
namespace {

enum class Rows { there, none };

class Rehearsing {
 public:
  Rehearsing(const Request& request, const Outcome& outcome, const RehearsalOptions& options)
      : request_(request),
        plan_(outcome.plan),
        at_start_(outcome.sources.from.schema),
        wanted_(outcome.sources.to),
        options_(options),
        dialect_(*find_dialect(outcome.present.engine.dialect)->dialect) {
    present_ = outcome.sources.from;
    present_.schema = outcome.present;
    kept_ = kept_by(plan_, outcome.sources.from.schema, outcome.sources.to.schema);
    for (const auto& row : plan_.rollback)
      if (row.after_step > 0) out_.stops.push_back({.after_step = row.after_step, .undo = row.worst});
  }

  Result<Rehearsal> run() {
    // with rows: where the undo brings them back, and the whole way
    if (auto begun = begin(Rows::there); !begun) return std::unexpected(begun.error());
    for (auto& stop : out_.stops)
      if (stop.undo == UndoQuality::exact && !out_.refused_with_rows && out_.passed())
        if (auto went = there_and_back(stop, Rows::there); !went) return std::unexpected(went.error());
    if (auto went = whole_way(Rows::there); !went) return std::unexpected(went.error());
    // without: where it does not, and whatever rows stood in the way of
    if (out_.passed() && (out_.refused_with_rows || !all_tried()))
      if (auto went = without_rows(); !went) return std::unexpected(went.error());
    if (auto removed = remove(); !removed) return std::unexpected(removed.error());
    return std::move(out_);
  }

 private:
  bool all_tried() const {
    return std::all_of(out_.stops.begin(), out_.stops.end(),
                       [](const Stop& stop) { return stop.tried || stop.undo == UndoQuality::impossible; });
  }

  Result<void> without_rows() {
    if (auto begun = begin(Rows::none); !begun) return begun;
    for (auto& stop : out_.stops)
      if (!stop.tried && stop.undo != UndoQuality::impossible && out_.passed())
        if (auto went = there_and_back(stop, Rows::none); !went) return went;
    return out_.passed() ? whole_way(Rows::none) : Result<void>();
  }

  Result<void> begin(Rows rows) {
    if (auto begun = build(); !begun || rows == Rows::none) return begun;
    out_.filled = fill(present_.schema, dialect_, connection());
    const auto triggered = tables_with_triggers(present_.schema);
    if (triggered.empty()) return {};
    auto rest = stage_->rest_towards(present_);
    if (!rest) return std::unexpected(rest.error());
    if (rest->empty()) return {};
    // A trigger that makes tables when a row comes: what it is on stays empty.
    if (auto begun = build(); !begun) return begun;
    out_.filled = fill(present_.schema, dialect_, connection(), triggered);
    rest = stage_->rest_towards(present_);
    if (!rest || rest->empty()) return rest ? Result<void>() : std::unexpected(rest.error());
    out_.filled = {};
    out_.remarks.push_back(warning_at(
        "no-rows",
        fmt::format("inserting rows changes the schema of `{}` (triggers?), so it was rehearsed without rows",
                    present_.name)));
    return build();
  }

  Result<void> build() {
    if (auto removed = remove(); !removed) return removed;
    options_.progress("building `" + present_.name + "`");
    auto stage = Stage::make(request_, present_, options_.beside);
    if (!stage) return std::unexpected(stage.error());
    stage_.emplace(std::move(*stage));
    out_.engine = connection().engine();
    return {};
  }

  Result<void> remove() {
    if (!stage_) return {};
    auto removed = stage_->remove();
    stage_.reset();
    return removed;
  }

  Connection& connection() { return stage_->connection(); }

  void misfit(Misfit what, Rows rows) {
    if (rows == Rows::there && what.refused && out_.filled.rows > 0)
      out_.refused_with_rows = std::move(what);  // until the same without rows has shown whose fault it is
    else
      out_.misfits.push_back(std::move(what));
  }

  // False when it is not as it should be, and that has been written down.
  Result<bool> is_as(const Source& side, const std::string& when, Rows rows) {
    auto rest = stage_->rest_towards(side);
    if (!rest) return std::unexpected(rest.error());
    if (rest->empty()) return true;
    misfit({.when = when, .rest = std::move(*rest)}, rows);
    return false;
  }

  bool ran(Ran result, const std::string& when, Rows rows) {
    if (!result) misfit({.when = when, .refused = std::move(result.error())}, rows);
    return result.has_value();
  }

  Result<void> there_and_back(Stop& stop, Rows rows) {
    const auto when = fmt::format("undo after step {}", stop.after_step);
    options_.progress(when);
    const auto cut = stopped_after(plan_, stop.after_step, at_start_, dialect_);
    const auto before = contents_of(present_.schema, dialect_, connection());
    if (!before) return std::unexpected(before.error());
    if (!ran(run_up(cut, connection()), fmt::format("up to step {}", stop.after_step), rows)) return {};
    // an undo that says it is exact has no excuse in the rows
    if (!ran(run_down(cut, connection()), when, stop.undo == UndoQuality::exact ? Rows::none : rows)) return {};
    const auto same = is_as(present_, when, rows);
    if (!same) return std::unexpected(same.error());
    stop.tried = true;
    if (!*same || stop.undo != UndoQuality::exact) return {};
    const auto after = contents_of(present_.schema, dialect_, connection());
    if (!after) return std::unexpected(after.error());
    stop.with_rows = rows == Rows::there && *before == *after;
    if (*before != *after) misfit({.when = when, .lost = lost_between(*before, *after)}, rows);
    return {};
  }

  // Up, back when there is a way, and up again.
  Result<void> whole_way(Rows rows) {
    if (!out_.passed() || (rows == Rows::there && out_.refused_with_rows)) return {};
    options_.progress("up");
    if (auto went = up("up", rows); !went || !out_.passed() || out_.refused_with_rows) return went;
    out_.up = true;
    const bool way_back = std::all_of(out_.stops.begin(), out_.stops.end(),
                                      [](const Stop& stop) { return stop.undo != UndoQuality::impossible; });
    const bool exact = std::all_of(out_.stops.begin(), out_.stops.end(),
                                   [](const Stop& stop) { return stop.undo == UndoQuality::exact; });
    // what an undo has lost it cannot put back into a NOT NULL column: with rows only an exact one is gone again
    if (!way_back || (rows == Rows::there && !exact)) return {};
    options_.progress("up again");
    if (!ran(run_down(plan_, connection()), "undo of everything", Rows::none)) return {};
    if (const auto same = is_as(present_, "undo of everything", rows); !same || !*same)
      return same ? Result<void>() : std::unexpected(same.error());
    if (auto went = up("up again", rows); !went) return went;
    out_.up_again = out_.passed() && !out_.refused_with_rows;
    return {};
  }

  Result<void> up(const std::string& when, Rows rows) {
    const auto before = contents_of(kept_, Moment::before, dialect_, connection());
    if (!before) return std::unexpected(before.error());
    if (!ran(run_up(plan_, connection()), when, rows)) return {};
    const auto same = is_as(wanted_, when, rows);
    if (!same) return std::unexpected(same.error());
    if (!*same) return {};
    const auto after = contents_of(kept_, Moment::after, dialect_, connection());
    if (!after) return std::unexpected(after.error());
    if (*before != *after) misfit({.when = when, .lost = lost_between(*before, *after)}, rows);
    out_.rows_kept = 0;
    for (const auto& [table, held] : *after) out_.rows_kept += held.size();
    return {};
  }

  const Request& request_;
  const Plan& plan_;
  const Schema& at_start_;  // as the plan saw it
  const Source& wanted_;
  const RehearsalOptions& options_;
  const Dialect& dialect_;
  Source present_;  // with what the wanted side cannot speak of
  std::vector<KeptTable> kept_;
  std::optional<Stage> stage_;
  Rehearsal out_;
};

}  // namespace

Result<Rehearsal> rehearse(const Request& request, const Outcome& outcome, const RehearsalOptions& options) {
  return Rehearsing(request, outcome, options).run();
}

}  // namespace schemac
